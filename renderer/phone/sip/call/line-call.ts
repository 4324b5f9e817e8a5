import { SessionState, type Core, type Invitation, type Inviter, type Notification } from 'sip.js';
import type { CallDirection, EndedBy, RemoteParty } from '../../../../electron/common/call/call-model.ts';
import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia } from '../../media/media-port.ts';
import { observeOnLine, type CallObserver } from './call-observer.ts';
import { runDetached, runGuarded } from '../lib/guard.ts';
import { readAssertedParty } from '../message/incoming-identity.ts';
import { createHandOver, type HandOver } from '../transfer/hand-over.ts';
import { createHolding, type Holding } from './holding.ts';
import { createInfoTones } from './info-tones.ts';
import { parseTones, toneGapMs, toneMs } from '../message/dtmf.ts';
import type { LineContext } from './line-context.ts';
import { watchMedia } from './media-watch.ts';
import { readSdp } from '../message/read-sdp.ts';
import { referInDialog } from '../transfer/referrals.ts';
import { createReinvites, type Reinvites } from './reinvites.ts';
import { answerTimer, createSessionTimer, type SessionTimer } from '../message/session-timer.ts';
import { answerRefreshes } from './session-refreshes.ts';
import { answerOffer, type UpdateAnswer, type UpdateTarget } from './updates.ts';

export interface CallEnd {
  readonly by: EndedBy;
  readonly status?: number;
  readonly error?: AppError;
  readonly redirectedTo?: string;
}

/**
 * One call, from its first message to `line/ended`. Wraps the session of sip.js, whose states say what was sent and
 * received, not what an operator has: a call is over for the operator at once, however long goodbyes take.
 *
 *   ringing ──answer──> answering ──ACK──> established ──> ended
 *      └──────── (outgoing: 200, ACK) ──────────^
 */
export abstract class LineCall implements UpdateTarget {
  readonly id: string;
  readonly media: CallMedia;
  phase: 'ringing' | 'answering' | 'established' | 'ended' = 'ringing';
  abstract readonly direction: CallDirection;
  abstract readonly session: Invitation | Inviter;
  protected readonly context: LineContext;
  protected readonly observer: CallObserver;
  protected readonly timer: SessionTimer;
  readonly #stopWatching: () => void;
  #reinvites: Reinvites | undefined;
  readonly #holding: Holding;
  readonly #handOver: HandOver;
  /** This leg is taken over by another party: a BYE of the exchange is what was wished. */
  isBeingReplaced = false;
  #remote: RemoteParty | undefined;
  readonly #infoTones: ReturnType<typeof createInfoTones>;

