/**
 * The life of one simulated leg, as rules.
 *
 *     outgoing  calling ──1xx──► ringing ──2xx──► talking ──BYE──► ended
 *                  └──── hang up ────┴► cancelling ──487──► ended
 *                                            └──2xx wins: ACK, BYE──► ended
 *     incoming  ringing ──answered──► talking ──BYE──► ended
 *                  └── CANCEL, refused ──► ended
 */
export interface LegState {
  readonly phase: 'calling' | 'ringing' | 'cancelling' | 'talking' | 'ended';
  readonly direction: 'outgoing' | 'incoming';
  /** Last final status of the INVITE; 487 for a call that was given up. */
  readonly status: number | null;
}

export type LegEvent =
  | { readonly type: 'progressed' }
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly status: number }
  /** A wish of this side, or its patience that ran out. */
  | { readonly type: 'hang-up' }
  /** BYE of the other side, CANCEL of the other side, or the dialog is gone. */
  | { readonly type: 'left' };

export type LegEffect = 'acknowledge' | 'cancel' | 'bye' | 'refuse' | 'release';

export interface LegStep {
  readonly state: LegState;
  readonly effects: readonly LegEffect[];
}

export function startLeg(direction: LegState['direction']): LegState {
  return { phase: direction === 'outgoing' ? 'calling' : 'ringing', direction, status: null };
}

export function stepLeg(state: LegState, event: LegEvent): LegStep {
  const stay: LegStep = { state, effects: [] };
  const end = (status: number | null, ...effects: LegEffect[]): LegStep => ({
    state: { ...state, phase: 'ended', status },
    effects: [...effects, 'release'],
  });
  // A 2xx that comes again means that our ACK was lost (section 13.2.2.4).
  if (event.type === 'accepted') return acceptLeg(state);
  switch (state.phase) {
    case 'ended':
      return stay;
    case 'calling':
    case 'ringing':
      if (event.type === 'progressed') return { state: { ...state, phase: 'ringing' }, effects: [] };
      if (event.type === 'refused') return end(event.status);
      if (state.direction === 'incoming') return event.type === 'left' ? end(487) : end(480, 'refuse');
      if (event.type === 'hang-up') return { state: { ...state, phase: 'cancelling' }, effects: ['cancel'] };
      return end(487);
    case 'cancelling':
      return event.type === 'refused' ? end(event.status) : stay;
    case 'talking':
      if (event.type === 'hang-up') return end(state.status, 'bye');
      return event.type === 'left' ? end(state.status) : stay;
  }
}

function acceptLeg(state: LegState): LegStep {
  const acknowledge: readonly LegEffect[] = state.direction === 'outgoing' ? ['acknowledge'] : [];
  switch (state.phase) {
    case 'calling':
    case 'ringing':
      return { state: { ...state, phase: 'talking', status: 200 }, effects: acknowledge };
    case 'cancelling':
      // The answer was faster than the CANCEL: the call exists and has to be ended like any other.
      return {
        state: { ...state, phase: 'ended', status: 487 },
        effects: [...acknowledge, 'bye', 'release'],
      };
    case 'talking':
    case 'ended':
      return { state, effects: acknowledge };
  }
}
