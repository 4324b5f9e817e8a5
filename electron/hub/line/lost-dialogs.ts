import { findCall, isTalking } from '../../common/call/call-selectors.ts';
import type { Dialog } from '../../common/call/dialog.ts';
import type { CallsState } from '../../common/call/call-state.ts';
import type { RemoteParty } from '../../common/call/call-model.ts';
import {
  isOpen,
  nextDeadline,
  nothingLost,
  offeredCall,
  stepLostCalls,
  type LostCall,
  type LostCallsEffect,
  type LostCallsEvent,
} from '../../common/call/lost-calls.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { CallDesk } from '../call/call-desk.ts';

/**
 * Calls whose phone page has gone: nobody there knows them any more, while the other side still holds the line. They
 * are kept in memory alone, until one is taken back or the page after it has said goodbye to it.
 */
export interface LostDialogs {
  note(callId: string, dialog: Dialog): void;
  established(callId: string): void;
  ended(callId: string): void;
  /** The page is gone, and every call that has not ended with it. */
  lose(): void;
  forget(): void;
  line(isRegistered: boolean): void;
  /** The dialog to be replaced; null if this call is not on offer. */
  take(callId: string): Dialog | null;
  decline(callId: string): void;
  /** Lets all of them go; resolves when the other sides were told, as far as that can be done. */
  leave(): Promise<void>;
  offered(): (LostCall & { readonly until: number }) | null;
  /** What becomes of it is decided here. */
  isLost(callId: string): boolean;
}

export interface LostDialogsParts {
  readonly clock: Clock;
  readonly calls: Pick<CallDesk, 'state' | 'onChange' | 'wish'>;
  /** Resolves to whether the other side was told. */
  readonly say: (dialog: Dialog) => Promise<boolean>;
  readonly onCallBack: (remote: RemoteParty) => void;
  readonly onChange: (cause: string) => void;
}

export function createLostDialogs(parts: LostDialogsParts): LostDialogs {
  const { clock, calls } = parts;
  let state = nothingLost;
  let cancelTimer = (): void => undefined;
  const goodbyes = new Set<Promise<void>>();

  const apply = (event: LostCallsEvent): void => {
    const before = offeredCall(state);
    const step = stepLostCalls(state, event, clock.now());
    state = step.state;
    cancelTimer();
    const deadline = nextDeadline(state);
    if (deadline !== null)
      cancelTimer = clock.after(Math.max(0, deadline - clock.now()), () => apply({ type: 'time' }));
    for (const effect of step.effects) run(effect);
    if (offeredCall(state)?.id !== before?.id) parts.onChange(`lost call ${event.type}`);
  };

  const run = (effect: LostCallsEffect): void => {
    switch (effect.type) {
      case 'goodbye': {
        const said = parts.say(effect.dialog).then((isTold) => {
          goodbyes.delete(said);
          apply({ type: 'said', dialog: effect.dialog, isTold });
        });
        goodbyes.add(said);
        return;
      }
      case 'give-up':
        return void calls.wish({ type: 'hangup', id: effect.id }, 'program take-back');
      case 'call-back':
        return parts.onCallBack(effect.remote);
    }
  };

  // Finished by the operator: nobody wants it back.
  calls.onChange((now) => {
    for (const { id } of state.entries)
      if (isOpen(state, id) && findCall(now, id) === undefined) apply({ type: 'decline', id });
  });

  return {
    note: (id, dialog) => apply({ type: 'dialog', id, dialog }),
    established: (id) => apply({ type: 'established', id }),
    ended: (id) => apply({ type: 'ended', id }),
    lose: () => apply({ type: 'page-lost', calls: describeCalls(calls.state()) }),
    forget: () => apply({ type: 'forget' }),
    line: (isRegistered) => apply({ type: 'line', isRegistered }),
    take(id) {
      const offered = offeredCall(state);
      if (offered?.id !== id) return null;
      apply({ type: 'take', id });
      return isOpen(state, id) ? offered.dialog : null;
    },
    decline: (id) => apply({ type: 'decline', id }),
    async leave() {
      apply({ type: 'leave' });
      await Promise.all(goodbyes);
    },
    offered: () => offeredCall(state),
    isLost: (id) => state.entries.some((entry) => entry.id === id),
  };
}

const describeCalls = ({ calls }: CallsState): Omit<LostCall, 'dialog'>[] =>
  calls.map((call) => ({
    id: call.id,
    remote: call.remote,
    rank: call.consultationFor !== null ? 2 : call.state === 'held' ? 1 : 0,
    mayReturn: isTalking(call) && call.pending !== 'transfer' && call.pending !== 'hangup',
  }));
