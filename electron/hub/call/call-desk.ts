import { stepCalls } from '../../common/call/call-machine.ts';
import {
  noCalls,
  type CallEffect,
  type CallEvent,
  type CallsState,
  type Fact,
  type Wish,
} from '../../common/call/call-state.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';

export type CallsListener = (now: CallsState, before: CallsState, cause: string) => void;

/** The one place where calls change. Wishes come in from every side, facts from the phone; views listen. */
export interface CallDesk {
  state(): CallsState;
  /** Resolves when the phone has done what the wish asked, or with why not. */
  wish(wish: Wish, cause: string): Promise<Result<null>>;
  learn(fact: Fact, cause: string): void;
  onChange(listener: CallsListener): Dispose;
}

/** Carries out one effect on the line. A failure comes back as a fact, so that the machine can undo the wish. */
export type EffectRunner = (effect: Exclude<CallEffect, { type: 'refuse' }>) => Promise<Result<null>>;

export function createCallDesk(clock: Clock, run: EffectRunner): CallDesk {
  let state = noCalls;
  const listeners = new Set<CallsListener>();

  const apply = (event: CallEvent, cause: string): readonly Promise<Result<null>>[] => {
    const before = state;
    const step = stepCalls(state, event);
    state = step.state;
    // The line first, the views after: nothing stands between an answer button and the phone.
    const outcomes = step.effects.map((effect) =>
      effect.type === 'refuse' ? Promise.resolve(fail(effect.error)) : runEffect(effect, cause),
    );
    for (const listener of [...listeners]) listener(state, before, cause);
    return outcomes;
  };

  const runEffect = async (
    effect: Exclude<CallEffect, { type: 'refuse' }>,
    cause: string,
  ): Promise<Result<null>> => {
    const result = await run(effect);
    const fact = result.ok ? undefined : failureOf(effect, result.error);
    if (fact !== undefined) learn(fact, cause);
    return result;
  };

  const learn = (fact: Fact, cause: string): void => {
    for (const outcome of apply({ kind: 'fact', at: clock.now(), fact }, cause)) void outcome;
  };

  return {
    state: () => state,
    async wish(wish, cause) {
      const outcomes = await Promise.all(apply({ kind: 'wish', at: clock.now(), wish }, cause));
      return outcomes.find((outcome) => !outcome.ok) ?? ok(null);
    },
    learn,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Failure = Extract<Result<null>, { ok: false }>['error'];

function failureOf(effect: Exclude<CallEffect, { type: 'refuse' }>, error: Failure): Fact | undefined {
  switch (effect.type) {
    case 'dial':
    case 'take-back':
      return { type: 'ended', id: effect.id, by: 'program', error };
    case 'mute':
    case 'dtmf':
      return undefined;
    case 'connect':
      return { type: 'refused', id: effect.id, operation: 'transfer', error };
    case 'conference':
      return { type: 'refused', id: effect.ids[0] ?? '', operation: 'conference', error };
    case 'split':
      return { type: 'refused', id: effect.hold, operation: 'split', error };
    case 'answer':
    case 'reject':
    case 'hangup':
    case 'hold':
    case 'resume':
    case 'transfer':
      return { type: 'refused', id: effect.id, operation: effect.type, error };
  }
}
