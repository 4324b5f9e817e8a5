import { SessionState, type Inviter } from 'sip.js';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia } from '../../media/media-port.ts';
import { failureOfStatus } from '../message/call-reasons.ts';
import { runDetached } from '../lib/guard.ts';
import type { LineContext } from '../call/line-context.ts';

/** Without any answer the exchange will not take the code any more. */
const unansweredMs = 15_000;
/** The dial plan does its work and then ends the call by itself; one that plays an announcement is cut off. */
const answeredMs = 10_000;

/**
 * Sends a code of the dial plan beside the calls: a call without a microphone that nobody sees, holds nothing and needs
 * no wrap-up. Sent once and never repeated: many codes switch something over. Resolves when the exchange has ended it,
 * or took it 10 s ago.
 */
export function sendCode(inviter: Inviter, media: CallMedia, context: LineContext): Promise<Result<null>> {
  const { clock, goodbyes, reportDefect } = context;
  const { promise, resolve } = Promise.withResolvers<Result<null>>();
  let isOpen = true;
  const settle = (result: Result<null>): void => {
    if (!isOpen) return;
    isOpen = false;
    stopWaiting();
    // Ended already for us: whatever stands is hung up, whatever still arrives is answered there.
    goodbyes.say(inviter);
    media.close();
    resolve(result);
  };
  let stopWaiting = clock.after(unansweredMs, () => {
    settle(fail(appError('sip.server-silent')));
  });
  // A microphone that is open for a call does not speak into this one.
  media.setHeld(true);
  inviter.delegate = {
    onBye: (bye) => {
      runDetached(reportDefect, 'code-bye', bye.accept());
      settle(ok(null));
    },
    onRefer: (referral) => {
      runDetached(reportDefect, 'refer', referral.reject({ statusCode: 603 }));
    },
  };
  inviter.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      stopWaiting();
      stopWaiting = clock.after(answeredMs, () => {
        settle(ok(null));
      });
    }
    if (state === SessionState.Terminated) {
      // The rejection brings its status right after this.
      queueMicrotask(() => {
        settle(ok(null));
      });
    }
  });
  const refused = (status: number): void => {
    settle(fail(failureOfStatus(status)));
  };
  inviter
    .invite({
      requestDelegate: {
        onRedirect: ({ message }) => {
          refused(message.statusCode ?? 300);
        },
        onReject: ({ message }) => {
          refused(message.statusCode ?? 500);
        },
      },
    })
    .catch(() => {
      settle(fail(appError('call.failed')));
    });
  return promise;
}
