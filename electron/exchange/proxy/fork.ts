import { listHeader, replaceHeader, type SipResponse } from '../sip/message.ts';
import { pickBestResponse } from './pick-best.ts';

/**
 * The response context of one forwarded request (RFC 3261 section 16.7), as rules without a socket or a timer.
 *
 *     calling ──1xx──► proceeding ──final──► completed        one branch
 *        │                 │
 *        └─ cancel wanted ─┴─ CANCEL sent ──► 487 or 32 s ──► completed
 *
 * A CANCEL waits for the first 1xx (section 9.1): before it the branch may not have seen the INVITE at all.
 */
export interface Branch {
  readonly id: string;
  readonly phase: 'calling' | 'proceeding' | 'completed';
  readonly cancel: 'no' | 'wanted' | 'sent';
  readonly response: SipResponse | undefined;
}

export interface Fork {
  readonly method: string;
  readonly branches: readonly Branch[];
  /** Final status sent upstream, or undefined. More 2xx may follow it, nothing else may. */
  readonly answered: number | undefined;
  /** What CANCEL carries in Reason (RFC 3326), the caller's own words or "answered elsewhere". */
  readonly reason: readonly string[];
}

/** B: nothing heard of an INVITE. C: it rings for ever. F: nothing heard of another request. X: CANCEL unanswered. */
export type ForkTimer = 'B' | 'C' | 'F' | 'X';

/** Milliseconds; C must be more than three minutes (section 16.6). */
export const forkTimers: Readonly<Record<ForkTimer, number>> = {
  B: 32_000,
  C: 190_000,
  F: 32_000,
  X: 32_000,
};

export type ForkEvent =
  | { readonly type: 'response'; readonly branch: string; readonly response: SipResponse }
  /** The caller's CANCEL with its Reason values, or the exchange giving up. */
  | { readonly type: 'cancelled'; readonly reason: readonly string[] }
  | {
      readonly type: 'timer';
      readonly branch: string;
      readonly timer: ForkTimer;
      readonly synthetic: SipResponse;
    }
  | { readonly type: 'flow-lost'; readonly branch: string; readonly synthetic: SipResponse };

export type ForkEffect =
  | { readonly type: 'forward'; readonly response: SipResponse }
  /** ACK to a non-2xx final goes hop by hop (section 17.1.1.3). */
  | { readonly type: 'acknowledge'; readonly branch: string; readonly response: SipResponse }
  | { readonly type: 'cancel'; readonly branch: string; readonly reason: readonly string[] }
  /** Replaces the timer that runs for the branch. */
  | { readonly type: 'arm'; readonly branch: string; readonly timer: ForkTimer }
  | { readonly type: 'disarm'; readonly branch: string };

export interface ForkStep {
  readonly state: Fork;
  readonly effects: readonly ForkEffect[];
}

export const answeredElsewhere = 'SIP;cause=200;text="Call completed elsewhere"';

export function startFork(method: string, branches: readonly string[]): ForkStep {
  const state: Fork = {
    method,
    branches: branches.map((id) => ({ id, phase: 'calling', cancel: 'no', response: undefined })),
    answered: undefined,
    reason: [],
  };
  const timer: ForkTimer = method === 'INVITE' ? 'B' : 'F';
  return { state, effects: branches.map((branch) => ({ type: 'arm', branch, timer })) };
}

export const isForkOver = (fork: Fork): boolean => fork.branches.every(({ phase }) => phase === 'completed');

export function stepFork(state: Fork, event: ForkEvent): ForkStep {
  switch (event.type) {
    case 'response':
      return event.response.status < 200
        ? takeProvisional(state, event.branch, event.response)
        : takeFinal(state, event.branch, event.response, true);
    case 'cancelled':
      return state.method === 'INVITE' ? cancelBranches(state, event.reason, []) : { state, effects: [] };
    case 'timer':
      return takeTimer(state, event.branch, event.timer, event.synthetic);
    case 'flow-lost':
      return takeFinal(state, event.branch, event.synthetic, false);
  }
}

function takeProvisional(state: Fork, id: string, response: SipResponse): ForkStep {
  const branch = state.branches.find((each) => each.id === id);
  if (branch === undefined || branch.phase === 'completed') return { state, effects: [] };
  const effects: ForkEffect[] = [];
  let next: Branch = { ...branch, phase: 'proceeding' };
  if (branch.cancel === 'wanted') {
    next = { ...next, cancel: 'sent' };
    effects.push(
      { type: 'cancel', branch: id, reason: state.reason },
      { type: 'arm', branch: id, timer: 'X' },
    );
  } else if (branch.cancel === 'no' && state.method === 'INVITE') {
    // Every provisional but 100 starts timer C again (section 16.7, step 2).
    if (response.status !== 100 || branch.phase === 'calling')
      effects.push({ type: 'arm', branch: id, timer: 'C' });
  }
  // 100 is hop by hop, and after a final response the caller wants to hear no more of ringing.
  if (response.status !== 100 && state.answered === undefined) effects.push({ type: 'forward', response });
  return { state: putBranch(state, next), effects };
}

