import {
  mostCandidates,
  type CallCourse,
  type CallMoment,
  type Candidate,
  type MediaPath,
} from '../../../electron/common/call/call-course.ts';
import { readCandidate } from './ice-candidates.ts';

/** The part of a call's course that its media knows. */
export type MediaFacts = Pick<CallCourse, 'moments' | 'candidates' | 'path' | 'devices'>;

export interface MediaCourseParts {
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readTime(): number;
  /** Labels of microphone and speaker in use. */
  readDevices(): MediaFacts['devices'];
}

type Descriptions = Pick<RTCPeerConnection, 'localDescription' | 'remoteDescription'>;

/** How far the media of one call got; of each moment the first time counts. */
export class MediaCourse {
  #path: MediaPath | null = null;
  readonly #moments: Partial<Record<CallMoment, number>> = {};
  readonly #parts: MediaCourseParts;
  #atEnd: MediaFacts | undefined;

  constructor(parts: MediaCourseParts) {
    this.#parts = parts;
  }

  mark(moment: CallMoment): void {
    this.#moments[moment] ??= this.#parts.readTime();
  }

  /** `path`: the way that the packets of this sample took, null if none is chosen. */
  note(
    sample: { readonly packetsReceived: number; readonly bytesSent: number },
    path: MediaPath | null,
  ): void {
    if (sample.packetsReceived > 0) this.mark('firstPacketIn');
    if (sample.bytesSent > 0) this.mark('firstPacketOut');
    this.#path = path ?? this.#path;
  }

  followIce(state: RTCIceConnectionState): void {
    if (state === 'connected' || state === 'completed') this.mark('pathFound');
  }

  followConnection(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.mark('secured');
  }

  /** After `end` what was true then, whatever is given. */
  read(descriptions: Descriptions | undefined): MediaFacts {
    return (
      this.#atEnd ?? {
        moments: { ...this.#moments },
        path: this.#path,
        devices: this.#parts.readDevices(),
        candidates: [
          ...listCandidates('local', descriptions?.localDescription?.sdp),
          ...listCandidates('remote', descriptions?.remoteDescription?.sdp),
        ],
      }
    );
  }

  end(descriptions: Descriptions): void {
    this.#atEnd = this.read(descriptions);
  }
}

/** The candidates of a session description, with their addresses. */
export function listCandidates(side: Candidate['side'], sdp: string | undefined): Candidate[] {
  return (sdp ?? '')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('a=candidate:'))
    .flatMap((line) => readCandidate(line) ?? [])
    .filter(({ port }) => port <= 65_535)
    .slice(0, mostCandidates / 2)
    .map(({ type, protocol, port, address }) => ({
      side,
      type: type.slice(0, 16),
      protocol: protocol.slice(0, 16),
      port,
      address: address.slice(0, 256),
    }));
}
