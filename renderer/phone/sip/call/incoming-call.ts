import { SessionState, type Invitation } from 'sip.js';
import { beepMs } from '../../../../electron/common/call/auto-answer.ts';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia } from '../../media/media-port.ts';
import { readAutoAnswerRequest } from '../message/auto-answer-request.ts';
import { readCallData } from '../message/call-data.ts';
import { readCancelledBy } from '../message/call-reasons.ts';
import { delay } from '../lib/delay.ts';
import { readForwardedFrom } from '../message/forwarded-from.ts';
import { runDetached } from '../lib/guard.ts';
import { readRemoteParty } from '../message/incoming-identity.ts';
import { LineCall, type CallEnd } from './line-call.ts';
import type { LineContext } from './line-context.ts';
import { answerTimer } from '../message/session-timer.ts';
import { readSdp } from '../message/read-sdp.ts';

/** A call that rang before its socket went cannot be answered for long: the exchange forgets it with the connection. */
const ringWithoutSocketMs = 4_000;
/** The exchange may not know a 200 that comes on another socket than its INVITE. */
const ackOnNewSocketMs = 5_000;

export class IncomingCall extends LineCall {
  readonly direction = 'incoming';
  readonly session: Invitation;
  readonly #epoch: number;
  /** The call that this one takes the place of (RFC 3891), under the same id. */
  readonly #replaces: LineCall | undefined;
  /** The beep before an answer without the operator sounds. */
  isAnnounced = false;
  #isAnswering = false;
  #stopWaiting: () => void = () => undefined;

  constructor(
    id: string,
    invitation: Invitation,
    media: CallMedia,
    context: LineContext,
    replaces?: LineCall,
  ) {
    super(id, media, context);
    this.session = invitation;
    this.#epoch = context.transport.epoch;
    this.#replaces = replaces;
    if (replaces?.isHeld === true) media.setHeld(true);
    this.attach(false);
    invitation.delegate = {
      ...invitation.delegate,
      onAck: () => {
        this.#acknowledged();
      },
      onCancel: (cancel) => {
        this.finish({ by: readCancelledBy(cancel.request.getHeaders('Reason')) });
      },
    };
  }

  /** Whether the operator is to be called to the phone. */
  get isRinging(): boolean {
    return this.phase === 'ringing' && this.#replaces === undefined;
  }

