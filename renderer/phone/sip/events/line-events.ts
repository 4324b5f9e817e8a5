import { UserAgent, type Notification } from 'sip.js';
import type { WatchedEvents } from '../../../../electron/common/contract/line-events.ts';
import { parseDialogInfo } from '../../../../electron/common/events/dialog-info.ts';
import { lampOf, nothingKnown, stepDialogs, type Lamp } from '../../../../electron/common/events/lamp.ts';
import { parseMessageSummary } from '../../../../electron/common/events/message-summary.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { PublishPhoneEvent } from '../../phone-events.ts';
import { cleanText } from '../lib/clean-text.ts';
import { toDialUri } from '../message/dial-target.ts';
import type { ReportDefect } from '../lib/guard.ts';
import { createSubscription, type Subscription } from './subscription.ts';

export interface LineEventsParts {
  readonly userAgent: UserAgent;
  readonly domain: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly publish: PublishPhoneEvent;
  readonly reportDefect: ReportDefect;
}

/** What the exchange tells of other lines and of the mailbox, for as long as the line is registered. */
export interface LineEvents {
  /** Subscribes to what is new and leaves what is gone; the rest is not touched. */
  watch(wanted: WatchedEvents): void;
  /** Registered on a new socket. */
  start(): void;
  lose(): void;
  stop(): void;
  /** A NOTIFY outside of any subscription: exchanges tell of messages that way. */
  notified(notification: Notification): void;
}

/** Sixty lamps ask within two seconds, one within a moment. */
const spreadPerLampMs = 35;

export function createLineEvents(parts: LineEventsParts): LineEvents {
  const { userAgent, clock, random, publish, reportDefect } = parts;
  const lamps = new Map<string, Subscription>();
  let mailbox: Subscription | undefined;
  let isUp = false;

  const all = (): Subscription[] => [...lamps.values(), ...(mailbox === undefined ? [] : [mailbox])];

  const watchLamp = (number: string): Subscription | null => {
    const address = toDialUri(number, parts.domain);
    const target = address.ok ? UserAgent.makeURI(address.value) : undefined;
    if (target === undefined) return null;
    let known = nothingKnown;
    let shown = '';
    const show = (lamp: Lamp): void => {
      const next = JSON.stringify(lamp);
      if (next === shown) return;
      shown = next;
      publish('events/lamp', { number, ...lamp });
    };
    return createSubscription({
      userAgent,
      clock,
      random,
      reportDefect,
      event: 'dialog',
      accept: 'application/dialog-info+xml',
      target,
      onFresh: () => {
        known = nothingKnown;
      },
      onDocument: (body) => {
        const info = parseDialogInfo(body, cleanText);
        if (info === null) return false;
        const step = stepDialogs(known, info);
        known = step.known;
        if (!step.hasGap) show(lampOf(known));
        return step.hasGap;
      },
      onPublish: (state) => {
        show({ state, remote: null });
      },
    });
  };

  const showMessages = (body: string): void => {
    const messages = parseMessageSummary(body);
    if (messages === null) return;
    const { account } = messages;
    const safe = account === null ? null : cleanText(account, 256);
    publish('events/messages', { messages: { ...messages, account: safe } });
  };

  const watchMailbox = (): Subscription =>
    createSubscription({
      userAgent,
      clock,
      random,
      reportDefect,
      event: 'message-summary',
      accept: 'application/simple-message-summary',
      target: userAgent.userAgentCore.configuration.aor,
      onFresh: () => undefined,
      onDocument: (body) => {
        showMessages(body);
        return false;
      },
      // A refused subscription takes nothing back: the same exchange may tell unasked.
      onPublish: () => undefined,
    });

  const begin = (subscription: Subscription): void => {
    if (isUp) subscription.start(all().length * spreadPerLampMs);
  };

  return {
    watch(wanted) {
      for (const [number, subscription] of [...lamps]) {
        if (wanted.lamps.includes(number)) continue;
        subscription.stop();
        lamps.delete(number);
      }
      for (const number of wanted.lamps) {
        const subscription = lamps.has(number) ? null : watchLamp(number);
        if (subscription === null) continue;
        lamps.set(number, subscription);
        begin(subscription);
      }
      if (wanted.messages && mailbox === undefined) {
        mailbox = watchMailbox();
        begin(mailbox);
      } else if (!wanted.messages) {
        mailbox?.stop();
        mailbox = undefined;
      }
    },
    start() {
      isUp = true;
      for (const subscription of all()) begin(subscription);
    },
    lose() {
      isUp = false;
      for (const subscription of all()) subscription.lose();
      publish('events/messages', { messages: null });
    },
    stop() {
      isUp = false;
      for (const subscription of all()) subscription.stop();
    },
    notified({ request }) {
      const event = request.getHeader('Event') ?? '';
      if (/^\s*message-summary\s*(?:;|$)/iu.test(event)) showMessages(request.body);
    },
  };
}
