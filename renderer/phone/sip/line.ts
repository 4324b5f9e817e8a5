import { UserAgent, type Invitation, type Session, type URI } from 'sip.js';
import type { Dialog } from '../../../electron/common/call/dialog.ts';
import type { WatchedEvents } from '../../../electron/common/contract/line-events.ts';
import type { SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { CallMedia, MediaEngine } from '../media/media-port.ts';
import type { PublishPhoneEvent } from '../phone-events.ts';
import { admitInvitation } from './call/admit-invitation.ts';
import { cleanText } from './lib/clean-text.ts';
import { createConference, type Conference } from './transfer/conference.ts';
import { createConnection, type Connection } from './connection/connection.ts';
import { delay } from './lib/delay.ts';
import { toDialUri } from './message/dial-target.ts';
import { createGoodbyes } from './call/goodbyes.ts';
import { runDetached, runGuarded, type ReportDefect } from './lib/guard.ts';
import { IncomingCall } from './call/incoming-call.ts';
import { serveLateNotices } from './transfer/late-notices.ts';
import type { LineCall } from './call/line-call.ts';
import type { LineRules } from '../../../electron/common/call/line-rules.ts';
import type { LineContext } from './call/line-context.ts';
import { createLineEvents } from './events/line-events.ts';
import { createLineTones, type ToneRules } from './call/line-tones.ts';
import { createLookout } from './connection/lookout.ts';
import { endLostDialog, planTakingBack, targetOf, tellDialog } from './call/lost-dialog.ts';
import { OutgoingCall, type CallPlan, type WayOfCall } from './call/outgoing-call.ts';
import { soundOf } from './call/sound-of-call.ts';
import { readOwnDomain } from './dialect/redirections.ts';
import { createReferrals, referOutside } from './transfer/referrals.ts';
import { createSideCalls, type SideCalls } from './side-calls/side-calls.ts';
import type { SipTrace } from './message/sip-trace.ts';
import type { OpenSocket } from './connection/sip-transport.ts';
import { serveUpdates } from './call/updates.ts';
import { buildUserAgent } from './user-agent.ts';

export interface LineParts {
  readonly account: SipAccount;
  readonly rules: () => LineRules;
  readonly toneRules: () => ToneRules;
  readonly instance: string;
  readonly media: MediaEngine;
  readonly clock: Clock;
  readonly random: () => number;
  readonly readTime: () => number;
  readonly newCallId: () => string;
  readonly openSocket: OpenSocket;
  readonly trace: SipTrace;
  readonly publish: PublishPhoneEvent;
  readonly reportDefect: ReportDefect;
}

/** Beyond this, no operator could work with the calls; the hub refuses earlier. */
const mostCalls = 10;
const farewellMs = 1_500;

/** One account: its user agent, its connection and its calls. */
export interface Line {
  readonly calls: ReadonlyMap<string, LineCall>;
  readonly connection: Connection;
  readonly conference: Conference;
  dial(id: string, target: string, referral?: string): Promise<Result<null>>;
  resolveTarget(target: string): Result<string>;
  watch(events: WatchedEvents): void;
  readonly sendCode: SideCalls['sendCode'];
  readonly testCall: SideCalls['testCall'];
  sayGoodbye(dialog: Dialog): Promise<Result<null>>;
  takeBack(id: string, dialog: Dialog): Promise<Result<null>>;
  /** Ends everything; resolves after 1.5 s at the latest. */
  stop(): Promise<void>;
}

/** null if the account cannot be part of a SIP URI. */
export function createLine(parts: LineParts): Line | null {
  const { account, media, clock, publish, reportDefect } = parts;
  const calls = new Map<string, LineCall>();
  const mediaOfSessions = new WeakMap<Session, CallMedia>();
  let isStopping = false;

  const built = buildUserAgent({
    account,
    instance: parts.instance,
    transport: {
      listener: {
        opened: () => connection.handle({ type: 'opened' }),
        closed: () => connection.handle({ type: 'closed' }),
        received: () => connection.handle({ type: 'traffic' }),
      },
      reportDefect,
      openSocket: parts.openSocket,
      readTime: parts.readTime,
      trace: parts.trace,
    },
    delegate: {
      onInvite: (invitation) => {
        invited(invitation);
      },
      // Unasked message-waiting notifications would be answered 481 (T53).
      onNotify: (notification) => {
        runDetached(reportDefect, 'notify', notification.accept());
        runGuarded(reportDefect, 'notify', () => {
          events.notified(notification);
        });
      },
      onReferRequest: (request) => {
        referrals.receive(referOutside(request));
      },
    },
    sessionDescriptionHandlerFactory: (session) => {
      const known = mediaOfSessions.get(session);
      if (known === undefined) throw new Error('The session has no media.');
      return known;
    },
  });
  if (built === null) return null;
  const { userAgent, transport } = built;
  serveUpdates(
    userAgent.userAgentCore,
    (callId) => [...calls.values()].find((call) => call.callId === callId),
    reportDefect,
  );
  const referrals = createReferrals({
    core: userAgent.userAgentCore,
    clock,
    mayAsk: () => parts.rules().transferRequests === 'ask',
    newId: parts.newCallId,
    isDiallable: (number) => toDialUri(number, account.domain).ok,
    ask: (id, number) => {
      publish('phone/transfer-request', { id, number: cleanText(number, 256) });
    },
  });
  const goodbyes = createGoodbyes({ clock, isConnected: () => transport.isConnected(), reportDefect });

  const tones = createLineTones({ clock, media, rules: parts.toneRules });

  const events = createLineEvents({
    userAgent,
    domain: account.domain,
    clock,
    random: parts.random,
    publish,
    reportDefect,
  });

  const context: LineContext = {
    account,
    userAgent,
    transport,
    goodbyes,
    media,
    clock,
    random: parts.random,
    readTime: parts.readTime,
    publish,
    reportDefect,
    referrals,
    lateNotices: serveLateNotices(userAgent.userAgentCore, clock, reportDefect),
    onCallChanged: () => {
      callChanged();
    },
  };

  const connection = createConnection({
    clock,
    random: parts.random,
    servers: account.servers,
    userAgent,
    transport,
    lookout: createLookout(parts.openSocket, reportDefect),
    onRegistration: (registration) => {
      publish('phone/registration', registration);
    },
    onLost: () => {
      events.lose();
      sideCalls.giveUp(appError('sip.connection-lost'));
      for (const call of [...calls.values()]) call.onConnectionLost();
    },
    onRestored: (isNetworkNew) => {
      goodbyes.sayDue();
      for (const call of [...calls.values()])
        runDetached(reportDefect, 'rebind', call.onConnectionRestored(isNetworkNew));
      events.start();
    },
  });

  const conference = createConference({ calls, media, publish, readTime: parts.readTime });

  const callChanged = (): void => {
    const ended = [...calls.values()].filter(({ phase }) => phase === 'ended');
    for (const call of ended) calls.delete(call.id);
    conference.follow();
    const all = [...calls.values()];
    connection.handle({ type: 'calls', any: all.length > 0 });
    tones.follow(all.map(soundOf), ended.map(soundOf));
    if (all.length === 0) media.releaseMicrophone();
  };

  /** `announce` comes before the tone: the first one of a page takes a quarter of a second to begin (measured). */
  const add = (call: LineCall, announce: () => void = () => undefined): void => {
    sideCalls.giveUp(appError('preflight.interrupted'));
    mediaOfSessions.set(call.session, call.media);
    calls.set(call.id, call);
    tellDialog(call, publish);
    announce();
    callChanged();
  };

  const invited = (invitation: Invitation): void => {
    const mayTakeMore = !isStopping && calls.size < mostCalls;
    const admission = admitInvitation(invitation, calls.values(), mayTakeMore);
    if (admission.kind === 'refused') {
      runDetached(reportDefect, 'reject', invitation.reject(admission.refusal));
      return;
    }
    const { replaced } = admission;
    const callMedia = runGuarded(reportDefect, 'connection', () => media.createCallMedia(account.iceServers));
    if (callMedia === undefined) {
      // Whoever calls is to be told, and may be taken by somebody else.
      runDetached(reportDefect, 'reject', invitation.reject({ statusCode: 480 }));
      return;
    }
    const id = replaced?.id ?? parts.newCallId();
    const call = new IncomingCall(id, invitation, callMedia, context, replaced);
    // sip.js ends the replaced session itself as soon as the new one is accepted.
    replaced?.retire();
    add(call, () => call.start());
    if (replaced !== undefined) runDetached(reportDefect, 'replace', call.answer());
  };

  const dialUri = (target: string): Result<URI> => {
    const address = toDialUri(target, account.domain);
    if (!address.ok) return address;
    const uri = UserAgent.makeURI(address.value);
    return uri === undefined ? fail(appError('call.invalid-number')) : ok(uri);
  };

  const sideCalls = createSideCalls({
    userAgent,
    context,
    isRegistered: () => connection.isRegistered,
    hasCalls: () => calls.size > 0,
    toUri: dialUri,
    createMedia: () => media.createCallMedia(account.iceServers),
    mediaOfSessions,
  });

  /** The call goes on under the same id, with another INVITE. */
  const replace = (from: OutgoingCall, target: URI, plan: CallPlan): boolean => {
    if (isStopping) return false;
    const call = new OutgoingCall(from.id, target, media.createCallMedia(account.iceServers), context, plan);
    from.retire();
    add(call);
    runDetached(reportDefect, 'replace', call.start());
    return true;
  };

  /** Once: a second redirection ends the call. */
  const follow: CallPlan['redirect'] = (from, target) => {
    const uri = readOwnDomain(target, account.domain);
    return uri !== undefined && replace(from, uri, { ...from.plan, redirect: null });
  };

  const place = async (id: string, uri: Result<URI>, plan: () => WayOfCall): Promise<Result<null>> => {
    if (calls.has(id)) return fail(appError('call.not-possible'));
    if (!connection.isRegistered) return fail(appError('call.no-line'));
    if (calls.size >= mostCalls) return fail(appError('call.line-full'));
    if (!uri.ok) return uri;
    // Without a microphone no INVITE leaves: the other side would pick up and hear nothing.
    const askedAt = parts.readTime();
    const microphone = await media.openMicrophone();
    const openAt = parts.readTime();
    if (!microphone.ok) {
      if (calls.size === 0) media.releaseMicrophone();
      return microphone;
    }
    if (calls.has(id)) return fail(appError('call.not-possible'));
    const call = new OutgoingCall(id, uri.value, media.createCallMedia(account.iceServers), context, {
      ...plan(),
      microphone: { askedAt, openAt },
      tooBrief: null,
      again: (from, tooBrief) => replace(from, from.target, { ...from.plan, tooBrief, again: null }),
    });
    add(call);
    return call.start();
  };

  const start = async (): Promise<void> => {
    await userAgent.start();
    connection.handle({ type: 'start', servers: account.servers.length });
  };
  runDetached(reportDefect, 'start', start());

  return {
    calls,
    connection,
    conference,
    dial: (id, target, referral) =>
      place(id, dialUri(target), () => {
        const granted = referral === undefined ? undefined : referrals.grant(referral);
        return {
          headers: granted?.headers ?? [],
          media: {},
          onStatus: (status) => granted?.tell(status),
          redirect: parts.rules().followRedirect === 'own-domain' ? follow : null,
          detour: null,
        };
      }),
    takeBack: (id, dialog) =>
      place(id, targetOf(dialog), () => planTakingBack(dialog, userAgent.configuration.uri, replace)),
    resolveTarget: (target) => toDialUri(target, account.domain),
    watch: events.watch,
    sendCode: sideCalls.sendCode,
    testCall: sideCalls.testCall,
    sayGoodbye: (dialog) => endLostDialog(userAgent, dialog, () => connection.isRegistered),
    async stop() {
      isStopping = true;
      events.stop();
      for (const call of [...calls.values()]) call.hangUp();
      tones.stop();
      sideCalls.giveUp(appError('call.no-line'));
      const { isRegistered } = connection;
      const farewell = Promise.all([goodbyes.finished(), isRegistered ? connection.unregister() : undefined]);
      if (transport.isConnected()) await Promise.race([farewell, delay(clock, farewellMs)]);
      connection.handle({ type: 'stop' });
      await userAgent.stop().catch((defect: unknown) => {
        reportDefect('user-agent-stop', defect);
      });
    },
  };
}
