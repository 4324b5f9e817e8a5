import type { LineFaults } from '../../common/contract/exchange-contract.ts';

/** The sound of one simulated party. Descriptions are SDP; a failure to agree is undefined or false, never thrown. */
export interface CallMedia {
  createOffer(): Promise<string | undefined>;
  acceptAnswer(sdp: string): Promise<boolean>;
  /** Also for every later offer of the call: hold, resume, a change of network. */
  answerOffer(sdp: string): Promise<string | undefined>;
  /** May this party be heard, after the last exchange of descriptions? False while it is on hold. */
  isAudible(): boolean;
  readStats(): MediaStats;
  close(): void;
}

export interface MediaStats {
  readonly packetsHeard: number;
  readonly packetsSpoken: number;
  /** Root mean square of the last second heard, 0..1. */
  readonly levelHeard: number;
}

export interface MediaPorts {
  /** The next 20 ms to say, A-law; undefined is silence. Asked for only while the party may be heard. */
  nextFrame(): Uint8Array | undefined;
  /** Every 20 ms once the media is connected: how loud the last ones were, 0..1. */
  onTick(level: number): void;
  /** Each frame heard, A-law. */
  onFrame?(frame: Uint8Array): void;
  /** ICE or DTLS failed after it had been asked for. */
  onFailed(): void;
  readonly faults?: LineFaults | undefined;
}

export type OpenMedia = (ports: MediaPorts) => CallMedia;
