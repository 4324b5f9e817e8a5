import type { Notification, Session } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { replacesValue } from '../dialect/replaces.ts';

export type TransferOutcome =
  /** The exchange has the other party now. Some say so while the target still rings. */
  | { readonly kind: 'handed-over' }
  /** Our leg was ended after the exchange had taken the transfer on. `lastReport`: the final status, if one follows. */
  | { readonly kind: 'let-go'; readonly lastReport: Promise<number> }
  /** The exchange did not take the transfer on. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The exchange took it on and could not do it. */
  | { readonly kind: 'failed'; readonly status: number }
  /** Our leg ended before the exchange took the transfer on. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreachable' }
  /** Accepted, then neither NOTIFY nor BYE for 30 s. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'taken-back' };

export interface Transfer {
  readonly outcome: Promise<TransferOutcome>;
  /** A BYE of the other side is what was wished: the exchange has taken the transfer on and did not report failure. */
  readonly takesBye: boolean;
  /** A NOTIFY within the dialog. */
  onNotify(notification: Notification): void;
  /** Our leg ended: of an accepted transfer that is success, unless a report says otherwise. */
  onEnded(): void;
  /** The socket is gone: what became of the transfer cannot be known. */
  abandon(): void;
  /** The operator has the other party again. */
  takeBack(): void;
}

export interface TransferParts {
  readonly session: Session;
  readonly referTo: string;
  readonly clock: Clock;
  readonly onRinging: (status: number) => void;
  /** A final status after the outcome was settled: after a long silence, or after the party was taken back. */
  readonly onLate: (status: number) => void;
  /** Hears what is reported after our leg has ended; from the end on, for a report may come at its heels. */
  readonly listenOn: (onStatus: (status: number) => void) => void;
}

const silenceMs = 30_000;

/** Sends REFER (RFC 3515) in the dialog of `session` and follows its implicit subscription to the final result. */
export function startTransfer(parts: TransferParts): Transfer {
  const { session, referTo, clock, onRinging, onLate, listenOn } = parts;
  const { promise, resolve } = Promise.withResolvers<TransferOutcome>();
  let settled: TransferOutcome | null = null;
  let wasAccepted = false;
  const settle = (outcome: TransferOutcome): void => {
    if (settled !== null) return;
    settled = outcome;
    cancelTimeout();
    resolve(outcome);
  };
  const cancelTimeout = clock.after(silenceMs, () => {
    settle(wasAccepted ? { kind: 'silent' } : { kind: 'refused', status: 408 });
  });
  const { contact, userAgentCore } = session.userAgent;
  const request = session.dialog?.refer(
    {
      onAccept: () => {
        wasAccepted = true;
      },
      onRedirect: ({ message }) => {
        settle({ kind: 'refused', status: message.statusCode ?? 300 });
      },
      onReject: ({ message }) => {
        settle({ kind: 'refused', status: message.statusCode ?? 500 });
      },
    },
    {
      extraHeaders: [
        `Contact: ${contact.toString()}`,
        `Refer-To: <${referTo}>`,
        `Referred-By: <${userAgentCore.configuration.aor.toString()}>`,
      ],
    },
  );
  if (request === undefined) settle({ kind: 'gone' });

  return {
    outcome: promise,
    get takesBye() {
      return wasAccepted && (settled === null || settled.kind === 'handed-over');
    },
    onNotify({ request: message }) {
      if (!isReferEvent(message)) return;
      wasAccepted = true;
      const status = readSipfragStatus(message.body);
      if (status === null) return;
      if (status > 100 && status < 200) {
        if (settled === null) onRinging(status);
      } else if (status >= 200) {
        if (settled !== null) onLate(status);
        else settle(status < 300 ? { kind: 'handed-over' } : { kind: 'failed', status });
      }
    },
    onEnded() {
      if (settled !== null) return;
      settle(wasAccepted ? { kind: 'let-go', lastReport: new Promise(listenOn) } : { kind: 'gone' });
    },
    abandon() {
      settle({ kind: 'unreachable' });
    },
    takeBack() {
      settle({ kind: 'taken-back' });
    },
  };
}

/** The address that replaces an existing dialog (RFC 3891). */
export function replacesUri(session: Session): string | null {
  const { dialog } = session;
  if (dialog === undefined) return null;
  return `${dialog.remoteTarget.toString()}?Replaces=${encodeURIComponent(replacesValue(dialog))}`;
}

export function isReferEvent(message: { getHeader(name: string): string | undefined }): boolean {
  return /^\s*refer\s*(;|$)/i.test(message.getHeader('Event') ?? '');
}

/** The status line of a `message/sipfrag` body (RFC 3420); null if there is none. */
export function readSipfragStatus(body: string): number | null {
  const status = /^\s*SIP\/2\.0\s+(\d{3})\b/i.exec(body)?.[1];
  return status === undefined ? null : Number(status);
}
