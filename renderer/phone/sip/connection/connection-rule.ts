import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';
import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';
import { backOffMs } from './back-off.ts';
import {
  disconnected,
  longestExpiresSeconds,
  type ConnectionContext,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type ConnectionStep,
  type ConnectionTimer,
} from './connection-model.ts';
import type { RegistrationOutcome } from './registration-outcome.ts';
import { countReturn, lookForFirst, lookLater, returnToFirst } from './server-return.ts';

/**
 * The life of the connection to the telephone server.
 *
 *   off ──start──> connecting ──opened──> registering ──registered──> registered ─┐
 *                   ^   │ closed, time-out     │ silence, 5xx           │ ^ refresh │
 *                   │   v                      v                        │ └─────────┘
 *                   └─ waiting <───────────────┴───── closed, 2 misses ─┘
 *                                              │ 401, 403, 404
 *                                              v
 *                                           refused ──reconnect──> connecting
 *
 * Never gives up except in `refused`. From any server but the first it returns to that one when no call goes on
 * (server-return.ts).
 */
const everyTimer = ['retry', 'connect', 'register', 'refresh', 'ping', 'pong', 'return'] as const;
const connectMs = 4_000;
/** Timer F would wait 32 s; on a connection that is alive every registrar answers sooner. */
const registerMs = 6_000;
const steadyAfterMs = 10_000;
const missesAllowed = 2;
const newNetworkPongMs = 1_500;

export function stepConnection(
  state: ConnectionState,
  event: ConnectionEvent,
  context: ConnectionContext,
): ConnectionStep {
  switch (event.type) {
    case 'start':
      return connect({ ...disconnected, servers: event.servers, hasCalls: state.hasCalls }, [
        { type: 'drop' },
      ]);
    case 'stop':
      return {
        state: { ...disconnected, hasCalls: state.hasCalls },
        effects: [clearAll, { type: 'drop' }, { type: 'publish', state: 'off' }],
      };
    case 'reconnect': {
      if (state.phase === 'off') return stay(state);
      const lost: ConnectionEffect[] = state.phase === 'registered' ? [{ type: 'lost' }] : [];
      return connect({ ...state, failures: 0 }, [{ type: 'drop' }, ...lost]);
    }
    case 'network-changed':
      return networkChanged(state);
    case 'opened':
      if (state.phase !== 'connecting') return stay(state);
      return register({ ...state, phase: 'registering' }, [{ type: 'clear-timers', names: ['connect'] }]);
    case 'closed':
      return closed(state, context);
    case 'traffic':
      if (!state.isProbing) return stay(state);
      return {
        state: { ...state, misses: 0, isProbing: false },
        effects: [{ type: 'clear-timers', names: ['pong'] }, pingLater(state)],
      };
    case 'register-answered':
      return registerAnswered(state, event.outcome, context);
    case 'calls': {
      const next = { ...state, hasCalls: event.any };
      const mustHurry = event.any && !state.hasCalls && state.phase === 'registered' && !state.isProbing;
      return mustHurry ? { state: next, effects: [pingLater(next)] } : stay(next);
    }
    case 'first-server-found': {
      const returning = returnToFirst(state);
      return returning === null ? stay(state) : connect(returning, [{ type: 'drop' }, { type: 'lost' }]);
    }
    case 'timer':
      return timerFired(state, event.name, context);
    default:
      return exhausted(event);
  }
}

function timerFired(
  state: ConnectionState,
  name: ConnectionTimer,
  context: ConnectionContext,
): ConnectionStep {
  switch (name) {
    case 'retry':
      return connect(state, []);
    case 'connect':
      return fallBack(state, appError('sip.server-silent'), context, [{ type: 'drop' }]);
    case 'register':
      return fallBack(state, appError('sip.server-silent'), context, [{ type: 'drop' }]);
    case 'refresh':
      return register(state, []);
    case 'ping':
      return { state: { ...state, isProbing: true }, effects: [{ type: 'ping' }, awaitPong(state)] };
    case 'pong': {
      const misses = state.misses + 1;
      if (misses >= missesAllowed) {
        return fallBack(state, appError('sip.connection-lost'), context, [{ type: 'drop' }]);
      }
      return { state: { ...state, misses }, effects: [{ type: 'ping' }, awaitPong(state)] };
    }
    case 'return':
      return { state, effects: lookForFirst(state, context) };
    default:
      return exhausted(name);
  }
}

