import { SessionState, type Core, type URI } from 'sip.js';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia, NegotiationOptions } from '../../media/media-port.ts';
import { failureOfStatus } from '../message/call-reasons.ts';
import { runDetached } from '../lib/guard.ts';
import { GuardedInviter } from './guarded-inviter.ts';
import { readAssertedParty } from '../message/incoming-identity.ts';
import { LineCall, type CallEnd } from './line-call.ts';
import type { LineContext } from './line-context.ts';
import { failureToneOf, type FailureTone } from './line-tones.ts';
import { readSdp } from '../message/read-sdp.ts';
import { numberOf, readRedirection } from '../dialect/redirections.ts';
import type { TimerHeaders } from '../message/session-timer.ts';
import { allowHeader } from './updates.ts';

/** After an early BYE, how long sip.js may still need to acknowledge the 200. */
const lateAckMs = 5_000;

/** The microphone is opened before there is a call: without it no INVITE leaves. */
export interface MicrophoneTimes {
  readonly askedAt: number;
  readonly openAt: number;
}

/** How a call is to be made. */
export interface CallPlan {
  readonly microphone: MicrophoneTimes;
  /** Of the INVITE, besides the usual ones. */
  readonly headers: readonly string[];
  /** What the INVITE says of our media. */
  readonly media: NegotiationOptions;
  /** Told of every status the INVITE gets, 200 when the call is established. */
  readonly onStatus: (status: number) => void;
  /** Follows a redirection and says whether it did; null where none is to be followed. */
  readonly redirect: ((call: OutgoingCall, target: string) => boolean) | null;
  /** Tries another way after a refusal with this status and says whether it did; null where there is none. */
  readonly detour: ((call: OutgoingCall, status: number) => boolean) | null;
  /** The 422 that the INVITE before this one got. */
  readonly tooBrief: TimerHeaders | null;
  /** Tries again after a 422 (RFC 4028 section 7.3); null where that was done. */
  readonly again: ((call: OutgoingCall, tooBrief: TimerHeaders) => boolean) | null;
}

/** In what a call differs from others that are dialled. */
export type WayOfCall = Pick<CallPlan, 'headers' | 'media' | 'onStatus' | 'redirect' | 'detour'>;

export class OutgoingCall extends LineCall {
  readonly direction = 'outgoing';
  readonly session: GuardedInviter;
  readonly plan: CallPlan;
  readonly target: URI;
  /** It rings there and the network plays nothing: the operator hears a tone made here. */
  wantsRingback = false;
  /** How the operator hears that the call came to nothing. */
  failureTone: FailureTone | null = null;
  #earlyTag: string | undefined;
  #endedEarly = false;

  constructor(id: string, target: URI, media: CallMedia, context: LineContext, plan: CallPlan) {
    super(id, media, context);
    this.plan = plan;
    this.target = target;
    this.observer.mark('microphoneAsked', plan.microphone.askedAt);
    this.observer.mark('microphoneOpen', plan.microphone.openAt);
    if (plan.tooBrief !== null) this.timer.raise(plan.tooBrief);
    // `earlyMedia` of sip.js ends forked calls with 488 (T26); announcements are taken in `#progressed`.
    this.session = new GuardedInviter(context.userAgent, target, {
      earlyMedia: false,
      extraHeaders: [...plan.headers, ...this.timer.requestHeaders()],
    });
    nameMethods(this.session.request);
    this.attach(true);
    this.session.onEarlyBye = () => {
      this.#endedEarly = true;
      this.finish({ by: 'remote' });
    };
    this.session.stateChange.addListener((state) => {
      if (state !== SessionState.Established) return;
      if (this.session.endIfByeCame()) return;
      if (this.phase === 'ended') context.goodbyes.say(this.session);
      else this.established();
    });
  }

