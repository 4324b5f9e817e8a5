import { operatorState } from '../../common/call/call-selectors.ts';
import type { CallsState } from '../../common/call/call-state.ts';
import { fillCode } from '../../common/contract/exchange-settings.ts';
import type { ExchangeView } from '../../common/contract/exchange-views.ts';
import type { Result } from '../../common/lib/result.ts';
import type { CallDesk } from '../call/call-desk.ts';
import { mailboxNumber } from './exchange-handlers.ts';
import { createLampDesk, type LampDesk } from './lamp-desk.ts';
import type { Shell } from '../../shell/shell.ts';
import { createQueueServiceLink } from './queue-service-link.ts';
import type { Notices } from '../base/notices.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';
import { createQueueDesk, type QueueDesk, type QueueWish } from './queue-desk.ts';

/** Everything the exchange offers beyond calls. */
export interface ExchangeDesk {
  readonly lamps: LampDesk;
  readonly queue: QueueDesk;
  /** Empty when nothing was dialled yet. */
  dialledLast(): string;
  view(): ExchangeView;
  /** Asks the queue how things stand, now and from time to time; again after other settings. */
  start(): void;
  stop(): void;
}

export function createExchangeDesk(
  { clock, webService }: Pick<Shell, 'clock' | 'webService'>,
  parts: {
    readonly calls: CallDesk;
    readonly settings: Pick<SettingsKeeper, 'current' | 'queueToken'>;
    readonly notices: Pick<Notices, 'raise' | 'clear'>;
    readonly sendCode: (code: string) => Promise<Result<null>>;
    readonly dialledLast: () => string;
    readonly onChange: (cause: string) => void;
  },
): ExchangeDesk {
  const { notices, onChange } = parts;
  const settings = parts.settings.current;
  const service = createQueueServiceLink({
    clock,
    web: webService,
    settings,
    token: parts.settings.queueToken,
    onReading: (reading) => queue.learnReading(reading),
    onTrouble: notices.raise,
    onTroubleOver: notices.clear,
  });
  const queue = createQueueDesk({ settings, sendCode: parts.sendCode, service, onChange });
  const lamps = createLampDesk({
    clock,
    settings,
    onChange,
    tellLamp: queue.learnLamp,
    onTrouble: notices.raise,
  });

  parts.calls.onChange((now, before) => {
    const wish = settings().queue.followsPause ? queueWishOf(now, before, queue) : null;
    if (wish === null) return;
    void queue.run(wish).then((result) => {
      if (!result.ok) notices.raise(result.error);
    });
  });

  return {
    lamps,
    queue,
    dialledLast: parts.dialledLast,
    start: service.start,
    stop: service.stop,
    view() {
      const { codes } = settings();
      return {
        ...lamps.view(),
        canListen: mailboxNumber({ settings, lamps }) !== null,
        canPark: codes.park !== undefined,
        canPickUpGroup: codes.pickup !== undefined,
        redial: parts.dialledLast() === '' ? null : parts.dialledLast(),
        canPickUp: fillCode(codes.directedPickup, '0') !== null,
        queue: queue.view(),
      };
    },
  };
}

/** The queue pauses with the operator: in a pause, and in wrap-up where the exchange has a code for that. */
export function queueWishOf(
  now: CallsState,
  before: CallsState,
  queue: Pick<QueueDesk, 'canDo'>,
): QueueWish | null {
  const state = rest(now);
  if (state === rest(before)) return null;
  if (state === 'paused') return queue.canDo('pause') ? 'pause' : null;
  if (state === 'wrap-up') return queue.canDo('wrap-up') ? 'wrap-up' : null;
  // From wrap-up without a code of its own nothing was paused.
  if (rest(before) === 'wrap-up' && !queue.canDo('wrap-up')) return null;
  return queue.canDo('unpause') ? 'unpause' : null;
}

/** A call in the middle of a pause changes nothing about the pause. */
function rest(calls: CallsState): 'paused' | 'wrap-up' | 'at work' {
  if (calls.paused) return 'paused';
  return operatorState(calls, true) === 'wrap-up' ? 'wrap-up' : 'at work';
}