  /** Tells the hub, says 180 and gets the answer ready while it rings. */
  start(): void {
    const { session, context } = this;
    const remote = readRemoteParty(session.request);
    this.rememberParty(remote);
    if (this.#replaces === undefined) {
      const data = readCallData(session.request.data);
      const forwardedFrom = readForwardedFrom(session.request);
      const autoAnswer = readAutoAnswerRequest(session.request);
      context.publish('line/incoming', {
        id: this.id,
        remote,
        data,
        ...(forwardedFrom === undefined ? {} : { forwardedFrom }),
        ...(autoAnswer === null ? {} : { autoAnswer }),
        at: context.transport.receivedAt,
      });
      runDetached(context.reportDefect, 'progress', session.progress({ statusCode: 180 }));
      this.#acceptEarlyBye();
    }
    this.media.prepareAnswer(readSdp(session.request)).catch(() => {
      this.#refuseMedia();
    });
    if (this.#replaces === undefined)
      runDetached(
        context.reportDefect,
        'microphone',
        this.observer.timeMicrophone(context.media.openMicrophone()),
      );
  }

  async answer(): Promise<Result<null>> {
    const { context, session } = this;
    if (this.phase !== 'ringing' || this.#isAnswering) return fail(appError('call.not-possible'));
    if (!context.transport.isConnected()) return fail(appError('sip.connection-lost'));
    this.#isAnswering = true;
    const microphone = await this.observer.timeMicrophone(context.media.openMicrophone());
    this.#isAnswering = false;
    // The call keeps ringing: the operator can plug a headset in and press again.
    if (!microphone.ok) return microphone;
    if (!this.#canAccept()) return fail(appError('call.not-found'));
    if (!context.transport.isConnected()) return fail(appError('sip.connection-lost'));
    this.phase = 'answering';
    context.onCallChanged();
    try {
      await session.accept({ extraHeaders: [...answerTimer(session.request).headers] });
    } catch {
      this.finish({ by: 'program', status: 488, error: appError('call.failed', { status: 488 }) });
      return fail(appError('call.failed', { status: 488 }));
    }
    return this.#checkAccepted();
  }

  /** Tells the operator that somebody is about to be put through; resolves when the beep was heard. */
  async beep(): Promise<Result<null>> {
    if (this.phase !== 'ringing') return fail(appError('call.not-possible'));
    this.isAnnounced = true;
    this.context.onCallChanged();
    await delay(this.context.clock, beepMs);
    this.isAnnounced = false;
    this.context.onCallChanged();
    return this.#canAccept() ? ok(null) : fail(appError('call.not-found'));
  }

  reject(status: number): Result<null> {
    if (this.phase !== 'ringing') return fail(appError('call.not-possible'));
    this.context.goodbyes.say(this.session, status);
    this.finish({ by: 'operator', status });
    return ok(null);
  }

  override hangUp(): Result<null> {
    return this.phase === 'ringing' ? this.reject(486) : super.hangUp();
  }

  override onConnectionLost(): void {
    super.onConnectionLost();
    if (this.phase !== 'ringing') return;
    this.#stopWaiting();
    this.#stopWaiting = this.context.clock.after(ringWithoutSocketMs, () => {
      if (this.phase === 'ringing' && !this.context.transport.isConnected()) this.#loseSilently();
    });
  }

  override finish(end: CallEnd): void {
    this.#stopWaiting();
    super.finish(end);
  }

  protected override explainTermination(): CallEnd {
    if (this.phase === 'ringing') return { by: 'remote' };
    // No ACK came for 32 s: the other side never heard our answer.
    if (this.phase === 'answering') return { by: 'network', error: appError('call.connection-lost') };
    return { by: 'program', error: appError('call.failed') };
  }

  /** Asked again after a wait, in which the call may have ended. */
  #canAccept(): boolean {
    return this.phase === 'ringing';
  }

  /** sip.js resolves accept() as well when the call was cancelled (T30) and when the 200 never left (T20). */
  #checkAccepted(): Result<null> {
    const { context, session } = this;
    if (session.state !== SessionState.Established) return fail(appError('call.not-found'));
    if (context.transport.acceptedAt(this.callId) === undefined) {
      this.#loseSilently();
      return fail(appError('sip.connection-lost'));
    }
    if (this.#epoch !== context.transport.epoch) {
      this.#stopWaiting = context.clock.after(ackOnNewSocketMs, () => {
        if (this.phase === 'answering') this.#loseSilently();
      });
    }
    return ok(null);
  }

  #acknowledged(): void {
    if (this.phase !== 'answering') return;
    this.timer.begin(this.session.request);
    this.#stopWaiting();
    const okAt = this.context.transport.acceptedAt(this.callId);
    this.observer.mark('signalSent', okAt);
    this.observer.mark('signalAnswered');
    if (this.#replaces === undefined) {
      this.established(okAt);
      return;
    }
    this.observer.begin();
    this.phase = 'established';
    this.context.publish('line/identity', { id: this.id, remote: readRemoteParty(this.session.request) });
    this.context.onCallChanged();
    // The operator put the one before on hold, and speaks with somebody else perhaps.
    if (this.#replaces.isHeld) runDetached(this.context.reportDefect, 'hold-replacement', this.hold());
  }

  #loseSilently(): void {
    this.context.goodbyes.say(this.session);
    this.finish({ by: 'network', error: appError('call.connection-lost') });
  }

  /** An offer that the browser cannot take is refused with 488; sip.js would say 480, as if nobody were there (T50). */
  #refuseMedia(): void {
    if (this.phase === 'ended') return;
    this.context.goodbyes.say(this.session, 488);
    this.finish({ by: 'program', status: 488, error: appError('call.failed', { status: 488 }) });
  }

  /** RFC 3261 section 15: a caller may end an early dialog by BYE; the INVITE is then still to be answered. */
  #acceptEarlyBye(): void {
    const { dialog } = this.session;
    if (dialog === undefined) return;
    dialog.delegate = {
      onBye: (request) => {
        request.accept();
        this.context.goodbyes.say(this.session, 487);
        this.finish({ by: 'remote' });
      },
    };
  }
}
