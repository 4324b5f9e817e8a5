import { operatorState } from '../common/call/call-selectors.ts';
import type { CallsState } from '../common/call/call-state.ts';
import { fillCode } from '../common/contract/exchange-settings.ts';
import type { ExchangeView } from '../common/contract/exchange-views.ts';
import type { Settings } from '../common/contract/settings.ts';
import type { AppError, ErrorCode } from '../common/lib/app-error.ts';
import type { Clock } from '../common/lib/clock.ts';
import type { Result } from '../common/lib/result.ts';
import type { CallDesk } from './call-desk.ts';
import { mailboxNumber } from './exchange-handlers.ts';
import { createLampDesk, type LampDesk } from './lamp-desk.ts';
import type { WebService } from '../shell/web-service.ts';
import { createQueueServiceLink } from './queue-service-link.ts';
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

export function createExchangeDesk(parts: {
  readonly clock: Clock;
  readonly calls: CallDesk;
  readonly settings: () => Settings;
  readonly sendCode: (code: string) => Promise<Result<null>>;
  readonly web: WebService;
  readonly queueToken: () => string | null;
  readonly dialledLast: () => string;
  readonly onChange: (cause: string) => void;
  readonly onTrouble: (error: AppError) => void;
  readonly onTroubleOver: (code: ErrorCode) => void;
}): ExchangeDesk {
  const { settings } = parts;
  const service = createQueueServiceLink({
    ...parts,
    token: parts.queueToken,
    onReading: (reading) => queue.learnReading(reading),
  });
  const queue = createQueueDesk({ ...parts, service });
  const lamps = createLampDesk({ ...parts, tellLamp: queue.learnLamp });

  parts.calls.onChange((now, before) => {
    const wish = settings().queue.followsPause ? queueWishOf(now, before, queue) : null;
    if (wish === null) return;
    void queue.run(wish).then((result) => {
      if (!result.ok) parts.onTrouble(result.error);
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
