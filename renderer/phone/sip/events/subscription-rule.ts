import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';

/**
 * The life of one subscription (RFC 6665 section 4.1).
 *
 *   off ──start──> asking ──2xx, NOTIFY──> active ─┐
 *                   ^  │ 481, time-out, gap  │ ^ refresh │
 *          retry    │  v                     │ └─────────┘
 *                  waiting <─ terminated, 5xx ┘
 *                   │ 403, 404, 489, rejected          settled: terminated for good, the last state stands
 *                   └────> refused: nobody is asked again on this connection
 *
 * All delays in milliseconds. Every delay is spread, so that sixty lamps of fifty desks do not come in one moment.
 */
export interface SubscriptionState {
  readonly phase: 'off' | 'asking' | 'active' | 'waiting' | 'refused' | 'settled';
  /** Ends in a row that came before the subscription had lived through one refresh. */
  readonly failures: number;
  readonly expiresSeconds: number;
}

export type SubscriptionEvent =
  /** Registered on a new socket. `spreadMs` is how long the first request may wait. */
  | { readonly type: 'start'; readonly spreadMs: number }
  | { readonly type: 'lost' }
  | { readonly type: 'stop' }
  | { readonly type: 'accepted'; readonly expiresSeconds: number | null }
  | {
      readonly type: 'rejected';
      readonly status: number;
      readonly retryAfterSeconds: number | null;
      /** RFC 6665 section 4.1.2.1: what 423 asks for. */
      readonly minExpiresSeconds: number | null;
    }
  | {
      readonly type: 'notified';
      readonly state: 'active' | 'terminated';
      readonly expiresSeconds: number | null;
      readonly reason: string | null;
      readonly retryAfterSeconds: number | null;
    }
  /** No NOTIFY within timer N (32 s). */
  | { readonly type: 'silent' }
  /** A document was missed; only a new subscription brings the whole state. */
  | { readonly type: 'gap' }
  | { readonly type: 'timer'; readonly name: SubscriptionTimer };

export type SubscriptionTimer = 'ask' | 'refresh';

export type SubscriptionEffect =
  /** A SUBSCRIBE that belongs to nothing before it. */
  | { readonly type: 'ask'; readonly expiresSeconds: number }
  | { readonly type: 'refresh'; readonly expiresSeconds: number }
  | { readonly type: 'leave' }
  /** Lets go of what was, without a word. */
  | { readonly type: 'forget' }
  | { readonly type: 'set-timer'; readonly name: SubscriptionTimer; readonly ms: number }
  | { readonly type: 'clear-timers' }
  /** What was told so far holds no longer. */
  | { readonly type: 'publish'; readonly state: 'unknown' | 'hidden' };

export interface SubscriptionStep {
  readonly state: SubscriptionState;
  readonly effects: readonly SubscriptionEffect[];
}

const wantedSeconds = 600;
const longestSeconds = 3_600;
const shortestRefreshMs = 5_000;
const longestRetryMs = 300_000;

export const unsubscribed: SubscriptionState = { phase: 'off', failures: 0, expiresSeconds: wantedSeconds };

/**
 * Answers that will be the same tomorrow: the package is not known (489, 405, 501), the line is not (404, 604, 410), or
 * we are not allowed (401 after credentials, 403, 603).
 */
const final: ReadonlySet<number> = new Set([
  401, 403, 404, 405, 407, 410, 416, 420, 484, 485, 489, 501, 603, 604,
]);

const clear: SubscriptionEffect = { type: 'clear-timers' };
const forget: SubscriptionEffect = { type: 'forget' };

