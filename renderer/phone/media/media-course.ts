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

/** Notes when the media of one call got how far; of each moment the first time counts. */
export class MediaCourse {
  path: MediaPath | null = null;
  readonly #moments: Partial<Record<CallMoment, number>> = {};
  readonly #readTime: () => number;

  constructor(readTime: () => number) {
    this.#readTime = readTime;
  }

  mark(moment: CallMoment): void {
    this.#moments[moment] ??= this.#readTime();
  }

  get moments(): MediaFacts['moments'] {
    return { ...this.#moments };
  }

  notePackets(sample: { readonly packetsReceived: number; readonly bytesSent: number }): void {
    if (sample.packetsReceived > 0) this.mark('firstPacketIn');
    if (sample.bytesSent > 0) this.mark('firstPacketOut');
  }

  followIce(state: RTCIceConnectionState): void {
    if (state === 'connected' || state === 'completed') this.mark('pathFound');
  }

  followConnection(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.mark('secured');
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
