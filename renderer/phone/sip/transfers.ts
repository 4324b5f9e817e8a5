import type { Notification, Session } from 'sip.js';
import type { Clock } from '../../../electron/common/lib/clock.ts';

export type TransferOutcome =
  /** The exchange has the other party now. Some say so while the target still rings. */
  | { readonly kind: 'handed-over' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'gone'; readonly status: number }
  | { readonly kind: 'unreachable' }
  /** Accepted, then neither NOTIFY nor BYE for 30 s. */
  | { readonly kind: 'silent' };

export interface Transfer {
  readonly outcome: Promise<TransferOutcome>;
  /** A NOTIFY within the dialog; returns whether it belonged to the transfer. */
  onNotify(notification: Notification): boolean;
  /** The other side ended our leg: for an accepted transfer that is success. */
  onBye(): void;
  /** The socket is gone: what became of the transfer cannot be known. */
  abandon(): void;
}

const silenceMs = 30_000;

/** Sends REFER (RFC 3515) in the dialog of `session` and follows its implicit subscription to the final result. */
export function startTransfer(session: Session, referTo: string, clock: Clock): Transfer {
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
    settle({ kind: 'silent' });
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
        const status = message.statusCode ?? 500;
        settle(status === 481 ? { kind: 'gone', status } : { kind: 'refused', status });
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
  if (request === undefined) settle({ kind: 'gone', status: 481 });

  return {
    outcome: promise,
    onNotify(notification) {
      const { request: message } = notification;
      if (!/^\s*refer\s*(;|$)/i.test(message.getHeader('Event') ?? '')) return false;
      wasAccepted = true;
      const status = readSipfragStatus(message.body);
      if (status !== null && status >= 200) {
        settle(status < 300 ? { kind: 'handed-over' } : { kind: 'refused', status });
      }
      return true;
    },
    onBye() {
      settle(wasAccepted ? { kind: 'handed-over' } : { kind: 'gone', status: 481 });
    },
    abandon() {
      settle({ kind: 'unreachable' });
    },
  };
}

/** The address that replaces an existing dialog (RFC 3891); the tags are named from the far end's point of view. */
export function replacesUri(session: Session): string | null {
  const { dialog } = session;
  if (dialog === undefined) return null;
  const replaces = `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`;
  return `${dialog.remoteTarget.toString()}?Replaces=${encodeURIComponent(replaces)}`;
}

/** The status line of a `message/sipfrag` body (RFC 3420); null if there is none. */
export function readSipfragStatus(body: string): number | null {
  const status = /^\s*SIP\/2\.0\s+(\d{3})\b/i.exec(body)?.[1];
  return status === undefined ? null : Number(status);
}
