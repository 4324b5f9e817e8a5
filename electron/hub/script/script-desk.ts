import type { CallRecord } from '../../common/call/call-record.ts';
import { findCall } from '../../common/call/call-selectors.ts';
import type { Call, CallsState } from '../../common/call/call-state.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { MergeContext } from '../../common/script/merge-context.ts';
import type { Script } from '../../common/script/model.ts';
import {
  recordRun,
  type ScriptEffect,
  type ScriptEvent,
  type ScriptState,
} from '../../common/script/run-state.ts';
import { startScript } from '../../common/script/start-script.ts';
import { step } from '../../common/script/step.ts';
import type { OperatorScriptEvent, StepView } from '../../common/script/step-view.ts';
import { scriptTitle, viewStep } from '../../common/script/view-step.ts';
import type { CallDesk } from '../call/call-desk.ts';

/** One script run a call. Call controls never wait for it: it follows the call, and asks for hold or transfer. */
export interface ScriptDesk {
  use(scripts: Readonly<Record<string, Script>>): void;
  list(language: string): readonly { readonly id: string; readonly title: string }[];
  /** Begins anew with this script; what the run before stored is not carried over. */
  start(callId: string, scriptId: string, language: string): Result<null>;
  isRunning(callId: string): boolean;
  event(callId: string, event: OperatorScriptEvent): Result<null>;
  /** A transfer that a step asked for is done or has failed. */
  follow(callId: string, what: 'transferred' | 'transfer-failed'): void;
  view(callId: string): StepView | null;
  record(callId: string): CallRecord['script'];
}

export interface ScriptDeskOptions {
  readonly clock: Clock;
  readonly calls: CallDesk;
  /** What merge fields of this call stand for at this moment. */
  readonly context: (callId: string) => MergeContext;
  readonly onEffect: (callId: string, effect: ScriptEffect) => void;
  readonly onChange: (callId: string, cause: string) => void;
}

interface Run {
  readonly script: Script;
  readonly state: ScriptState;
}

export function createScriptDesk(options: ScriptDeskOptions): ScriptDesk {
  const { calls, clock } = options;
  let library: Readonly<Record<string, Script>> = {};
  const runs = new Map<string, Run>();

  const surroundings = (callId: string) => ({ merge: options.context(callId), library });

  const keep = (
    callId: string,
    script: Script,
    stepped: ReturnType<typeof step>,
    cause: string,
  ): AppError | undefined => {
    runs.set(callId, { script, state: stepped.state });
    let refusal: AppError | undefined;
    for (const effect of stepped.effects) {
      if (effect.kind === 'refused') refusal = effect.error;
      else options.onEffect(callId, effect);
    }
    if (refusal === undefined) options.onChange(callId, cause);
    return refusal;
  };

  const apply = (callId: string, event: ScriptEvent): Result<null> => {
    const run = runs.get(callId);
    if (run === undefined) return fail(appError('script.not-possible', { reason: 'no script runs' }));
    const refusal = keep(
      callId,
      run.script,
      step(run.script, run.state, event, surroundings(callId)),
      `script ${event.type}`,
    );
    return refusal === undefined ? ok(null) : fail(refusal);
  };

  calls.onChange((now, before) => {
    for (const call of now.calls) {
      const what = turnOf(call, findCall(before, call.id));
      if (what !== undefined && runs.has(call.id)) apply(call.id, { type: 'call', what, at: clock.now() });
    }
    for (const id of [...runs.keys()]) if (!isKnown(now, id)) runs.delete(id);
  });

  return {
    use(scripts) {
      library = scripts;
      // The first view loads number and date formats, about 50 ms that the first greeting would pay for.
      for (const script of Object.values(scripts)) {
        viewStep(script, startScript(script, { language: 'en', at: clock.now() }).state);
      }
    },
    list: (language) =>
      Object.values(library).map((script) => ({ id: script.id, title: scriptTitle(script, language) })),
    start(callId, scriptId, language) {
      const call = findCall(calls.state(), callId);
      const script = library[scriptId];
      if (call === undefined) return fail(appError('call.not-found'));
      if (script === undefined) return fail(appError('script.invalid', { script: scriptId }));
      const begin = { language, at: clock.now(), held: call.state === 'held' };
      keep(callId, script, startScript(script, begin, surroundings(callId)), 'script started');
      return ok(null);
    },
    isRunning: (callId) => runs.has(callId),
    event: (callId, event) => apply(callId, { ...event, at: clock.now() }),
    follow(callId, what) {
      apply(callId, { type: 'call', what, at: clock.now() });
    },
    view(callId) {
      const run = runs.get(callId);
      return run === undefined ? null : viewStep(run.script, run.state, surroundings(callId));
    },
    record(callId) {
      const run = runs.get(callId);
      return run === undefined ? null : recordRun(run.state);
    },
  };
}

const isKnown = (state: CallsState, id: string): boolean => findCall(state, id) !== undefined;

function turnOf(
  now: Call,
  before: Call | undefined,
): 'held' | 'retrieved' | 'ended' | 'taken-back' | undefined {
  if (before === undefined || now.state === before.state) return undefined;
  if (now.state === 'held') return 'held';
  if (now.state === 'ended') return 'ended';
  if (before.state === 'ended') return 'taken-back';
  return before.state === 'held' ? 'retrieved' : undefined;
}
