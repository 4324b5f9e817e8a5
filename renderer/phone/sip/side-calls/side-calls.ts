import type { Inviter, Session, URI, UserAgent } from 'sip.js';
import type { CallCheck } from '../../../../electron/common/contract/phone-checks.ts';
import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';
import { fail, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia } from '../../media/media-port.ts';
import { GuardedInviter } from '../call/guarded-inviter.ts';
import { sendCode } from './code-call.ts';
import type { LineContext } from '../call/line-context.ts';
import { startTestCall, type TestCall } from './test-call.ts';

/** Calls that are none of the line's: codes of the dial plan and the test before a shift. */
export interface SideCalls {
  sendCode(target: string): Promise<Result<null>>;
  /** Refused while a call is up, and given up as soon as one comes. */
  testCall(target: string): Promise<Result<CallCheck>>;
  /** Ends the test, if there is one, for that reason. */
  giveUp(reason: AppError): void;
}

export function createSideCalls(parts: {
  readonly userAgent: UserAgent;
  readonly context: LineContext;
  readonly isRegistered: () => boolean;
  readonly hasCalls: () => boolean;
  readonly toUri: (target: string) => Result<URI>;
  readonly createMedia: () => CallMedia;
  /** Where sip.js finds the media of a session. */
  readonly mediaOfSessions: WeakMap<Session, CallMedia>;
}): SideCalls {
  const { context } = parts;
  let isTesting = false;
  let test: TestCall | undefined;

  const prepare = (uri: URI): { readonly inviter: Inviter; readonly media: CallMedia } => {
    const inviter = new GuardedInviter(parts.userAgent, uri, { earlyMedia: false });
    const media = parts.createMedia();
    parts.mediaOfSessions.set(inviter, media);
    return { inviter, media };
  };

  const runTest = async (uri: URI): Promise<Result<CallCheck>> => {
    const microphone = await context.media.openMicrophone();
    if (!microphone.ok) return microphone;
    if (parts.hasCalls()) return fail(appError('preflight.interrupted'));
    const { inviter, media } = prepare(uri);
    test = startTestCall(inviter, media, context);
    return test.outcome;
  };

  return {
    async sendCode(target) {
      if (!parts.isRegistered()) return fail(appError('call.no-line'));
      const uri = parts.toUri(target);
      if (!uri.ok) return uri;
      const { inviter, media } = prepare(uri.value);
      return sendCode(inviter, media, context);
    },
    async testCall(target) {
      if (parts.hasCalls() || isTesting) return fail(appError('preflight.in-call'));
      if (!parts.isRegistered()) return fail(appError('call.no-line'));
      const uri = parts.toUri(target);
      if (!uri.ok) return uri;
      isTesting = true;
      const outcome = await runTest(uri.value);
      isTesting = false;
      test = undefined;
      if (!parts.hasCalls()) context.media.releaseMicrophone();
      return outcome;
    },
    giveUp(reason) {
      test?.giveUp(reason);
    },
  };
}
