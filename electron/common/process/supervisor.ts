import { exhausted } from '../lib/exhaustive.ts';

/**
 * Keeps one host process alive, as a pure reducer.
 *
 *   stopped ──start──▶ running ──exited──▶ waiting ──due──▶ running …
 *                        │ no answer to a ping in time: kill, again and again, until exited
 *   any ──stop──▶ stopped
 *
 * The first restart comes at once, so that a crash in a call costs less than a second; repeated ones back off.
 */
export interface SupervisorState {
  readonly phase: 'stopped' | 'running' | 'waiting';
  readonly startedAt: number;
  /** When the ping that is under way was sent. */
  readonly pingedAt: number | null;
  /** Crashes in a row, forgotten after `steadyMs` of running. */
  readonly failures: number;
}

export type SupervisorEvent =
  | { readonly type: 'start'; readonly at: number }
  | { readonly type: 'exited'; readonly at: number }
  | { readonly type: 'answered'; readonly at: number }
  | { readonly type: 'timer'; readonly at: number }
  | { readonly type: 'stop' };

export type SupervisorEffect =
  | { readonly type: 'spawn' }
  | { readonly type: 'ping' }
  | { readonly type: 'kill' }
  /** Replaces the timer armed before. */
  | { readonly type: 'arm'; readonly ms: number };

const pingEveryMs = 2_000;
const pingDeadlineMs = 5_000;
const steadyMs = 30_000;
const backOffMs = [0, 100, 250, 500, 1_000, 2_000, 5_000, 10_000] as const;

export const stoppedSupervisor: SupervisorState = {
  phase: 'stopped',
  startedAt: 0,
  pingedAt: null,
  failures: 0,
};

const kill: SupervisorEffect = { type: 'kill' };

interface Step {
  readonly state: SupervisorState;
  readonly effects: readonly SupervisorEffect[];
}

const spawn = (state: SupervisorState, at: number): Step => ({
  state: { ...state, phase: 'running', startedAt: at, pingedAt: null },
  effects: [{ type: 'spawn' }, { type: 'arm', ms: pingEveryMs }],
});

export function superviseProcess(state: SupervisorState, event: SupervisorEvent): Step {
  switch (event.type) {
    case 'start':
      return state.phase === 'stopped' ? spawn({ ...state, failures: 0 }, event.at) : { state, effects: [] };
    case 'stop':
      return {
        state: { ...state, phase: 'stopped', pingedAt: null },
        effects: state.phase === 'running' ? [kill] : [],
      };
    case 'exited':
      return exited(state, event.at);
    case 'answered':
      return { state: { ...state, pingedAt: null }, effects: [] };
    case 'timer':
      return onTimer(state, event.at);
    default:
      return exhausted(event);
  }
}

function exited(state: SupervisorState, at: number): Step {
  if (state.phase !== 'running') return { state, effects: [] };
  const failures = at - state.startedAt >= steadyMs ? 0 : state.failures;
  const ms = backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 0;
  return {
    state: { ...state, phase: 'waiting', pingedAt: null, failures: failures + 1 },
    effects: [{ type: 'arm', ms }],
  };
}

function onTimer(state: SupervisorState, at: number): Step {
  if (state.phase === 'waiting') return spawn(state, at);
  if (state.phase === 'stopped') return { state, effects: [] };
  if (state.pingedAt === null) {
    return {
      state: { ...state, pingedAt: at },
      effects: [{ type: 'ping' }, { type: 'arm', ms: pingEveryMs }],
    };
  }
  const isHung = at - state.pingedAt >= pingDeadlineMs;
  return { state, effects: [...(isHung ? [kill] : []), { type: 'arm', ms: pingEveryMs }] };
}