/** `random` is 0 (inclusive) to 1. */
export function stepSubscription(
  state: SubscriptionState,
  event: SubscriptionEvent,
  random: number,
): SubscriptionStep {
  switch (event.type) {
    case 'start':
      return askLater(unsubscribed, random * event.spreadMs, [forget]);
    case 'lost':
      return end(state, 'off', [forget, { type: 'publish', state: 'unknown' }]);
    case 'stop':
      return end(state, 'off', [state.phase === 'active' ? { type: 'leave' } : forget]);
    case 'accepted':
      if (state.phase !== 'asking' && state.phase !== 'active') return stay(state);
      return refreshLater(
        { ...state, phase: 'active' },
        event.expiresSeconds ?? state.expiresSeconds,
        random,
      );
    case 'rejected':
      return rejected(state, event, random);
    case 'notified':
      if (state.phase !== 'asking' && state.phase !== 'active') return stay(state);
      if (event.state === 'terminated') return terminated(state, event, random);
      if (event.expiresSeconds === null) return stay({ ...state, phase: 'active' });
      return refreshLater({ ...state, phase: 'active' }, event.expiresSeconds, random);
    case 'silent':
      return isOn(state) ? again(state, null, random) : stay(state);
    case 'gap':
      return isOn(state) ? again(state, null, random) : stay(state);
    case 'timer':
      return timerFired(state, event.name);
    default:
      return exhausted(event);
  }
}

function timerFired(state: SubscriptionState, name: SubscriptionTimer): SubscriptionStep {
  const { expiresSeconds } = state;
  if (name === 'ask') {
    if (state.phase !== 'waiting') return stay(state);
    return { state: { ...state, phase: 'asking' }, effects: [{ type: 'ask', expiresSeconds }] };
  }
  if (state.phase !== 'active') return stay(state);
  // It has lived as long as it should: what failed before is over.
  return { state: { ...state, failures: 0 }, effects: [{ type: 'refresh', expiresSeconds }] };
}

function rejected(
  state: SubscriptionState,
  event: SubscriptionEvent & { type: 'rejected' },
  random: number,
): SubscriptionStep {
  if (!isOn(state)) return stay(state);
  const { minExpiresSeconds: least } = event;
  if (event.status === 423 && least !== null && least > state.expiresSeconds && least <= longestSeconds)
    return askLater({ ...state, expiresSeconds: least }, 0, [forget]);
  if (final.has(event.status)) return end(state, 'refused', [forget, { type: 'publish', state: 'hidden' }]);
  return again(state, event.retryAfterSeconds, random);
}

/** RFC 6665 section 4.1.3: each reason says whether and when to come back. */
function terminated(
  state: SubscriptionState,
  event: SubscriptionEvent & { type: 'notified' },
  random: number,
): SubscriptionStep {
  switch (event.reason) {
    case 'rejected':
    case 'noresource':
      return end(state, 'refused', [forget, { type: 'publish', state: 'hidden' }]);
    case 'invariant':
      return end(state, 'settled', [forget]);
    default:
      return again(state, event.retryAfterSeconds, random);
  }
}

/** The first time soon, then ever later: an exchange that ends every subscription is not asked all the time. */
function again(state: SubscriptionState, retryAfterSeconds: number | null, random: number): SubscriptionStep {
  const failures = state.failures + 1;
  const backOffMs = failures === 1 ? 500 : Math.min(longestRetryMs, 2 ** failures * 1_000);
  const ms =
    retryAfterSeconds === null
      ? backOffMs * (0.7 + 0.6 * random)
      : Math.min(retryAfterSeconds * 1_000, longestSeconds * 1_000) + random * 2_000;
  return askLater({ ...state, failures }, ms, [forget]);
}

function askLater(
  state: SubscriptionState,
  ms: number,
  before: readonly SubscriptionEffect[],
): SubscriptionStep {
  return {
    state: { ...state, phase: 'waiting' },
    effects: [clear, ...before, { type: 'set-timer', name: 'ask', ms: Math.round(ms) }],
  };
}

/** Between half and four fifths of what was granted: late enough to be rare, early enough for one more try. */
function refreshLater(state: SubscriptionState, seconds: number, random: number): SubscriptionStep {
  const granted = Math.min(seconds, longestSeconds) * 1_000;
  const ms = Math.max(shortestRefreshMs, Math.round(granted * (0.5 + 0.3 * random)));
  return { state, effects: [{ type: 'set-timer', name: 'refresh', ms }] };
}

function end(
  state: SubscriptionState,
  phase: SubscriptionState['phase'],
  effects: readonly SubscriptionEffect[],
): SubscriptionStep {
  return { state: { ...state, phase, failures: 0 }, effects: [clear, ...effects] };
}

const isOn = (state: SubscriptionState): boolean => state.phase === 'asking' || state.phase === 'active';

function stay(state: SubscriptionState): SubscriptionStep {
  return { state, effects: [] };
}