function takeFinal(state: Fork, id: string, response: SipResponse, fromWire: boolean): ForkStep {
  const branch = state.branches.find((each) => each.id === id);
  if (branch === undefined) return { state, effects: [] };
  const isInvite = state.method === 'INVITE';
  const acknowledged: readonly ForkEffect[] =
    isInvite && fromWire && response.status >= 300 ? [{ type: 'acknowledge', branch: id, response }] : [];
  if (branch.phase === 'completed') {
    // A 2xx is repeated until the caller's ACK arrives, so it is passed on each time (section 16.7, step 5); one that
    // comes after its branch was given up still wins. After a refusal nobody is there to take it any more.
    const isTaken = isInvite && response.status < 300 && (state.answered ?? 200) < 300;
    return isTaken ? takeAccept(state, response, []) : { state, effects: acknowledged };
  }
  const effects: readonly ForkEffect[] = [...acknowledged, { type: 'disarm', branch: id }];
  const taken = putBranch(state, { ...branch, phase: 'completed', response });
  if (response.status < 300) return takeAccept(taken, response, effects);
  // 6xx speaks for the person, not the device: the other devices stop ringing (section 16.7, step 5).
  if (response.status >= 600 && isInvite) return finishWhenComplete(cancelBranches(taken, [], effects));
  return finishWhenComplete({ state: taken, effects });
}

function takeAccept(state: Fork, response: SipResponse, effects: readonly ForkEffect[]): ForkStep {
  // Of two phones that accept an INVITE at once both are passed on, the caller ends one; others get one answer only.
  if (state.method !== 'INVITE' && state.answered !== undefined) return { state, effects };
  const answered = { ...state, answered: state.answered ?? response.status };
  return cancelBranches(answered, [answeredElsewhere], [...effects, { type: 'forward', response }]);
}

function takeTimer(state: Fork, id: string, timer: ForkTimer, synthetic: SipResponse): ForkStep {
  const branch = state.branches.find((each) => each.id === id);
  if (branch === undefined || branch.phase === 'completed') return { state, effects: [] };
  if (timer === 'C') {
    const wanted = putBranch(state, { ...branch, cancel: 'sent' });
    return {
      state: wanted,
      effects: [
        { type: 'cancel', branch: id, reason: [] },
        { type: 'arm', branch: id, timer: 'X' },
      ],
    };
  }
  if (timer === 'F') {
    // No 408 for anything but INVITE: it would arrive after the client's own timer F (RFC 4320 section 4.2).
    return {
      state: putBranch(state, { ...branch, phase: 'completed' }),
      effects: [{ type: 'disarm', branch: id }],
    };
  }
  return takeFinal(state, id, synthetic, false);
}

function cancelBranches(state: Fork, reason: readonly string[], before: readonly ForkEffect[]): ForkStep {
  const effects = [...before];
  const branches = state.branches.map((branch): Branch => {
    if (branch.phase === 'completed' || branch.cancel !== 'no') return branch;
    if (branch.phase === 'calling') return { ...branch, cancel: 'wanted' };
    effects.push(
      { type: 'cancel', branch: branch.id, reason },
      { type: 'arm', branch: branch.id, timer: 'X' },
    );
    return { ...branch, cancel: 'sent' };
  });
  return { state: { ...state, branches, reason: state.reason.length > 0 ? state.reason : reason }, effects };
}

function finishWhenComplete({ state, effects }: ForkStep): ForkStep {
  if (state.answered !== undefined || !isForkOver(state)) return { state, effects };
  const finals = state.branches.flatMap(({ response }) => (response === undefined ? [] : [response]));
  const best = pickBestResponse(finals);
  if (best === undefined) return { state, effects };
  const response = best.status === 401 || best.status === 407 ? gatherChallenges(best, finals) : best;
  return {
    state: { ...state, answered: response.status },
    effects: [...effects, { type: 'forward', response }],
  };
}

/** One answer carries the challenges of all branches, or the caller could satisfy only one (section 16.7, step 7). */
function gatherChallenges(best: SipResponse, finals: readonly SipResponse[]): SipResponse {
  const all = (name: string): readonly string[] => [
    ...new Set(finals.flatMap((each) => listHeader(each, name))),
  ];
  const withProxy = replaceHeader(best, 'Proxy-Authenticate', all('Proxy-Authenticate'));
  return replaceHeader(withProxy, 'WWW-Authenticate', all('WWW-Authenticate'));
}

function putBranch(state: Fork, branch: Branch): Fork {
  return { ...state, branches: state.branches.map((each) => (each.id === branch.id ? branch : each)) };
}
