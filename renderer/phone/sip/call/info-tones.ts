import { SessionState, type Session } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { dtmfRelayBody, pauseMs, toneGapMs, toneMs, type DtmfStep } from '../message/dtmf.ts';

/** Tones by INFO, one after the other, for calls whose session description has no telephone-event. */
export function createInfoTones(clock: Clock) {
  let last: Promise<unknown> = Promise.resolve();

  const sendAll = async (session: Session, steps: readonly DtmfStep[]): Promise<number | null> => {
    for (const step of steps) {
      if (session.state !== SessionState.Established) return 487;
      const status = step.kind === 'tone' ? await sendOne(session, step.tone) : null;
      if (status !== null) return status;
      await new Promise<void>((resolve) => {
        clock.after(step.kind === 'pause' ? pauseMs : toneMs + toneGapMs, resolve);
      });
    }
    return null;
  };

  return {
    /** Resolves with the status of the refusal, or null when every tone was taken. */
    send(session: Session, steps: readonly DtmfStep[]): Promise<number | null> {
      const sent = last.then(() => sendAll(session, steps));
      last = sent.catch(() => undefined);
      return sent;
    },
  };
}

function sendOne(session: Session, tone: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    session
      .info({
        requestDelegate: {
          onAccept: () => {
            resolve(null);
          },
          onReject: ({ message }) => {
            resolve(message.statusCode ?? 500);
          },
          onRedirect: ({ message }) => {
            resolve(message.statusCode ?? 300);
          },
        },
        requestOptions: {
          body: {
            contentDisposition: 'render',
            contentType: 'application/dtmf-relay',
            content: dtmfRelayBody(tone),
          },
        },
      })
      .catch(reject);
  });
}
