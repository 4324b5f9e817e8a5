import type { CallEffect } from '../../common/call/call-state.ts';
import type { RemoteParty } from '../../common/call/call-model.ts';
import type { WatchedEvents } from '../../common/contract/line-events.ts';
import type { Settings } from '../../common/contract/settings.ts';
import type { ExchangeView } from '../../common/contract/exchange-views.ts';
import { followHandedOver, type HandedOver } from '../../common/events/handed-over.ts';
import type { Lamp } from '../../common/events/lamp.ts';
import type { Messages } from '../../common/events/message-summary.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Result } from '../../common/lib/result.ts';

/** What the exchange tells of colleagues and of the mailbox, and what that says of a call handed over. */
export interface LampDesk {
  /** What the phone shall subscribe to. */
  watched(): WatchedEvents;
  onLamp(number: string, lamp: Lamp): void;
  onMessages(messages: Messages | null): void;
  /** The line is off or the phone page gone, and the subscriptions with it: nothing told so far holds. */
  forget(): void;
  lamp(number: string): Lamp;
  messages(): Messages | null;
  /** Follows a call that is handed over without asking; `done` says whether the exchange took it. */
  follow(effect: CallEffect, done: Promise<Result<null>>): Promise<Result<null>>;
  view(): Pick<ExchangeView, 'lamps' | 'messages' | 'handedOver'>;
}

const dark: Lamp = { state: 'unknown', remote: null };
/** A colleague's telephone rings no longer than this. */
const followedMs = 180_000;

export function createLampDesk(parts: {
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly onChange: (cause: string) => void;
  readonly tellLamp: (number: string, lamp: Lamp) => void;
  readonly onTrouble: (error: AppError) => void;
}): LampDesk {
  const lamps = new Map<string, Lamp>();
  let messages: Messages | null = null;
  let handedOver: HandedOver | null = null;
  let stopFollowing: () => void = () => undefined;

  const lamp = (number: string): Lamp => lamps.get(number) ?? dark;

  const remember = (next: HandedOver | null): void => {
    stopFollowing();
    handedOver = next;
    if (next === null) return;
    stopFollowing = parts.clock.after(followedMs, () => {
      handedOver = null;
      parts.onChange('transfer forgotten');
    });
  };

  return {
    watched() {
      const { lamps: wanted, voicemail, queue } = parts.settings();
      const numbers = [...wanted.map(({ number }) => number), queue.loginLamp, queue.pauseLamp];
      return {
        lamps: [...new Set(numbers.filter((number) => number !== undefined))],
        messages: voicemail.subscribe,
      };
    },
    onLamp(number, next) {
      lamps.set(number, next);
      if (handedOver?.number === number) {
        const followed = followHandedOver(handedOver, next.state);
        const isNews = followed.outcome === 'not-answered' && handedOver.outcome !== 'not-answered';
        handedOver = followed;
        if (isNews) parts.onTrouble(appError('call.transfer-not-answered', { number }));
      }
      parts.tellLamp(number, next);
      parts.onChange(`lamp ${number} ${next.state}`);
    },
    onMessages(next) {
      messages = next;
      parts.onChange('messages');
    },
    forget() {
      for (const number of lamps.keys()) parts.tellLamp(number, dark);
      lamps.clear();
      messages = null;
    },
    lamp,
    messages: () => messages,
    async follow(effect, done) {
      if (effect.type !== 'transfer') return done;
      const number = effect.target;
      const followed: HandedOver = { number, outcome: 'waiting', before: lamp(number).state };
      if (lamps.has(number)) remember(followed);
      const result = await done;
      if (!result.ok && handedOver?.number === number) remember(null);
      return result;
    },
    view: () => ({
      lamps: parts.settings().lamps.map(({ number, name }) => ({ number, name, ...lamp(number) })),
      messages,
      handedOver: handedOver === null ? null : { number: handedOver.number, outcome: handedOver.outcome },
    }),
  };
}

/** Who is called when a lamp that rings is picked up: the one who calls there, where the exchange says so. */
export const partyBehind = ({ remote }: Lamp, code: string): RemoteParty =>
  remote ?? { number: code, withheld: false };
