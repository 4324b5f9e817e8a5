import type { DeskState } from '../common/contract/desk-state.ts';
import type { HeadsetIntent } from '../common/contract/hid-contract.ts';
import type { Clock } from '../common/lib/clock.ts';
import type { CallDesk } from './call-desk.ts';

/** Numbers laid before the operator to dial. They are offered, never dialled: a link may come from anywhere. */
export interface DialOffers {
  current(): DeskState['dialOffer'];
  /** Empty when nothing was dialled yet. */
  dialledLast(): string;
  offer(number: string, cause: string): void;
  /** A lifted hook asks for the dialler (R13); redial offers the number dialled last, or has it dialled (R16). */
  fromHeadset(intent: HeadsetIntent): void;
}

/** An offer nobody took is forgotten, so that a desk loaded later does not open a dialler. */
const forgottenAfterMs = 30_000;

export function createDialOffers(
  clock: Clock,
  calls: CallDesk,
  onChange: (cause: string) => void,
  redial: { readonly mustConfirm: () => boolean; readonly dial: (number: string) => Promise<void> },
): DialOffers {
  let offered: DeskState['dialOffer'] = null;
  let dialledLast = '';

  const offer = (number: string, cause: string): void => {
    const at = clock.now();
    offered = { number, at };
    onChange(cause);
    clock.after(forgottenAfterMs, () => {
      if (offered?.at === at) offered = null;
    });
  };

  calls.onChange((now, before) => {
    const added = now.calls.find((call) => !before.calls.some((known) => known.id === call.id));
    if (added === undefined) return;
    offered = null;
    if (added.direction === 'outgoing') dialledLast = added.remote.number;
  });

  return {
    current: () => offered,
    dialledLast: () => dialledLast,
    offer,
    fromHeadset(intent) {
      if (intent.type === 'redial' && dialledLast !== '' && !redial.mustConfirm())
        void redial.dial(dialledLast);
      else if (intent.type === 'redial') offer(dialledLast, 'headset redial');
      if (intent.type === 'dialIntent') offer('', 'headset hook lifted');
    },
  };
}
