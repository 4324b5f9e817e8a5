import {
  allowsAutoAnswer,
  beepMs,
  type AutoAnswerRequest,
  type AutoAnswerSettings,
} from '../../common/call/auto-answer.ts';
import { findCall, liveCalls } from '../../common/call/call-selectors.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Result } from '../../common/lib/result.ts';
import type { Log } from '../../shell/log.ts';
import type { CallDesk } from './call-desk.ts';

/** Answers calls for which the exchange asks it: from allowed sources, after a beep, never into another call. */
export interface AutoAnswer {
  /** A call rings and asks to be answered by itself. */
  consider(callId: string, request: AutoAnswerRequest): void;
  /** Whether this call was answered by itself, or is about to be. */
  concerns(callId: string): boolean;
}

export function createAutoAnswer(options: {
  readonly clock: Clock;
  readonly log: Log;
  readonly calls: CallDesk;
  readonly settings: () => AutoAnswerSettings;
  /** Of the account that is in use. */
  readonly domain: () => string;
  readonly beep: (callId: string) => Promise<Result<null>>;
  readonly onChange: (cause: string) => void;
}): AutoAnswer {
  const { calls, clock, log } = options;
  const concerned = new Set<string>();

  const isFree = (callId: string): boolean => {
    const state = calls.state();
    const call = findCall(state, callId);
    return call?.state === 'ringing' && call.pending === null && liveCalls(state).length === 1;
  };

  const giveUp = (callId: string, why: string): void => {
    log.info('auto-answer.not', { id: callId, why });
    if (concerned.delete(callId)) options.onChange('auto-answer given up');
  };

  const answer = async (callId: string): Promise<void> => {
    if (!isFree(callId)) {
      giveUp(callId, 'not free');
      return;
    }
    // Nobody may be on the line without knowing it: without the beep there is no answer.
    const heard = await options.beep(callId);
    if (!heard.ok || !isFree(callId)) {
      giveUp(callId, heard.ok ? 'not free' : heard.error.code);
      return;
    }
    const answered = await calls.wish({ type: 'answer', id: callId }, 'auto-answer');
    if (!answered.ok) giveUp(callId, answered.error.code);
  };

  calls.onChange((now) => {
    for (const id of [...concerned]) if (findCall(now, id) === undefined) concerned.delete(id);
  });

  return {
    consider(callId, { afterMs, source }) {
      if (!allowsAutoAnswer(options.settings(), source, options.domain())) {
        giveUp(callId, 'source not allowed');
        return;
      }
      if (!isFree(callId)) {
        giveUp(callId, 'not free');
        return;
      }
      concerned.add(callId);
      options.onChange('auto-answer');
      clock.after(Math.max(0, afterMs - beepMs), () => void answer(callId));
    },
    concerns: (callId) => concerned.has(callId),
  };
}