function registerAnswered(
  state: ConnectionState,
  outcome: RegistrationOutcome,
  context: ConnectionContext,
): ConnectionStep {
  if (state.phase !== 'registering' && state.phase !== 'registered') return stay(state);
  const answered: ConnectionEffect = { type: 'clear-timers', names: ['register'] };
  switch (outcome.kind) {
    case 'registered': {
      const seconds = Math.min(outcome.expiresSeconds, longestExpiresSeconds);
      const refreshMs = Math.round(seconds * 1_000 * (0.5 + 0.25 * context.random));
      const refresh: ConnectionEffect = { type: 'set-timer', name: 'refresh', ms: refreshMs };
      if (state.phase === 'registered') return { state, effects: [answered, refresh] };
      const next = {
        ...state,
        phase: 'registered' as const,
        registeredAt: context.now,
        misses: 0,
        isProbing: false,
      };
      const fresh: ConnectionEffect[] = [
        pingLater(next),
        ...lookLater(next, context),
        { type: 'publish', state: 'registered' },
        { type: 'restored' },
      ];
      return { state: next, effects: [answered, refresh, ...fresh] };
    }
    case 'too-brief':
      if (outcome.minExpiresSeconds <= state.expiresSeconds) {
        return fallBack(state, appError('sip.server-unavailable', { status: 423 }), context, [
          { type: 'drop' },
        ]);
      }
      return register({ ...state, expiresSeconds: outcome.minExpiresSeconds }, [answered]);
    case 'refused':
      // The socket stays: a call that is under way can still be ended over it.
      return {
        state: { ...state, phase: 'refused', registeredAt: null },
        effects: [clearAll, { type: 'publish', state: 'failed', error: outcome.error }],
      };
    case 'unavailable': {
      const seconds = outcome.retryAfterSeconds;
      // RFC 3261 section 20.33, and a little later each, so that not everybody comes back in the same second.
      const ms =
        seconds === undefined
          ? null
          : Math.round(seconds * 1_000 + context.random * Math.min(3_000, seconds * 1_000));
      return fallBack(state, outcome.error, context, [{ type: 'drop' }], ms);
    }
    default:
      return exhausted(outcome);
  }
}

/** A socket over an address that is gone dies without a word; one that still carries is worth keeping. */
function networkChanged(state: ConnectionState): ConnectionStep {
  switch (state.phase) {
    case 'off':
    case 'refused':
      return stay(state);
    case 'waiting':
    case 'connecting':
    case 'registering':
      return connect({ ...state, failures: 0 }, [{ type: 'drop' }]);
    case 'registered':
      return {
        // No second chance, as after silence: that something changed is known.
        state: { ...state, isProbing: true, misses: missesAllowed - 1 },
        effects: [
          { type: 'clear-timers', names: ['ping'] },
          { type: 'ping' },
          { type: 'set-timer', name: 'pong', ms: newNetworkPongMs },
        ],
      };
    default:
      return exhausted(state.phase);
  }
}

function closed(state: ConnectionState, context: ConnectionContext): ConnectionStep {
  switch (state.phase) {
    case 'off':
    case 'waiting':
    case 'refused':
      return stay(state);
    case 'connecting':
      return fallBack(state, appError('sip.server-silent'), context, []);
    case 'registering':
    case 'registered':
      return fallBack(state, appError('sip.connection-lost'), context, []);
    default:
      return exhausted(state.phase);
  }
}

function connect(state: ConnectionState, before: readonly ConnectionEffect[]): ConnectionStep {
  return {
    state: { ...state, phase: 'connecting', registeredAt: null, misses: 0, isProbing: false },
    effects: [
      clearAll,
      ...before,
      { type: 'publish', state: 'connecting' },
      { type: 'set-timer', name: 'connect', ms: connectMs },
      { type: 'open', server: state.server },
    ],
  };
}

function register(state: ConnectionState, before: readonly ConnectionEffect[]): ConnectionStep {
  return {
    state,
    effects: [
      ...before,
      { type: 'set-timer', name: 'register', ms: registerMs },
      { type: 'register', expiresSeconds: state.expiresSeconds },
    ],
  };
}

/** Gives the socket up and waits; after a steady connection the same server first, else the next of the list. */
function fallBack(
  state: ConnectionState,
  error: AppError,
  context: ConnectionContext,
  before: readonly ConnectionEffect[],
  waitMs: number | null = null,
): ConnectionStep {
  const wasSteady = state.registeredAt !== null && context.now - state.registeredAt >= steadyAfterMs;
  const failures = wasSteady ? 0 : state.failures + 1;
  const server = wasSteady ? state.server : (state.server + 1) % Math.max(1, state.servers);
  const wasRegistered = state.phase === 'registered';
  return {
    state: {
      ...state,
      ...countReturn(state, wasSteady),
      phase: 'waiting',
      failures,
      server,
      registeredAt: null,
      misses: 0,
      isProbing: false,
    },
    effects: [
      clearAll,
      ...before,
      { type: 'publish', state: 'connecting', error },
      { type: 'set-timer', name: 'retry', ms: waitMs ?? backOffMs(failures, context.random, state.hasCalls) },
      ...(wasRegistered ? [{ type: 'lost' } as const] : []),
    ],
  };
}

const clearAll: ConnectionEffect = { type: 'clear-timers', names: everyTimer };

/** A dead socket is noticed after interval + two waits: 5 + 1 + 1 s in a call, 15 + 2.5 + 2.5 s otherwise. */
function pingLater(state: ConnectionState): ConnectionEffect {
  return { type: 'set-timer', name: 'ping', ms: state.hasCalls ? 5_000 : 15_000 };
}

function awaitPong(state: ConnectionState): ConnectionEffect {
  return { type: 'set-timer', name: 'pong', ms: state.hasCalls ? 1_000 : 2_500 };
}

function stay(state: ConnectionState): ConnectionStep {
  return { state, effects: [] };
}