  constructor(id: string, media: CallMedia, context: LineContext) {
    this.id = id;
    this.media = media;
    this.context = context;
    this.#infoTones = createInfoTones(context.clock);
    this.#holding = createHolding({
      media,
      session: () => this.session,
      reinvites: () => this.#reinvites,
      isEstablished: () => this.phase === 'established',
      changed: (isHeld) => {
        context.publish(isHeld ? 'line/held' : 'line/resumed', { id, at: context.readTime() });
        context.onCallChanged();
      },
      lose: (status) => this.#lose(status),
    });
    this.#handOver = createHandOver({
      session: () => this.session,
      clock: context.clock,
      isTalking: () => this.phase === 'established',
      isHeld: () => this.isHeld,
      isConnected: () => context.transport.isConnected(),
      hold: () => this.hold(),
      resume: () => this.#resume(),
      askAnew: () => this.#holding.renew(false),
      // A connection that is being closed has no statistics any more.
      countReceived: () =>
        media.readStats().then(
          ({ packetsReceived }) => packetsReceived,
          () => 0,
        ),
      leave: () => {
        context.goodbyes.say(this.session);
        this.finish({ by: 'operator' });
      },
      tell: (state, status) => {
        const told = status === undefined ? {} : { status };
        context.publish('line/transfer-course', { id, state, at: context.readTime(), ...told });
      },
      listenOn: (onStatus) => {
        context.lateNotices.listen(this.callId, onStatus);
      },
    });
    this.observer = observeOnLine(id, media, context);
    this.timer = createSessionTimer({
      clock: context.clock,
      refresh: () => {
        runDetached(context.reportDefect, 'refresh', this.#holding.renew(false));
      },
      expired: () => {
        this.#lose(408);
      },
    });
    this.#stopWatching = watchMedia(media, context.clock, {
      publish: (state, error) => {
        if (error !== undefined) this.observer.tell();
        context.publish('line/media', {
          id,
          state,
          at: context.readTime(),
          ...(error === undefined ? {} : { error }),
        });
      },
      mended: (code) => {
        context.publish('phone/trouble-over', { code });
      },
      isEstablished: () => this.phase === 'established',
      isReachable: () => context.transport.isConnected(),
      giveUp: () => {
        this.#lose();
      },
      restart: () => {
        this.observer.noteRestart();
        return this.#holding.renew(true);
      },
    });
  }

  /** How the call ends if sip.js gives the session up by itself. */
  protected abstract explainTermination(): CallEnd;

  get isHeld(): boolean {
    return this.#holding.isHeld;
  }

  get callId(): string {
    return this.session.dialog?.callId ?? this.session.request.callId;
  }

  hangUp(): Result<null> {
    if (this.phase === 'ended') return fail(appError('call.not-found'));
    this.context.goodbyes.say(this.session);
    this.finish({ by: 'operator' });
    return ok(null);
  }

  async hold(): Promise<Result<null>> {
    return this.isHeld ? ok(null) : this.#holding.change(true);
  }

  async resume(): Promise<Result<null>> {
    return this.#handOver.takeBack() ?? this.#resume();
  }

  async sendTones(text: string): Promise<Result<null>> {
    if (this.phase !== 'established') return fail(appError('call.not-possible'));
    if (this.media.sendDtmf(text.toUpperCase(), { duration: toneMs, interToneGap: toneGapMs }))
      return ok(null);
    const status = await this.#infoTones.send(this.session, parseTones(text));
    if (status === null) return ok(null);
    if (!this.context.transport.isConnected()) return fail(appError('sip.connection-lost'));
    if (status === 481) return this.#lose(status);
    return fail(appError('call.failed', { status }));
  }

  /** Hands the other party over to `referTo`; our leg ends when the exchange took it. */
  transfer(referTo: string): Promise<Result<null>> {
    return this.#handOver.start(referTo);
  }

  /** UPDATE (RFC 3311): another party is asserted, another description offered, or nothing but a refresh. */
  async takeUpdate(message: Core.IncomingRequestMessage): Promise<UpdateAnswer> {
    const timer = answerTimer(message);
    if (timer.kind === 'too-brief') return { status: 422, headers: timer.headers };
    const sdp = readSdp(message);
    // The first offer and answer are still under way.
    if (sdp !== null && (this.phase !== 'established' || this.#reinvites === undefined))
      return { status: 500, headers: ['Retry-After: 1'] };
    const { media, session, isHeld, context } = this;
    const answer: UpdateAnswer =
      sdp === null || this.#reinvites === undefined
        ? { status: 200 }
        : await answerOffer(sdp, {
            media,
            reinvites: this.#reinvites,
            dialog: session.dialog,
            isHeld,
            reportDefect: context.reportDefect,
          });
    if (answer.status >= 300) return answer;
    this.showParty(readAssertedParty(message));
    this.timer.begin(message);
    return { ...answer, headers: timer.headers };
  }

  /** The exchange no longer reaches us. Ringing calls decide for themselves. */
  onConnectionLost(): void {
    this.#reinvites?.abandon();
    this.#handOver.onConnectionLost();
  }

  /** Registered on a new socket: the far end learns the way to us by a re-INVITE (T21). */
  async onConnectionRestored(isNetworkNew: boolean): Promise<void> {
    if (this.phase !== 'established') return;
    await this.#holding.renew(isNetworkNew || ['interrupted', 'failed'].includes(this.media.state));
  }

  finish(end: CallEnd): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.timer.stop();
    this.#stopWatching();
    this.observer.stop();
    this.#handOver.onEnded(end.by);
    this.closeMedia();
    this.context.transport.forget(this.callId);
    this.context.publish('line/ended', { id: this.id, at: this.context.readTime(), ...end });
    this.context.onCallChanged();
  }

  /** Another call takes the place of this one under the same id: ends without a word. */
  retire(): void {
    this.phase = 'ended';
    this.timer.stop();
    this.#stopWatching();
    this.observer.stop();
    this.closeMedia();
  }

  protected closeMedia(): void {
    runGuarded(this.context.reportDefect, 'media-close', () => {
      this.media.close();
    });
  }

  /** Takes over what sip.js tells about the session; to be called once it exists. */
  protected attach(isCaller: boolean): void {
    const { session, context } = this;
    const guarded = (where: string, run: () => void): void => {
      runGuarded(context.reportDefect, where, run);
    };
    this.#reinvites = createReinvites({
      session,
      media: this.media,
      clock: context.clock,
      random: context.random,
      isCaller,
      isConnected: () => context.transport.isConnected(),
      timer: this.timer,
    });
    session.delegate = {
      ...session.delegate,
      onBye: (bye) => {
        runDetached(context.reportDefect, 'bye', bye.accept());
        const isWished = this.isBeingReplaced || this.#handOver.takesBye();
        this.finish({ by: isWished ? 'operator' : 'remote' });
      },
      onInvite: (request, _response, status) => {
        if (status < 300) guarded('re-invite', () => this.showParty(readAssertedParty(request)));
      },
      onNotify: (notification) => {
        guarded('notify', () => this.#notified(notification));
      },
      onRefer: (referral) => {
        guarded('refer', () => context.referrals.receive(referInDialog(referral, session.dialog)));
      },
    };
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) answerRefreshes(session.dialog, this.timer);
      if (state !== SessionState.Terminated) return;
      // Rejections bring their status right after this; only what nobody explains is explained here.
      queueMicrotask(() => {
        if (this.phase !== 'ended') this.finish(this.explainTermination());
      });
    });
  }

  protected established(okAt?: number): void {
    if (this.phase === 'ended' || this.phase === 'established') return;
    this.phase = 'established';
    const { context, id } = this;
    context.publish('line/established', {
      id,
      at: context.readTime(),
      ...(okAt === undefined ? {} : { okAt }),
    });
    context.onCallChanged();
    this.observer.begin();
    if (this.media.needsNewOffer) runDetached(context.reportDefect, 'new-offer', this.#holding.renew(false));
  }

  protected showParty(party: RemoteParty | null): void {
    if (party === null || this.phase === 'ended') return;
    const last = this.#remote;
    if (last?.number === party.number && last.name === party.name && last.withheld === party.withheld) return;
    this.rememberParty(party);
    this.context.publish('line/identity', { id: this.id, remote: party });
  }

  protected rememberParty(party: RemoteParty): void {
    this.#remote = party;
  }

  async #resume(): Promise<Result<null>> {
    return this.isHeld ? this.#holding.change(false) : ok(null);
  }

  /** RFC 3261 section 12.2.1.2: after 481 or 408 there is no call any more, whatever sip.js says (T40). */
  #lose(status?: number): Result<null> {
    const known = status === undefined ? {} : { status };
    const error = appError('call.connection-lost', known);
    this.context.goodbyes.say(this.session);
    this.finish({ by: 'network', ...known, error });
    return fail(error);
  }

  #notified(notification: Notification): void {
    runDetached(this.context.reportDefect, 'notify', notification.accept());
    this.#handOver.onNotify(notification);
  }
}
