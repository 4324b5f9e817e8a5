import type { CallRecord } from '../../common/call/call-record.ts';
import { findCall } from '../../common/call/call-selectors.ts';
import type { Call } from '../../common/call/call-state.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { StoreClient } from '../customer/customer-desk.ts';

/** What the other modules know about a call and the ledger puts on record. */
export type RecordDetails = Pick<
  CallRecord,
  'remoteE164' | 'customerId' | 'matchLevel' | 'note' | 'outcome' | 'outcomeAt' | 'script' | 'end' | 'quality'
>;

export interface CallLedger {
  /** Something about this call changed: it is saved soon, and again until the store has it. */
  touch(callId: string): void;
  /** The store is back: what it does not have yet is saved. */
  flush(): Promise<void>;
  /** Records the store has not confirmed. */
  unsaved(): number;
}

/**
 * Keeps the call record. A record is built when it changes and stays here until the store has confirmed it, so that a
 * crash of the store loses nothing; saving the same record twice does no harm.
 */
export function createCallLedger(
  calls: CallDesk,
  store: StoreClient,
  detailsOf: (callId: string) => RecordDetails,
  onTrouble: (error: AppError) => void,
): CallLedger {
  const unsaved = new Map<string, CallRecord>();
  let flushing: Promise<void> | undefined;

  const touch = (callId: string): void => {
    const call = findCall(calls.state(), callId);
    if (call === undefined) return;
    unsaved.set(callId, buildRecord(call, detailsOf(callId)));
    void flush();
  };

  const flush = (): Promise<void> => {
    flushing ??= saveAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  const saveAll = async (): Promise<void> => {
    for (let entry = firstOf(unsaved); entry !== undefined; entry = firstOf(unsaved)) {
      const [id, record] = entry;
      const saved = await store()?.request('calls/save', record);
      if (saved?.ok !== true) {
        if (saved !== undefined && saved.error.code.startsWith('store.')) onTrouble(saved.error);
        return;
      }
      // Changed while it was on its way: the newer one is still to be saved.
      if (unsaved.get(id) === record) unsaved.delete(id);
    }
  };

  calls.onChange((now, before) => {
    for (const call of now.calls) if (findCall(before, call.id) !== call) touch(call.id);
  });

  return { touch, flush, unsaved: () => unsaved.size };
}

const firstOf = <K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined => map.entries().next().value;

function transferOf({ transfer }: Call): CallRecord['transfer'] {
  if (transfer === null) return null;
  const { to, state, status } = transfer;
  return { to, state, status };
}

function buildRecord(call: Call, details: RecordDetails): CallRecord {
  return {
    id: call.id,
    direction: call.direction,
    remoteRaw: call.remote.number,
    remoteName: call.remote.name ?? null,
    withheld: call.remote.withheld,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    heldMs: call.heldMs,
    holdCount: call.holdCount,
    endedBy: call.endedBy,
    endReason: call.error?.code ?? null,
    sipStatus: call.sipStatus,
    conference: call.wasInConference,
    transfer: transferOf(call),
    ...details,
  };
}
