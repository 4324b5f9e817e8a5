import type { SipMessage } from '../sip/message.ts';

/** One connection over which a user agent is reached: a WebSocket, or the practice customers inside this process. */
export interface Flow {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  /** Trusted flows need no credentials: only the practice customers, which nobody outside can speak for. */
  readonly trusted: boolean;
  send(message: SipMessage): void;
}
