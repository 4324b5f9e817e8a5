import { exhausted } from '../lib/exhaustive.ts';
import type { RemoteParty } from './call-model.ts';
import type { Dialog } from './dialog.ts';

/** So long after the line is back a call is offered; the other side waits in silence. */
export const offerMs = 20_000;
/** So long an INVITE with Replaces may take: what answers it is a machine that has the call already. */
export const takingMs = 10_000;
/** After so long nobody waits any more who was not on hold. */
export const worthMs = 60_000;

/** A call whose phone page has gone, while the other side still holds the line. */
export interface LostCall {
  readonly id: string;
  readonly dialog: Dialog;
  readonly remote: RemoteParty;
  /** Whom the operator would want back first: 0 who talked, 1 who was on hold, 2 a colleague asked meanwhile. */
  readonly rank: number;
  /** Not one that was just being handed to somebody else or hung up. */
  readonly mayReturn: boolean;
}

type Stage =
  /** For the line, or for the call before it to be settled. */
  | 'waiting'
  | 'offered'
  /** INVITE with Replaces is on its way. */
  | 'taking'
  /** A goodbye is due. */
  | 'leaving'
  | 'saying'
  /** It could not be said; again when the line is back. */
  | 'unsaid';

interface Entry extends LostCall {
  readonly stage: Stage;
  /** Milliseconds since the epoch; only while waiting, offered or taking. */
  readonly until: number;
}

export interface LostCallsState {
  readonly isRegistered: boolean;
  /** Of calls whose page is there, by call id. */
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly entries: readonly Entry[];
  /** Who is not to be had back; told when the last one is settled. */
  readonly givenUp: readonly LostCall[];
}

export const nothingLost: LostCallsState = {
  isRegistered: false,
  dialogs: new Map(),
  entries: [],
  givenUp: [],
};

export type LostCallsEvent =
  | { readonly type: 'dialog'; readonly id: string; readonly dialog: Dialog }
  | { readonly type: 'established'; readonly id: string }
  | { readonly type: 'ended'; readonly id: string }
  /** With it every call that has not ended, as it was a moment ago. */
  | { readonly type: 'page-lost'; readonly calls: readonly Omit<LostCall, 'dialog'>[] }
  | { readonly type: 'line'; readonly isRegistered: boolean }
  | { readonly type: 'time' }
  /** The operator takes the call that is offered. */
  | { readonly type: 'take'; readonly id: string }
  /** The operator does not want it back, or has finished it. */
  | { readonly type: 'decline'; readonly id: string }
  | { readonly type: 'said'; readonly dialog: Dialog; readonly isTold: boolean }
  /** The program ends: everybody is told, if at all, now. */
  | { readonly type: 'leave' }
  /** Another account cannot speak for the calls of this one. */
  | { readonly type: 'forget' };

export type LostCallsEffect =
  | { readonly type: 'goodbye'; readonly dialog: Dialog }
  /** The INVITE is not answered: it is taken back. */
  | { readonly type: 'give-up'; readonly id: string }
  /** Who was lost for good is to be offered for calling back. */
  | { readonly type: 'call-back'; readonly remote: RemoteParty };

export interface LostCallsStep {
  readonly state: LostCallsState;
  readonly effects: readonly LostCallsEffect[];
}

/**
 * Calls cut off with their phone page as one pure reducer. `at` in milliseconds since the epoch.
 *
 *   known ──page lost──▶ waiting ──line is back──▶ offered ──take──▶ taking ──established──▶ (gone)
 *                           │ 60 s                    │ 20 s, no        │ refused, 10 s
 *                           └─────────────────────────┴─────────────────┴──▶ leaving ──line──▶ saying ──told──▶ (gone)
 *                                                                               ▲                 │ not told
 *                                                                               └──line is back── unsaid
 *
 * One is offered at a time, the next when it is settled. No dialog gets a second INVITE, nor a second BYE after one
 * that was answered; what a second loss of the page interrupts is not tried again.
 */
export function stepLostCalls(state: LostCallsState, event: LostCallsEvent, at: number): LostCallsStep {
  const followed = follow(state, event, at);
  const expired = expire(followed, at);
  const offered = offerNext(expired.state, at);
  const said = sayDue(offered.state);
  const told = tellGivenUp(said.state);
  return {
    state: told.state,
    effects: [...expired.effects, ...offered.effects, ...said.effects, ...told.effects],
  };
}

export const offeredCall = ({ entries }: LostCallsState): (LostCall & { readonly until: number }) | null =>
  entries.find(({ stage }) => stage === 'offered') ?? null;

/** When time alone changes something; null: never. */
export function nextDeadline({ entries }: LostCallsState): number | null {
  const next = Math.min(...entries.filter(({ stage }) => openStages.has(stage)).map(({ until }) => until));
  return Number.isFinite(next) ? next : null;
}

const openStages: ReadonlySet<Stage> = new Set(['waiting', 'offered', 'taking']);

/** Not settled yet: it may still come back. */
export const isOpen = ({ entries }: LostCallsState, id: string): boolean =>
  entries.some((entry) => entry.id === id && openStages.has(entry.stage));