  /** Resolves when the INVITE was handed to the socket. */
  async start(): Promise<Result<null>> {
    try {
      await this.session.invite({
        sessionDescriptionHandlerOptions: this.plan.media,
        requestDelegate: {
          onTrying: () => {
            this.observer.mark('signalAnswered');
          },
          onProgress: ({ message }) => {
            this.observer.mark('signalAnswered');
            this.#progressed(message);
          },
          onAccept: ({ message }) => {
            this.observer.mark('signalAnswered');
            this.timer.confirmed(message);
            this.showParty(readAssertedParty(message));
          },
          onRedirect: ({ message }) => {
            this.#redirected(message);
          },
          onReject: ({ message }) => {
            const status = message.statusCode ?? 500;
            const isRinging = this.phase === 'ringing';
            if (isRinging && status === 422 && this.plan.again?.(this, message) === true) return;
            if (isRinging && this.plan.detour?.(this, status) === true) return;
            this.#refused(status);
          },
        },
      });
      this.observer.mark('signalSent');
    } catch {
      if (this.phase === 'ended') return ok(null);
      const error = appError('call.failed');
      this.finish({ by: 'program', error });
      return fail(error);
    }
    return ok(null);
  }

  override finish(end: CallEnd): void {
    const wasEnded = this.phase === 'ended';
    super.finish(end);
    if (!wasEnded) this.plan.onStatus(end.status ?? 487);
  }

  protected override established(): void {
    super.established();
    this.plan.onStatus(200);
  }

  override onConnectionLost(): void {
    super.onConnectionLost();
    if (this.phase !== 'ringing') return;
    // Responses travel on the socket of the request (RFC 3261 section 18.2.2): nothing more will be heard of this call.
    this.context.goodbyes.say(this.session);
    this.finish({ by: 'network', error: appError('call.connection-lost') });
  }

  protected override explainTermination(): CallEnd {
    return {
      by: 'program',
      error: appError(this.session.isUnreachable ? 'call.answer-unreachable' : 'call.failed'),
    };
  }

  protected override closeMedia(): void {
    if (!this.#endedEarly) {
      super.closeMedia();
      return;
    }
    // The answer is still being set; sip.js acknowledges the 200 only after that.
    const cancel = this.context.clock.after(lateAckMs, () => {
      super.closeMedia();
    });
    this.session.stateChange.addListener((state) => {
      if (state !== SessionState.Terminated) return;
      cancel();
      super.closeMedia();
    });
  }

  #progressed(message: Core.IncomingResponseMessage): void {
    if (this.phase !== 'ringing') return;
    const status = message.statusCode ?? 180;
    this.plan.onStatus(status);
    const sdp = readSdp(message);
    // One fork only: the session description of another one fits another peer connection.
    if (sdp !== null && (this.#earlyTag ?? message.toTag) === message.toTag) {
      this.#earlyTag = message.toTag;
      runDetached(this.context.reportDefect, 'early-media', this.media.setEarlyAnswer(sdp));
    }
    const earlyMedia = this.#earlyTag !== undefined;
    this.wantsRingback = !earlyMedia && (this.wantsRingback || status === 180);
    this.context.publish('line/progress', { id: this.id, status, earlyMedia, at: this.context.readTime() });
    this.showParty(readAssertedParty(message));
    this.context.onCallChanged();
  }

  #redirected(message: Core.IncomingResponseMessage): void {
    const target = readRedirection(message);
    if (target !== null && this.phase === 'ringing' && this.plan.redirect?.(this, target) === true) return;
    // Whom nobody chose here is not dialled without asking.
    const redirectedTo = target === null ? null : numberOf(target);
    this.#refused(message.statusCode ?? 300, redirectedTo === null ? {} : { redirectedTo });
  }

  #refused(status: number, more: Pick<CallEnd, 'redirectedTo'> = {}): void {
    if (!this.context.transport.isConnected()) {
      this.finish({ by: 'network', error: appError('call.connection-lost') });
      return;
    }
    // A network that was heard before has said by itself how it ended.
    if (this.#earlyTag === undefined) this.failureTone = failureToneOf(status);
    this.finish({ by: 'remote', status, error: failureOfStatus(status), ...more });
  }
}

/** sip.js writes a fixed list into the first INVITE. */
function nameMethods(request: Core.OutgoingRequestMessage): void {
  const others = request.extraHeaders.filter((header) => !/^allow\s*:/i.test(header));
  request.extraHeaders = [...others, allowHeader()];
}
