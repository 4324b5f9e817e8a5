/** What the operator wrote and chose for one call. */
export interface CallWork {
  readonly note: string;
  readonly outcome: string | null;
  readonly outcomeAt: number | null;
}

export interface CallWorks {
  get(callId: string): CallWork;
  change(callId: string, change: Partial<CallWork>): void;
  keepOnly(callIds: ReadonlySet<string>): void;
}

const untouched: CallWork = { note: '', outcome: null, outcomeAt: null };

export function createCallWorks(): CallWorks {
  const works = new Map<string, CallWork>();
  return {
    get: (callId) => works.get(callId) ?? untouched,
    change: (callId, change) => {
      works.set(callId, { ...(works.get(callId) ?? untouched), ...change });
    },
    keepOnly(callIds) {
      for (const id of [...works.keys()]) if (!callIds.has(id)) works.delete(id);
    },
  };
}
