import { isUnderWay } from './call-transfer.ts';
import type { Call, Fact } from './call-state.ts';

/** What the phone tells of a transfer; nothing about one that was not wished here. */
export function followTransfer(call: Call, fact: Fact & { type: 'transfer-course' }, at: number): Call {
  if (call.transfer === null) return call;
  const { state, status = null } = fact;
  return { ...call, transfer: { ...call.transfer, state, status, since: at } };
}

/** The command came back refused; what the phone has told already stands. */
export function transferFailed(call: Call, at: number): Call {
  if (call.transfer === null || !isUnderWay(call.transfer)) return call;
  return { ...call, transfer: { ...call.transfer, state: 'refused', since: at } };
}
