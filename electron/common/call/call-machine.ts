import { exhausted } from '../lib/exhaustive.ts';
import { learn } from './call-facts.ts';
import type { CallEvent, CallsState, Step } from './call-state.ts';
import { grant } from './call-wishes.ts';

/**
 * All calls of one operator as one pure reducer.
 *
 *   incoming ──answer──▶ connecting ──established──▶ active ◀──resumed── held
 *      │ │                    │                        │ └────held────────▲
 *      │ └─reject / cancel────┴────────hang up─────────┴──────────────────┴──▶ ended ──finish──▶ (gone)
 *   outgoing ─────────────established─────────────────▶
 *
 * Wishes (operator) may be refused and then say why; facts (phone) never are. At most one call is active: answering,
 * resuming or dialling another holds it first and goes on when the phone has confirmed the hold.
 */
export function stepCalls(state: CallsState, event: CallEvent): Step {
  switch (event.kind) {
    case 'wish':
      return grant(state, event.wish, event.at);
    case 'fact':
      return learn(state, event.fact, event.at);
    default:
      return exhausted(event);
  }
}
