import { Invitation, Inviter, SessionState, type Session } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { runDetached, runGuarded, type ReportDefect } from '../lib/guard.ts';

/** How long a goodbye is worth delivering: the life of a SIP transaction (64 × T1). */
const keepMs = 32_000;

export interface GoodbyeParts {
  readonly clock: Clock;
  readonly isConnected: () => boolean;
  readonly reportDefect: ReportDefect;
}

/**
 * Ends sessions towards the other side with what their state asks for: BYE, CANCEL or a refusal. Without a socket, or
 * if the socket goes before the answer comes, the goodbye waits and is said after the reconnect; otherwise the leg
 * would hang at the exchange (T22).
 */
export interface Goodbyes {
  /** `status` is for incoming calls that were not answered yet. */
  say(session: Session, status?: number): void;
  /** Registered again: says what is still due. */
  sayDue(): void;
  /** Resolves when nothing waits for an answer any more. */
  finished(): Promise<void>;
}

interface Goodbye {
  readonly session: Session;
  readonly status: number;
  wasSent: boolean;
  forget: () => void;
}

export function createGoodbyes(parts: GoodbyeParts): Goodbyes {
  const due = new Set<Goodbye>();
  let waiting: (() => void)[] = [];

  const done = (goodbye: Goodbye): void => {
    if (!due.delete(goodbye)) return;
    goodbye.forget();
    if (due.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  const deliver = (goodbye: Goodbye): void => {
    runGuarded(parts.reportDefect, 'goodbye', () => {
      const { session } = goodbye;
      const answered = (): void => {
        // On a socket that broke, sip.js makes up a 503 or 408: the goodbye has not been heard.
        if (parts.isConnected()) done(goodbye);
      };
      const requestDelegate = { onAccept: answered, onReject: answered, onRedirect: answered };
      if (goodbye.wasSent) {
        // The session is over for sip.js; its dialog still knows tags, route and the next CSeq.
        session.dialog?.bye(requestDelegate);
        return;
      }
      if (session.state === SessionState.Established) {
        goodbye.wasSent = true;
        runDetached(parts.reportDefect, 'bye', session.bye({ requestDelegate }));
        return;
      }
      refuse(session, goodbye.status, parts.reportDefect);
      done(goodbye);
    });
  };

  return {
    say(session, status = 480) {
      if (session.state === SessionState.Terminated || session.state === SessionState.Terminating) return;
      const goodbye: Goodbye = { session, status, wasSent: false, forget: () => undefined };
      due.add(goodbye);
      goodbye.forget = parts.clock.after(keepMs, () => {
        // Nobody waits for it any more; sip.js still has to clear the session away.
        if (!goodbye.wasSent) deliver(goodbye);
        done(goodbye);
      });
      if (parts.isConnected()) deliver(goodbye);
    },
    sayDue() {
      for (const goodbye of [...due]) {
        const isOver = goodbye.session.state === SessionState.Terminated && !goodbye.wasSent;
        if (isOver) done(goodbye);
        else deliver(goodbye);
      }
    },
    finished: () =>
      due.size === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
  };
}

function refuse(session: Session, status: number, reportDefect: ReportDefect): void {
  if (session.state !== SessionState.Initial && session.state !== SessionState.Establishing) return;
  if (session instanceof Inviter) runDetached(reportDefect, 'cancel', session.cancel());
  else if (session instanceof Invitation) {
    runDetached(reportDefect, 'reject', session.reject({ statusCode: status }));
  }
}
