import type { AppError } from '../lib/app-error.ts';
import type { CallData, CallDirection, CallState, EndedBy, RemoteParty } from './call-model.ts';
import type { CallTransfer, TransferState } from './call-transfer.ts';

export type Operation =
  'answer' | 'reject' | 'hangup' | 'hold' | 'resume' | 'transfer' | 'conference' | 'split';

export interface Call {
  readonly id: string;
  readonly direction: CallDirection;
  readonly state: CallState;
  readonly remote: RemoteParty;
  readonly data: CallData;
  /** Who sent the call on to us. */
  readonly forwardedFrom?: RemoteParty;
  /** Milliseconds since the epoch, like every time here. */
  readonly startedAt: number;
  readonly since: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly endedBy: EndedBy | null;
  readonly error: AppError | null;
  readonly sipStatus: number | null;
  readonly heldMs: number;
  readonly holdCount: number;
  readonly interrupted: boolean;
  /** What was asked of the phone and not confirmed yet; the same wish again changes nothing. */
  readonly pending: Operation | null;
  /** The call that an attended transfer will connect with this one. */
  readonly consultationFor: string | null;
  /** The last transfer of this call; null if there was none. */
  readonly transfer: CallTransfer | null;
  readonly wasInConference: boolean;
  /** The end that a fault of the program made of it, while the same talk is being taken back; else null. */
  readonly cutOff: { readonly at: number; readonly error: AppError } | null;
}

/** What follows once the active call is held or over. */
export type NextStep =
  | { readonly type: 'answer'; readonly id: string }
  | { readonly type: 'resume'; readonly id: string }
  | { readonly type: 'dial'; readonly id: string; readonly target: string }
  | { readonly type: 'take-back'; readonly id: string };

export interface CallsState {
  /** Live calls, oldest first, and those ended that still wait for an outcome. */
  readonly calls: readonly Call[];
  readonly muted: boolean;
  readonly paused: boolean;
  readonly next: NextStep | null;
  /** The two calls mixed with the operator, the one that would go on alone first; else empty. */
  readonly conference: readonly string[];
}

export const noCalls: CallsState = { calls: [], muted: false, paused: false, next: null, conference: [] };

export type Wish =
  | { readonly type: 'dial'; readonly id: string; readonly target: string; readonly remote: RemoteParty }
  | { readonly type: 'answer'; readonly id?: string | undefined; readonly instead?: boolean }
  | { readonly type: 'reject'; readonly id?: string | undefined }
  | { readonly type: 'hangup'; readonly id?: string | undefined }
  | { readonly type: 'hold'; readonly id?: string | undefined }
  | { readonly type: 'resume'; readonly id?: string | undefined }
  | { readonly type: 'swap' }
  | { readonly type: 'mute'; readonly on: boolean }
  /** Without an id both parties of a conference get them. */
  | { readonly type: 'dtmf'; readonly tones: string; readonly id?: string | undefined }
  | {
      readonly type: 'transfer';
      readonly id: string;
      readonly target: string;
      readonly attended: boolean;
      readonly remote: RemoteParty;
    }
  /** A talk that was cut off by a fault of the program goes on: the other side still waits. */
  | { readonly type: 'take-back'; readonly id: string }
  | { readonly type: 'complete-transfer' }
  | { readonly type: 'cancel-transfer' }
  | { readonly type: 'conference' }
  /** `keep` goes on alone with the operator. */
  | { readonly type: 'split'; readonly keep?: string | undefined }
  | { readonly type: 'pause'; readonly on: boolean }
  /** The outcome is given: the ended calls leave the desk. */
  | { readonly type: 'finish' };

export type Fact =
  | {
      readonly type: 'incoming';
      readonly id: string;
      readonly remote: RemoteParty;
      readonly data: CallData;
      readonly forwardedFrom?: RemoteParty | undefined;
    }
  | { readonly type: 'progress'; readonly id: string }
  | { readonly type: 'established'; readonly id: string }
  | { readonly type: 'held'; readonly id: string }
  | { readonly type: 'resumed'; readonly id: string }
  | { readonly type: 'identity'; readonly id: string; readonly remote: RemoteParty }
  | { readonly type: 'media'; readonly id: string; readonly state: 'connected' | 'interrupted' | 'failed' }
  | { readonly type: 'muted'; readonly on: boolean }
  /** Who is mixed from now on; nobody: empty. */
  | { readonly type: 'conference-changed'; readonly ids: readonly string[] }
  /** Also of a call that has ended: the exchange may tell later what became of the caller. */
  | {
      readonly type: 'transfer-course';
      readonly id: string;
      readonly state: TransferState;
      readonly status?: number | undefined;
    }
  | {
      readonly type: 'ended';
      readonly id: string;
      readonly by: EndedBy;
      readonly status?: number | undefined;
      readonly error?: AppError | undefined;
    }
  /** A command to the phone came back refused: what was pending did not happen. */
  | { readonly type: 'refused'; readonly id: string; readonly operation: Operation; readonly error: AppError }
  /** The phone page is gone, and every call with it. */
  | { readonly type: 'phone-lost'; readonly error: AppError };

export type CallEvent =
  | { readonly kind: 'wish'; readonly at: number; readonly wish: Wish }
  | { readonly kind: 'fact'; readonly at: number; readonly fact: Fact };

export type CallEffect =
  | { readonly type: 'dial'; readonly id: string; readonly target: string }
  | { readonly type: 'take-back'; readonly id: string }
  | { readonly type: 'answer'; readonly id: string }
  | { readonly type: 'reject'; readonly id: string; readonly status: number }
  | { readonly type: 'hangup'; readonly id: string }
  | { readonly type: 'hold'; readonly id: string }
  | { readonly type: 'resume'; readonly id: string }
  | { readonly type: 'mute'; readonly on: boolean }
  | { readonly type: 'dtmf'; readonly id: string; readonly tones: string }
  | { readonly type: 'transfer'; readonly id: string; readonly target: string }
  | { readonly type: 'connect'; readonly id: string; readonly with: string }
  | { readonly type: 'conference'; readonly ids: readonly string[] }
  | { readonly type: 'split'; readonly hold: string }
  /** The wish cannot be granted; whoever wished is told. */
  | { readonly type: 'refuse'; readonly error: AppError };

export interface Step {
  readonly state: CallsState;
  readonly effects: readonly CallEffect[];
}
