import type { ConnectionContext, ConnectionEffect, ConnectionState } from './connection-model.ts';

/**
 * The way back from a spare server to the first of the list: looked for beside the connection that stands, taken only
 * when no call goes on. An exchange that takes connections and no registrations costs the line some seconds at every
 * return, hence ever longer waits in between.
 */
const lookMs = 30_000;
const mostDoublings = 5;

const isAway = (state: ConnectionState): boolean => state.phase === 'registered' && state.server !== 0;

/** Spread by a third to either side, so that the clients of one exchange do not come back in one moment. */
export function lookLater(
  state: ConnectionState,
  { random }: ConnectionContext,
): readonly ConnectionEffect[] {
  if (!isAway(state)) return [];
  const ms = Math.round(lookMs * 2 ** state.vainReturns * (2 / 3 + (2 / 3) * random));
  return [{ type: 'set-timer', name: 'return', ms }];
}

export function lookForFirst(
  state: ConnectionState,
  context: ConnectionContext,
): readonly ConnectionEffect[] {
  if (!isAway(state)) return [];
  const look: readonly ConnectionEffect[] = state.hasCalls ? [] : [{ type: 'look', server: 0 }];
  return [...look, ...lookLater(state, context)];
}

/** null: the connection that stands stays. */
export function returnToFirst(state: ConnectionState): ConnectionState | null {
  return isAway(state) && !state.hasCalls ? { ...state, server: 0, failures: 0, isReturning: true } : null;
}

/** A connection is given up: what that says about the return that led to it, if one did. */
export function countReturn(
  { isReturning, vainReturns }: ConnectionState,
  wasSteady: boolean,
): Pick<ConnectionState, 'isReturning' | 'vainReturns'> {
  if (wasSteady && isReturning) return { isReturning: false, vainReturns: 0 };
  return {
    isReturning: false,
    vainReturns: isReturning ? Math.min(vainReturns + 1, mostDoublings) : vainReturns,
  };
}
