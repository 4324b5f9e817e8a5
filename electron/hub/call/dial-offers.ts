import { findCall } from '../../common/call/call-selectors.ts';
import type { DeskState } from '../../common/contract/desk-state.ts';
import type { HeadsetIntent } from '../../common/contract/hid-contract.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { CallDesk } from './call-desk.ts';

type OfferReason = NonNullable<NonNullable<DeskState['dialOffer']>['reason']>;

/** Numbers laid before the operator to dial. They are offered, never dialled: a link may come from anywhere. */
export interface DialOffers {
  current(): DeskState['dialOffer'];
  /** Empty when nothing was dialled yet. */
  dialledLast(): string;
  offer(number: string, cause: string, reason?: OfferReason): void;
  /** The other side asks us to call somebody; the call that dials the number grants it. */
  offerTransfer(request: { readonly id: string; readonly number: string }): void;
  /** The transfer request that a call grants. */
  referralOf(call: { readonly id: string; readonly target: string }): string | undefined;
  /** A lifted hook asks for the dialler (R13); redial offers the number dialled last, or has it dialled (R16). */
  fromHeadset(intent: HeadsetIntent): void;
}

/** An offer nobody took is forgotten, so that a desk loaded later does not open a dialler. */
const forgottenAfterMs = 30_000;

export function createDialOffers(
  clock: Clock,
  calls: CallDesk,
  onChange: (cause: string) => void,
  redial: {
    /** As the dial plan has it; null if that cannot be dialled. */
    readonly targetOf: (number: string) => string | null;
    readonly mustConfirm: () => boolean;
    readonly dial: (number: string) => Promise<void>;
  },
): DialOffers {
  let offered: DeskState['dialOffer'] = null;
  let dialledLast = '';
  /** The transfer request on offer, and its target. */
  let asked: { readonly id: string; readonly target: string | null } | null = null;
  /** Calls that dial for a request but must hold another call first. */
  const granting = new Map<string, string>();

  const offer = (number: string, cause: string, reason?: OfferReason): void => {
    const at = clock.now();
    offered = reason === undefined ? { number, at } : { number, at, reason };
    asked = null;
    onChange(cause);
    clock.after(forgottenAfterMs, () => {
      if (offered?.at !== at) return;
      offered = null;
      asked = null;
    });
  };

  calls.onChange((now, before) => {
    for (const id of [...granting.keys()]) if (findCall(now, id) === undefined) granting.delete(id);
    const added = now.calls.find((call) => !before.calls.some((known) => known.id === call.id));
    if (added === undefined) return;
    offered = null;
    if (added.direction === 'outgoing') {
      dialledLast = added.remote.number;
      if (asked?.target != null && asked.target === redial.targetOf(added.remote.number))
        granting.set(added.id, asked.id);
    }
    asked = null;
  });

  return {
    current: () => offered,
    dialledLast: () => dialledLast,
    offer,
    offerTransfer({ id, number }) {
      offer(number, 'transfer request', 'transfer');
      asked = { id, target: redial.targetOf(number) };
    },
    referralOf: ({ id, target }) => granting.get(id) ?? (asked?.target === target ? asked.id : undefined),
    fromHeadset(intent) {
      if (intent.type === 'redial' && dialledLast !== '' && !redial.mustConfirm())
        void redial.dial(dialledLast);
      else if (intent.type === 'redial') offer(dialledLast, 'headset redial');
      if (intent.type === 'dialIntent') offer('', 'headset hook lifted');
    },
  };
}
