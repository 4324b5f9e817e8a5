import { appError, type ErrorCode } from '../lib/app-error.ts';
import { replaceCall } from './call-changes.ts';
import type { Call, CallEffect, CallsState, Operation, Step } from './call-state.ts';

export const refuse = (state: CallsState, code: ErrorCode): Step => ({
  state,
  effects: [{ type: 'refuse', error: appError(code) }],
});

/** The same wish twice, for instance headset and key within a moment, is one wish. */
export const ask = (state: CallsState, call: Call, operation: Operation, effect: CallEffect): Step =>
  call.pending === operation
    ? { state, effects: [] }
    : { state: replaceCall(state, { ...call, pending: operation }), effects: [effect] };
