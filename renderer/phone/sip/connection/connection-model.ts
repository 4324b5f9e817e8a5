import type { Registration } from '../../../../electron/common/contract/phone-contract.ts';
import type { AppError } from '../../../../electron/common/lib/app-error.ts';
import type { RegistrationOutcome } from './registration-outcome.ts';

/** What the connection rule (connection-rule.ts) knows, hears and orders. Times in ms since the epoch, delays in ms. */
export interface ConnectionState {
  readonly phase: 'off' | 'waiting' | 'connecting' | 'registering' | 'registered' | 'refused';
  readonly servers: number;
  /** Index into the list of servers. */
  readonly server: number;
  /** Tries in a row that did not lead to a registration of 10 s. */
  readonly failures: number;
  readonly registeredAt: number | null;
  readonly expiresSeconds: number;
  /** Keep-alive requests in a row without any sign of life. */
  readonly misses: number;
  readonly isProbing: boolean;
  readonly hasCalls: boolean;
  /** Changed over to the first server again, and not steady there yet. */
  readonly isReturning: boolean;
  /** Returns in a row that came to nothing. */
  readonly vainReturns: number;
}

export type ConnectionTimer = 'retry' | 'connect' | 'register' | 'refresh' | 'ping' | 'pong' | 'return';

export type ConnectionEvent =
  | { readonly type: 'start'; readonly servers: number }
  | { readonly type: 'stop' }
  /** Wish of the operator, wake-up. */
  | { readonly type: 'reconnect' }
  /** The addresses of this machine are others: what stands may be dead without knowing. */
  | { readonly type: 'network-changed' }
  | { readonly type: 'opened' }
  | { readonly type: 'closed' }
  /** Anything at all arrived. */
  | { readonly type: 'traffic' }
  | { readonly type: 'register-answered'; readonly outcome: RegistrationOutcome }
  | { readonly type: 'calls'; readonly any: boolean }
  /** What `look` looked for takes connections. */
  | { readonly type: 'first-server-found' }
  | { readonly type: 'timer'; readonly name: ConnectionTimer };

export type ConnectionEffect =
  | { readonly type: 'open'; readonly server: number }
  | { readonly type: 'drop' }
  /** Tries whether that server takes connections, beside the one that is in use. */
  | { readonly type: 'look'; readonly server: number }
  | { readonly type: 'register'; readonly expiresSeconds: number }
  | { readonly type: 'ping' }
  | { readonly type: 'set-timer'; readonly name: ConnectionTimer; readonly ms: number }
  | { readonly type: 'clear-timers'; readonly names: readonly ConnectionTimer[] }
  /** The signalling is gone: ringing calls need a decision. */
  | { readonly type: 'lost' }
  /** First registration on this socket: dialogs must be bound to it, waiting requests can go out. */
  | { readonly type: 'restored' }
  | { readonly type: 'publish'; readonly state: Registration['state']; readonly error?: AppError };

export interface ConnectionContext {
  readonly now: number;
  /** 0 (inclusive) to 1. */
  readonly random: number;
}

export interface ConnectionStep {
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

export const longestExpiresSeconds = 120;

export const disconnected: ConnectionState = {
  phase: 'off',
  servers: 0,
  server: 0,
  failures: 0,
  registeredAt: null,
  expiresSeconds: longestExpiresSeconds,
  misses: 0,
  isProbing: false,
  hasCalls: false,
  isReturning: false,
  vainReturns: 0,
};
