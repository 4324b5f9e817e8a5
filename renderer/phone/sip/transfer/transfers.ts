import type { Notification, Session } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { replacesValue } from '../dialect/replaces.ts';

export type TransferOutcome =
  /** The exchange has the other party now. Some say so while the target still rings. `told`: by a NOTIFY. */
  | { readonly kind: 'handed-over'; readonly told: boolean }
  | { readonly kind: 'refused'; readonly status: number }
  /** Our leg ended before the exchange took the transfer on. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreachable' }
  /** Accepted, then neither NOTIFY nor BYE for 30 s. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'taken-back' };

export interface Transfer {
  readonly outcome: Promise<TransferOutcome>;
  /** The exchange said 202: a BYE of the other side is success now. */
  readonly wasAccepted: boolean;
  /** A NOTIFY within the dialog. */
  onNotify(notification: Notification): void;
  /** Our leg ended: for an accepted transfer that is success. */
  onBye(): void;
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
}

const silenceMs = 30_000;

/** Sends REFER (RFC 3515) in the dialog of `session` and follows its implicit subscription to the final result. */
export function startTransfer({ session, referTo, clock, onRinging, onLate }: TransferParts): Transfer {
  const { promise, resolve } = Promise.withResolvers<TransferOutcome>();
  let isOpen = true;
  let wasAccepted = false;
  const settle = (outcome: TransferOutcome): void => {
    if (!isOpen) return;
    isOpen = false;
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
    get wasAccepted() {
      return wasAccepted;
    },
    onNotify({ request: message }) {
      if (!isReferEvent(message)) return;
      wasAccepted = true;
      const status = readSipfragStatus(message.body);
      if (status === null) return;
      if (status > 100 && status < 200) {
        if (isOpen) onRinging(status);
      } else if (status >= 200) {
        if (!isOpen) onLate(status);
        else settle(status < 300 ? { kind: 'handed-over', told: true } : { kind: 'refused', status });
      }
    },
    onBye() {
      settle(wasAccepted ? { kind: 'handed-over', told: false } : { kind: 'gone' });
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
