import type { Core, URI, UserAgent } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';
import { runGuarded, type ReportDefect } from '../lib/guard.ts';
import {
  stepSubscription,
  unsubscribed,
  type SubscriptionEffect,
  type SubscriptionEvent,
  type SubscriptionTimer,
} from './subscription-rule.ts';

export interface SubscriptionParts {
  readonly userAgent: UserAgent;
  readonly clock: Clock;
  readonly random: () => number;
  readonly reportDefect: ReportDefect;
  /** Event package, for example `dialog`. */
  readonly event: string;
  readonly accept: string;
  readonly target: URI;
  /** A new subscription begins: what was put together from documents of the one before is void. */
  onFresh(): void;
  /** Returns whether a document was missed. */
  onDocument(body: string): boolean;
  onPublish(state: 'unknown' | 'hidden'): void;
}

/** One event package of one line, kept up by the rule on the core of sip.js. */
export interface Subscription {
  /** Registered on a new socket; `spreadMs` is how long the request may wait so that not all go at once. */
  start(spreadMs: number): void;
  /** The socket is gone, and with it every dialog over it. */
  lose(): void;
  stop(): void;
}

export function createSubscription(parts: SubscriptionParts): Subscription {
  const { userAgent, clock, event } = parts;
  const core = userAgent.userAgentCore;
  const timers = new Map<SubscriptionTimer, () => void>();
  let state = unsubscribed;
  let dialog: Core.Subscription | undefined;
  let asked: Core.OutgoingSubscribeRequest | undefined;
  /** What arrives for a request before the last one is late. */
  let round = 0;

  const handle = (what: SubscriptionEvent): void => {
    const step = stepSubscription(state, what, parts.random());
    state = step.state;
    for (const effect of step.effects) run(effect);
  };

  const run = (effect: SubscriptionEffect): void => {
    switch (effect.type) {
      case 'ask':
        return ask(effect.expiresSeconds);
      case 'refresh':
        return refresh(effect.expiresSeconds);
      case 'leave':
        return leave();
      case 'forget':
        return forget();
      case 'set-timer': {
        const { name, ms } = effect;
        timers.get(name)?.();
        const cancel = clock.after(ms, () => {
          timers.delete(name);
          handle({ type: 'timer', name });
        });
        timers.set(name, cancel);
        return;
      }
      case 'clear-timers':
        for (const cancel of timers.values()) cancel();
        timers.clear();
        return;
      case 'publish':
        return parts.onPublish(effect.state);
      default:
        exhausted(effect);
    }
  };

  const headers = (expiresSeconds: number): string[] => [
    `Event: ${event}`,
    `Expires: ${expiresSeconds}`,
    `Accept: ${parts.accept}`,
    `Contact: ${userAgent.contact.toString()}`,
  ];

  const answersOf = (mine: number): Core.OutgoingSubscribeRequestDelegate => {
    const whileCurrent = (act: () => void): void => {
      if (mine === round) runGuarded(parts.reportDefect, `subscribe-${event}`, act);
    };
    return {
      onAccept: ({ message }) => {
        whileCurrent(() => {
          handle({ type: 'accepted', expiresSeconds: readSeconds(message, 'Expires') });
        });
      },
      onReject: ({ message }) => {
        whileCurrent(() => {
          handle({
            type: 'rejected',
            status: message.statusCode ?? 500,
            retryAfterSeconds: readSeconds(message, 'Retry-After'),
            minExpiresSeconds: readSeconds(message, 'Min-Expires'),
          });
        });
      },
      onRedirect: ({ message }) => {
        whileCurrent(() => {
          const status = message.statusCode ?? 300;
          handle({ type: 'rejected', status, retryAfterSeconds: null, minExpiresSeconds: null });
        });
      },
      onNotifyTimeout: () => {
        whileCurrent(() => {
          handle({ type: 'silent' });
        });
      },
      onNotify: ({ request, subscription }) => {
        request.accept();
        whileCurrent(() => {
          dialog = subscription;
          if (subscription !== undefined) {
            subscription.delegate = {
              onNotify: (later) => {
                later.accept();
                whileCurrent(() => {
                  notified(later.message);
                });
              },
              onTerminated: () => {
                // A refused refresh ends the dialog first and tells its status right after.
                queueMicrotask(() => {
                  whileCurrent(() => {
                    handle({ type: 'silent' });
                  });
                });
              },
            };
          }
          notified(request.message);
        });
      },
    };
  };

  const ask = (expiresSeconds: number): void => {
    forget();
    const { aor } = core.configuration;
    const request = core.makeOutgoingRequestMessage(
      'SUBSCRIBE',
      parts.target,
      aor,
      parts.target,
      {},
      headers(expiresSeconds),
    );
    parts.onFresh();
    asked = core.subscribe(request, answersOf(round));
  };

  const refresh = (expiresSeconds: number): void => {
    if (dialog === undefined) return handle({ type: 'silent' });
    // No NOTIFY of the request itself: they come through the dialog.
    dialog.subscribe(answersOf(round), { extraHeaders: headers(expiresSeconds) });
  };

  const leave = (): void => {
    const left = dialog;
    if (left !== undefined) {
      runGuarded(parts.reportDefect, `unsubscribe-${event}`, () => {
        left.subscribe(undefined, { extraHeaders: headers(0) });
      });
    }
    round++;
    dialog = undefined;
    asked = undefined;
  };

  const forget = (): void => {
    round++;
    asked?.waitNotifyStop();
    dialog?.dispose();
    asked = undefined;
    dialog = undefined;
  };

  const notified = (message: Core.IncomingRequestMessage): void => {
    const told = readSubscriptionState(message.getHeader('Subscription-State') ?? '');
    const hasGap = message.body !== '' && parts.onDocument(message.body);
    handle({ type: 'notified', ...told });
    if (hasGap) handle({ type: 'gap' });
  };

  return {
    start: (spreadMs) => {
      handle({ type: 'start', spreadMs });
    },
    lose: () => {
      handle({ type: 'lost' });
    },
    stop: () => {
      handle({ type: 'stop' });
    },
  };
}

/** RFC 6665 section 8.2.3. `pending` is as good as active: the state may be empty, and is as told. */
export function readSubscriptionState(
  header: string,
): Omit<SubscriptionEvent & { type: 'notified' }, 'type'> {
  const [value = '', ...rest] = header.split(';').map((part) => part.trim());
  const parameters = new Map(
    rest.map((part) => {
      const [name = '', given = ''] = part.split('=');
      return [name.trim().toLowerCase(), given.trim()];
    }),
  );
  return {
    state: value.toLowerCase() === 'terminated' ? 'terminated' : 'active',
    expiresSeconds: secondsOf(parameters.get('expires')),
    reason: parameters.get('reason')?.toLowerCase() ?? null,
    retryAfterSeconds: secondsOf(parameters.get('retry-after')),
  };
}

function readSeconds(message: Core.IncomingMessage, name: string): number | null {
  return secondsOf(message.getHeader(name));
}

function secondsOf(text: string | undefined): number | null {
  const digits = /^\d{1,9}/u.exec(text?.trim() ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}
