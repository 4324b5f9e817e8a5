import type { WatchedEvents } from '../../electron/common/contract/line-events.ts';
import type {
  CallCheck,
  MicrophoneCheck,
  RelayTrial,
  SpeakerCheck,
} from '../../electron/common/contract/phone-checks.ts';
import type { AudioSettings, CallStats, SipAccount } from '../../electron/common/contract/phone-contract.ts';
import type { SoundSample } from '../../electron/common/contract/sound-contract.ts';
import type { TraceChunk } from '../../electron/common/contract/trace-wire.ts';
import type { LineRules } from '../../electron/common/call/line-rules.ts';
import type { Dialog } from '../../electron/common/call/dialog.ts';
import type { Result } from '../../electron/common/lib/result.ts';

/**
 * The port that a SIP stack stands behind. Commands resolve with a Result and never reject for reasons of the network;
 * what happens on the line is told through `PublishPhoneEvent`. `id` is ours, not the Call-ID.
 */
export interface SipEngine {
  /** Registers the account and keeps it registered; `null` says goodbye. The same account again changes nothing. */
  configure(
    account: SipAccount | null,
    audio: AudioSettings,
    rules?: LineRules,
    events?: WatchedEvents,
  ): Promise<Result<null>>;
  /** Drops the socket and connects at once. */
  reconnect(): void;
  /**
   * Connects at once instead of waiting any longer, and looks whether a connection that stands still carries. Calls
   * whose connection did not carry look for a new way for their sound too.
   */
  networkChanged(): void;
  /** Ends all calls and unregisters; resolves within 1.5 s whatever the server does. */
  stop(): Promise<void>;
  /** Resolves when the INVITE is on its way. `referral`: the transfer request that it grants. */
  dial(id: string, target: string, referral?: string): Promise<Result<null>>;
  /** Resolves when the 200 OK was handed to the socket. */
  answer(id: string): Promise<Result<null>>;
  /** Sounds one beep for a ringing call; resolves when it was heard. */
  beep(id: string): Promise<Result<null>>;
  reject(id: string, status: number): Promise<Result<null>>;
  hangUp(id: string): Promise<Result<null>>;
  /** Ends a call that a page before this one held; resolves when the other side has answered, whatever it says. */
  sayGoodbye(dialog: Dialog): Promise<Result<null>>;
  /** Asks the other side of such a call to go on with this page (RFC 3891); resolves when the INVITE is on its way. */
  takeBack(id: string, dialog: Dialog): Promise<Result<null>>;
  hold(id: string): Promise<Result<null>>;
  resume(id: string): Promise<Result<null>>;
  setMuted(on: boolean): void;
  /** Lets the operator hear a device; resolves when it has begun. */
  playSample(sound: SoundSample, language: string): Promise<Result<null>>;
  /** The level of the microphone is told until this is switched off. */
  measureMicrophone(on: boolean): Promise<Result<null>>;
  sendTones(id: string, tones: string): Promise<Result<null>>;
  /** Blind transfer. Resolves when the exchange took the caller over (at the latest after 30 s) and our leg has ended. */
  transfer(id: string, target: string): Promise<Result<null>>;
  /** Connects the other parties of two calls and leaves both. */
  connect(id: string, other: string): Promise<Result<null>>;
  /** Mixes two calls with the operator; those on hold are resumed. Resolves when all three hear each other. */
  conference(ids: readonly string[]): Promise<Result<null>>;
  /** Ends the mix and holds one of the two. */
  split(held: string): Promise<Result<null>>;
  /** A code of the dial plan, sent once beside the calls; resolves when the exchange has taken or refused it. */
  sendCode(target: string): Promise<Result<null>>;
  /** Microphone and loudspeaker before a shift; refused while a call is up. */
  checkMicrophone(): Promise<Result<MicrophoneCheck>>;
  checkSpeaker(): Promise<Result<SpeakerCheck>>;
  /** What becomes of each STUN and TURN server of the account; within some seconds. */
  checkRelays(): Promise<Result<{ readonly trials: RelayTrial[] }>>;
  /** Calls an echo and measures; refused while a call is up, given up when one comes. */
  testCall(target: string): Promise<Result<CallCheck>>;
  readStats(id: string): Promise<Result<CallStats>>;
  /** The last SIP messages, redacted; see SipTrace. */
  exportTrace(part: { readonly includeCustomer: boolean; readonly from: number }): Promise<TraceChunk>;
}
