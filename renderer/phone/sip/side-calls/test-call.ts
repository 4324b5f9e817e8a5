import { SessionState, type Inviter } from 'sip.js';
import type { CallCheck } from '../../../../electron/common/contract/phone-checks.ts';
import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia } from '../../media/media-port.ts';
import { failureOfStatus } from '../message/call-reasons.ts';
import { runDetached } from '../lib/guard.ts';
import type { LineContext } from '../call/line-context.ts';

/** An echo answers at once; one that rings so long is none. */
const unansweredMs = 15_000;
/** Long enough for the first RTCP report, without which nothing is known of the way there. */
const listenMs = 5_000;

export interface TestCall {
  readonly outcome: Promise<Result<CallCheck>>;
  /** Hangs up at once; the outcome is this error. Nothing happens to one that is over. */
  giveUp(error: AppError): void;
}

/**
 * Calls a number that sends back what it hears, and measures for five seconds. It is no call of the line: nobody sees
 * it, it holds nothing and needs no wrap-up. The operator hears the own voice.
 */
export function startTestCall(inviter: Inviter, media: CallMedia, context: LineContext): TestCall {
  const { clock, goodbyes, reportDefect, readTime } = context;
  const { promise, resolve } = Promise.withResolvers<Result<CallCheck>>();
  const beganAt = readTime();
  let setUpMs = 0;
  let isOpen = true;

  const settle = (result: Result<CallCheck>): void => {
    if (!isOpen) return;
    isOpen = false;
    stopWaiting();
    goodbyes.say(inviter);
    media.close();
    resolve(result);
  };
  let stopWaiting = clock.after(unansweredMs, () => {
    settle(fail(appError('call.failed')));
  });

  const measure = async (): Promise<void> => {
    const isConnected = media.state === 'connected';
    const stats = await media.readStats();
    if (!isConnected) {
      settle(fail(media.explainSilence()));
      return;
    }
    const { packetsSent, packetsReceived, packetsLost, jitterMs, roundTripMs, mos } = stats;
    const expected = packetsReceived + packetsLost;
    const lossPercent = expected === 0 ? 0 : Math.min(100, Math.max(0, (100 * packetsLost) / expected));
    settle(ok({ setUpMs, packetsSent, packetsReceived, lossPercent, jitterMs, roundTripMs, mos }));
  };

  inviter.delegate = {
    onBye: (bye) => {
      runDetached(reportDefect, 'test-call-bye', bye.accept());
      settle(fail(appError('call.failed')));
    },
    onRefer: (referral) => {
      runDetached(reportDefect, 'refer', referral.reject({ statusCode: 603 }));
    },
  };
  inviter.stateChange.addListener((state) => {
    if (state === SessionState.Established && isOpen) {
      setUpMs = Math.max(0, readTime() - beganAt);
      stopWaiting();
      stopWaiting = clock.after(listenMs, () => {
        runDetached(reportDefect, 'test-call', measure());
      });
    }
    if (state === SessionState.Established && !isOpen) goodbyes.say(inviter);
    if (state === SessionState.Terminated) {
      // The rejection brings its status right after this.
      queueMicrotask(() => {
        settle(fail(appError('call.failed')));
      });
    }
  });
  inviter
    .invite({
      requestDelegate: {
        onRedirect: ({ message }) => {
          settle(fail(failureOfStatus(message.statusCode ?? 300)));
        },
        onReject: ({ message }) => {
          settle(fail(failureOfStatus(message.statusCode ?? 500)));
        },
      },
    })
    .catch(() => {
      settle(fail(appError('call.failed')));
    });
  return {
    outcome: promise,
    giveUp: (error) => {
      settle(fail(error));
    },
  };
}