function follow(state: LostCallsState, event: LostCallsEvent, at: number): LostCallsState {
  switch (event.type) {
    case 'dialog':
      return { ...state, dialogs: new Map(state.dialogs).set(event.id, event.dialog) };
    case 'established':
      return {
        ...state,
        entries: state.entries.filter((entry) => entry.id !== event.id || entry.stage !== 'taking'),
      };
    case 'ended':
      return giveUp(
        withoutDialog(state, event.id),
        (entry) => entry.id === event.id && entry.stage === 'taking',
      );
    case 'page-lost':
      return losePage(state, event.calls, at);
    case 'line':
      return comeBack(state, event.isRegistered);
    case 'time':
      return state;
    case 'take':
      return change(state, event.id, 'offered', { stage: 'taking', until: at + takingMs });
    case 'decline':
      return giveUp(
        state,
        ({ id, stage }) => id === event.id && (stage === 'waiting' || stage === 'offered'),
      );
    case 'said':
      return noteSaid(state, event.dialog, event.isTold);
    case 'leave':
      return { ...giveUp(state, ({ stage }) => stage === 'waiting' || stage === 'offered'), givenUp: [] };
    case 'forget':
      return { ...nothingLost, isRegistered: state.isRegistered };
    default:
      return exhausted(event);
  }
}

const change = (
  state: LostCallsState,
  id: string,
  from: Stage,
  to: Partial<Pick<Entry, 'stage' | 'until'>>,
): LostCallsState => ({
  ...state,
  entries: state.entries.map((entry) =>
    entry.id === id && entry.stage === from ? { ...entry, ...to } : entry,
  ),
});

const noteSaid = (state: LostCallsState, dialog: Dialog, isTold: boolean): LostCallsState => ({
  ...state,
  entries: state.entries.flatMap((entry): Entry[] => {
    if (entry.dialog !== dialog) return [entry];
    return isTold ? [] : [{ ...entry, stage: 'unsaid' }];
  }),
});

function withoutDialog(state: LostCallsState, id: string): LostCallsState {
  const dialogs = new Map(state.dialogs);
  dialogs.delete(id);
  return { ...state, dialogs };
}

function giveUp(state: LostCallsState, isMeant: (entry: Entry) => boolean): LostCallsState {
  return {
    ...state,
    entries: state.entries.map((entry) => (isMeant(entry) ? { ...entry, stage: 'leaving' } : entry)),
    givenUp: [...state.givenUp, ...state.entries.filter(isMeant)],
  };
}

function losePage(
  state: LostCallsState,
  calls: readonly Omit<LostCall, 'dialog'>[],
  at: number,
): LostCallsState {
  const entries = [...state.dialogs].flatMap(([id, dialog]): Entry[] => {
    const call = calls.find((each) => each.id === id) ?? nobody(id);
    return [{ ...call, dialog, stage: 'waiting', until: at + worthMs }];
  });
  // Who was being told may not have been; who was being taken back shall not bring the page down once more.
  const before = state.entries.map((entry): Entry => {
    if (entry.stage === 'saying') return { ...entry, stage: 'unsaid' };
    return entry.stage === 'offered' ? { ...entry, stage: 'waiting' } : entry;
  });
  const lost: LostCallsState = {
    ...state,
    isRegistered: false,
    dialogs: new Map(),
    entries: [...before, ...entries],
  };
  return giveUp(lost, ({ stage, mayReturn }) => stage === 'taking' || (stage === 'waiting' && !mayReturn));
}

/** A dialog of a call that the hub does not know: it can be ended, and nothing else. */
const nobody = (id: string): Omit<LostCall, 'dialog'> => ({
  id,
  remote: { number: '', withheld: true },
  rank: 2,
  mayReturn: false,
});

const comeBack = (state: LostCallsState, isRegistered: boolean): LostCallsState => ({
  ...state,
  isRegistered,
  entries: isRegistered
    ? state.entries.map((entry) => (entry.stage === 'unsaid' ? { ...entry, stage: 'leaving' } : entry))
    : state.entries,
});

function expire(state: LostCallsState, at: number): LostCallsStep {
  const isLate = ({ until }: Entry): boolean => until <= at;
  const hanging = state.entries.filter((entry) => entry.stage === 'taking' && isLate(entry));
  const later = giveUp(
    state,
    (entry) => (entry.stage === 'waiting' || entry.stage === 'offered') && isLate(entry),
  );
  return {
    // Told once; what comes of it is the end of the call.
    state: {
      ...later,
      entries: later.entries.map((entry) =>
        hanging.includes(entry) ? { ...entry, until: Infinity } : entry,
      ),
    },
    effects: hanging.map(({ id }) => ({ type: 'give-up', id })),
  };
}

function offerNext(state: LostCallsState, at: number): LostCallsStep {
  const isBusy = state.entries.some(({ stage }) => stage === 'offered' || stage === 'taking');
  const [next] = state.entries.filter(({ stage }) => stage === 'waiting').sort((a, b) => a.rank - b.rank);
  if (next === undefined || isBusy || !state.isRegistered) return { state, effects: [] };
  return {
    state: change(state, next.id, 'waiting', { stage: 'offered', until: at + offerMs }),
    effects: [],
  };
}

function sayDue(state: LostCallsState): LostCallsStep {
  if (!state.isRegistered) return { state, effects: [] };
  const due = state.entries.filter(({ stage }) => stage === 'leaving');
  return {
    state: {
      ...state,
      entries: state.entries.map((entry) => (due.includes(entry) ? { ...entry, stage: 'saying' } : entry)),
    },
    effects: due.map(({ dialog }) => ({ type: 'goodbye', dialog })),
  };
}

/** One number can be offered: of several that of the one who talked. */
function tellGivenUp(state: LostCallsState): LostCallsStep {
  const [first] = [...state.givenUp].sort((a, b) => a.rank - b.rank);
  if (first === undefined || state.entries.some(({ stage }) => openStages.has(stage)))
    return { state, effects: [] };
  return { state: { ...state, givenUp: [] }, effects: [{ type: 'call-back', remote: first.remote }] };
}
