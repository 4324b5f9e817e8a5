import { UserAgent, type Invitation, type Session } from 'sip.js';
import type { SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, type Result } from '../../../electron/common/lib/result.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { CallMedia, MediaEngine, Tone } from '../media/media-port.ts';
import type { PublishPhoneEvent } from '../phone-events.ts';
import { createConnection, type Connection } from './connection.ts';
import { toDialUri } from './dial-target.ts';
import { createGoodbyes } from './goodbyes.ts';
import { runDetached, type ReportDefect } from './guard.ts';
import { IncomingCall } from './incoming-call.ts';
import type { LineCall } from './line-call.ts';
import type { LineContext } from './line-context.ts';
import { createLookout } from './lookout.ts';
import { OutgoingCall } from './outgoing-call.ts';
import type { OpenSocket } from './sip-transport.ts';
import { buildUserAgent } from './user-agent.ts';

export interface LineParts {
  readonly account: SipAccount;
  readonly instance: string;
  readonly media: MediaEngine;
  readonly clock: Clock;
  readonly random: () => number;
  readonly readTime: () => number;
  readonly newCallId: () => string;
  readonly openSocket: OpenSocket;
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
  dial(id: string, target: string): Promise<Result<null>>;
  resolveTarget(target: string): Result<string>;
  /** Ends everything; resolves after 1.5 s at the latest. */
  stop(): Promise<void>;
}

/** null if the account cannot be part of a SIP URI. */
export function createLine(parts: LineParts): Line | null {
  const { account, media, clock, publish, reportDefect } = parts;
  const calls = new Map<string, LineCall>();
  const mediaOfSessions = new WeakMap<Session, CallMedia>();
  let tone: Tone = null;
  let isStopping = false;

  const built = buildUserAgent({
    account,
    instance: parts.instance,
    transport: {
      listener: {
        opened: () => {
          connection.handle({ type: 'opened' });
        },
        closed: () => {
          connection.handle({ type: 'closed' });
        },
        received: () => {
          connection.handle({ type: 'traffic' });
        },
      },
      reportDefect,
      openSocket: parts.openSocket,
      readTime: parts.readTime,
    },
    delegate: {
      onInvite: (invitation) => {
        invited(invitation);
      },
      // Unasked message-waiting notifications would be answered 481 (T53).
      onNotify: (notification) => {
        runDetached(reportDefect, 'notify', notification.accept());
      },
      onReferRequest: (request) => {
        request.reject({ statusCode: 603 });
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
  const goodbyes = createGoodbyes({ clock, isConnected: () => transport.isConnected(), reportDefect });

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
      for (const call of [...calls.values()]) call.onConnectionLost();
    },
    onRestored: () => {
      goodbyes.sayDue();
      for (const call of [...calls.values()])
        runDetached(reportDefect, 'rebind', call.onConnectionRestored());
    },
  });

  const callChanged = (): void => {
    for (const call of [...calls.values()]) if (call.phase === 'ended') calls.delete(call.id);
    const all = [...calls.values()];
    connection.handle({ type: 'calls', any: all.length > 0 });
    const wanted = chooseTone(all);
    if (wanted !== tone) media.play(wanted);
    tone = wanted;
    if (all.length === 0) media.releaseMicrophone();
  };

  const add = (call: LineCall): void => {
    mediaOfSessions.set(call.session, call.media);
    calls.set(call.id, call);
    callChanged();
  };

  const invited = (invitation: Invitation): void => {
    if (isStopping || calls.size >= mostCalls) {
      runDetached(reportDefect, 'reject', invitation.reject({ statusCode: 486 }));
      return;
    }
    const replaced = [...calls.values()].find((call) => call.session === invitation.replacee);
    if (invitation.replacee !== undefined && replaced === undefined) {
      runDetached(reportDefect, 'reject', invitation.reject({ statusCode: 481 }));
      return;
    }
    const id = replaced?.id ?? parts.newCallId();
    const call = new IncomingCall(
      id,
      invitation,
      media.createCallMedia(account.iceServers),
      context,
      replaced,
    );
    // sip.js ends the replaced session itself as soon as the new one is accepted.
    replaced?.retire();
    add(call);
    call.start();
    if (replaced !== undefined) runDetached(reportDefect, 'replace', call.answer());
  };

  const start = async (): Promise<void> => {
    await userAgent.start();
    connection.handle({ type: 'start', servers: account.servers.length });
  };
  runDetached(reportDefect, 'start', start());

  return {
    calls,
    connection,
    async dial(id, target) {
      if (calls.has(id)) return fail(appError('call.not-possible'));
      if (!connection.isRegistered) return fail(appError('call.no-line'));
      if (calls.size >= mostCalls) return fail(appError('call.line-full'));
      const address = toDialUri(target, account.domain);
      if (!address.ok) return address;
      const uri = UserAgent.makeURI(address.value);
      if (uri === undefined) return fail(appError('call.invalid-number'));
      // Without a microphone no INVITE leaves: the other side would pick up and hear nothing.
      const microphone = await media.openMicrophone();
      if (!microphone.ok) {
        if (calls.size === 0) media.releaseMicrophone();
        return microphone;
      }
      if (calls.has(id)) return fail(appError('call.not-possible'));
      const call = new OutgoingCall(id, uri, media.createCallMedia(account.iceServers), context);
      add(call);
      return call.start();
    },
    resolveTarget: (target) => toDialUri(target, account.domain),
    async stop() {
      isStopping = true;
      for (const call of [...calls.values()]) call.hangUp();
      const { isRegistered } = connection;
      const farewell = Promise.all([goodbyes.finished(), isRegistered ? connection.unregister() : undefined]);
      if (transport.isConnected()) await Promise.race([farewell, after(clock, farewellMs)]);
      connection.handle({ type: 'stop' });
      await userAgent.stop().catch((defect: unknown) => {
        reportDefect('user-agent-stop', defect);
      });
    },
  };
}

/** A caller rings; while the operator talks, the desk shows it and the ear is left in peace. */
function chooseTone(calls: readonly LineCall[]): Tone {
  if (calls.some((call) => call instanceof OutgoingCall && call.phase === 'ringing' && call.wantsRingback)) {
    return 'ringback';
  }
  const talks = calls.some(
    (call) => call.phase === 'answering' || (call.phase === 'established' && !call.isHeld),
  );
  const rings = calls.some((call) => call instanceof IncomingCall && call.isRinging);
  return rings && !talks ? 'ring' : null;
}

function after(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
