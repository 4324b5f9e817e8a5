import { Core, SessionState, type Session } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { CallMedia, NegotiationOptions } from '../../media/media-port.ts';
import { meansDialogGone } from '../message/call-reasons.ts';
import { delay } from '../lib/delay.ts';
import type { SessionTimer } from '../message/session-timer.ts';

export type ReinviteOutcome =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'refused'; readonly status: number }
  /** The other side no longer knows the call. */
  | { readonly kind: 'gone'; readonly status: number }
  /** No socket, or it was lost before the answer. */
  | { readonly kind: 'unreachable' }
  /** The call ended meanwhile. */
  | { readonly kind: 'ended' };

export interface Reinvites {
  /** One at a time per dialog: a second wish waits for the first. */
  request(wish: { readonly hold: boolean; readonly iceRestart?: boolean }): Promise<ReinviteOutcome>;
  /** Whether a request of ours waits for its answer, or for its turn. */
  isBusy(): boolean;
  /** Runs another negotiation of this dialog; requests wait until it is over. */
  exclusively<T>(negotiate: () => Promise<T>): Promise<T>;
  /** The socket is gone: the request under way gets no answer any more. */
  abandon(): void;
}

export interface ReinviteParts {
  readonly session: Session;
  readonly media: CallMedia;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether the Call-ID is ours, which decides who waits longer after a glare. */
  readonly isCaller: boolean;
  readonly isConnected: () => boolean;
  readonly timer: SessionTimer;
}

interface Attempt {
  readonly outcome: ReinviteOutcome;
  /** How long to wait before the one retry; null where a retry makes no sense. */
  readonly retryMs: number | null;
}

/** A little longer than timer B of the INVITE transaction. */
const longestAnswerMs = 35_000;
const longestRetryAfterSeconds = 10;

export function createReinvites(parts: ReinviteParts): Reinvites {
  const { session, clock } = parts;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let abandonAttempt: (() => void) | undefined;

  const attemptOnce = (options: NegotiationOptions): Promise<Attempt> =>
    new Promise((resolve) => {
      if (session.state !== SessionState.Established) return resolve(final({ kind: 'ended' }));
      if (!parts.isConnected()) return resolve(final({ kind: 'unreachable' }));
      const settle = (attempt: Attempt): void => {
        session.stateChange.removeListener(watchEnd);
        cancelTimeout();
        abandonAttempt = undefined;
        resolve(attempt);
      };
      const watchEnd = (state: SessionState): void => {
        if (state === SessionState.Terminated) settle(final({ kind: 'ended' }));
      };
      const cancelTimeout = clock.after(longestAnswerMs, () => {
        settle(final({ kind: 'gone', status: 408 }));
      });
      session.stateChange.addListener(watchEnd);
      abandonAttempt = () => {
        settle(final({ kind: 'unreachable' }));
        failPendingTransaction(session);
      };
      session
        .invite({
          sessionDescriptionHandlerOptions: options,
          requestOptions: { extraHeaders: [...parts.timer.requestHeaders()] },
          requestDelegate: {
            onAccept: ({ message }) => {
              parts.timer.confirmed(message);
              settle(final({ kind: 'agreed' }));
            },
            onReject: ({ message }) => {
              const { statusCode: status = 500 } = message;
              const isRaised = status === 422 && parts.timer.raise(message);
              if (isRaised) settle({ outcome: { kind: 'refused', status }, retryMs: 0 });
              else settle(rejected(message.statusCode ?? 500, message.getHeader('Retry-After'), parts));
            },
          },
        })
        .catch(() =>
          // The request never left, for a re-INVITE of the other side that is being answered (glare within one
          // process), but our offer is set and would block the next negotiation (C1).
          parts.media.rollbackDescription().then(
            () => {
              settle(rejected(491, undefined, parts));
            },
            () => {
              settle(final({ kind: 'refused', status: 500 }));
            },
          ),
        );
    });

  const attemptTwice = async (options: NegotiationOptions): Promise<ReinviteOutcome> => {
    const first = await attemptOnce(options);
    if (first.retryMs === null) return first.outcome;
    if (first.retryMs > 0) await delay(clock, first.retryMs);
    const second = await attemptOnce(options);
    return second.outcome;
  };

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    waiting++;
    const done = last.then(run).finally(() => {
      waiting--;
    });
    last = done.catch(() => undefined);
    return done;
  };

  return {
    request({ hold, iceRestart = false }) {
      return inTurn(() => attemptTwice({ hold, iceRestart }));
    },
    isBusy: () => waiting > 0,
    exclusively: inTurn,
    abandon() {
      abandonAttempt?.();
    },
  };
}

function rejected(
  status: number,
  retryAfter: string | undefined,
  parts: Pick<ReinviteParts, 'isCaller' | 'isConnected' | 'random'>,
): Attempt {
  // sip.js reports a broken transport as 503; a server that answers is still connected.
  if (!parts.isConnected()) return final({ kind: 'unreachable' });
  if (meansDialogGone(status)) return final({ kind: 'gone', status });
  const outcome: ReinviteOutcome = { kind: 'refused', status };
  if (status === 491) {
    // RFC 3261 section 14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side 0 to 2 s.
    const retryMs = parts.isCaller ? 2_100 + parts.random() * 1_900 : parts.random() * 2_000;
    return { outcome, retryMs: Math.round(retryMs / 10) * 10 };
  }
  const seconds = Number.parseInt(retryAfter ?? '', 10);
  if (status === 500 && seconds >= 0 && seconds <= longestRetryAfterSeconds) {
    return { outcome, retryMs: seconds * 1_000 };
  }
  return final(outcome);
}

function final(outcome: ReinviteOutcome): Attempt {
  return { outcome, retryMs: null };
}

/**
 * sip.js refuses every further re-INVITE of a dialog while one waits for its answer, 32 s long. The transport error that
 * the transaction would have seen on a send is reported to it, after which the offer is rolled back and the dialog free.
 */
function failPendingTransaction(session: Session): void {
  const { dialog } = session;
  if (!(dialog instanceof Core.SessionDialog)) return;
  const transaction = dialog.reinviteUserAgentClient?.transaction;
  if (transaction === undefined) return;
  const onTransportError: unknown = Reflect.get(transaction, 'onTransportError');
  if (typeof onTransportError !== 'function') return;
  Reflect.apply(onTransportError, transaction, [new Core.TransportError('The socket was lost.')]);
}
