import type { WatchedEvents } from '../../../electron/common/contract/line-events.ts';
import type { SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { cautiousRules } from '../../../electron/common/call/line-rules.ts';
import type { MediaEngine } from '../media/media-port.ts';
import type { PublishPhoneEvent } from '../phone-events.ts';
import type { SipEngine } from '../sip-engine.ts';
import { runGuarded, type ReportDefect } from './lib/guard.ts';
import { IncomingCall } from './call/incoming-call.ts';
import type { LineCall } from './call/line-call.ts';
import { createLine, type Line } from './line.ts';
import type { ToneRules } from './call/line-tones.ts';
import { createSipTrace } from './message/sip-trace.ts';
import type { OpenSocket } from './connection/sip-transport.ts';
import { replacesUri } from './transfer/transfers.ts';

export interface SipJsEngineParts {
  readonly media: MediaEngine;
  readonly publish: PublishPhoneEvent;
  readonly clock: Clock;
  /** 0 (inclusive) to 1. */
  readonly random: () => number;
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readonly readTime: () => number;
  /** Letters and digits, stable per installation: the registrar knows our contact by it. */
  readonly instance: string;
  readonly newCallId: () => string;
  readonly openSocket: OpenSocket;
  /** Told of exceptions in callbacks, after they were caught. */
  readonly onDefect?: ReportDefect;
}

const noEvents: WatchedEvents = { lamps: [], messages: false };

/** The SipEngine port on the core of sip.js 0.21.2, with its known defects mended around it. */
export function createSipJsEngine(parts: SipJsEngineParts): SipEngine {
  const reportDefect: ReportDefect = (where, defect) => {
    parts.onDefect?.(where, defect);
    try {
      parts.publish('phone/trouble', { error: appError('internal', { where }) });
    } catch {
      // The wire itself is the defect: there is nobody left to tell.
    }
  };
  /** What listeners do with an event must never run back into the SIP stack (T3). */
  const publish: PublishPhoneEvent = (event, payload) => {
    runGuarded(reportDefect, event, () => {
      parts.publish(event, payload);
    });
  };
  const trace = createSipTrace();
  let line: Line | null = null;
  let configured = 'null';
  let opened = 0;
  let watched = noEvents;
  let iceServers: SipAccount['iceServers'] = [];
  let rules = cautiousRules;
  let toneRules: ToneRules = { callWaiting: false, holdReminderSeconds: 0 };

  const stop = async (): Promise<void> => {
    const current = line;
    line = null;
    configured = 'null';
    await current?.stop();
    parts.media.releaseMicrophone();
  };

  const withCall = async (
    id: string,
    act: (call: LineCall, current: Line) => Result<null> | Promise<Result<null>>,
  ): Promise<Result<null>> => {
    const call = line?.calls.get(id);
    if (line === null || call === undefined) return fail(appError('call.not-found'));
    return act(call, line);
  };

  /** What is checked is in use, and the other side would hear it. */
  const checkSound = async <T>(check: () => Promise<Result<T>>): Promise<Result<T>> =>
    line !== null && line.calls.size > 0 ? fail(appError('preflight.in-call')) : check();

  return {
    async configure(account, audio, wantedRules = cautiousRules, events = noEvents) {
      rules = wantedRules;
      const { callWaiting = false, holdReminderSeconds = 0 } = audio;
      toneRules = { callWaiting, holdReminderSeconds };
      parts.media.configure(audio);
      watched = events;
      iceServers = account?.iceServers ?? [];
      line?.watch(watched);
      const wanted = JSON.stringify(account);
      if (wanted === configured) return ok(null);
      const stopped = stop();
      configured = wanted;
      await stopped;
      // Another account was given, or the phone was stopped, while the old line said goodbye.
      if (account === null || configured !== wanted) return ok(null);
      line = openLine(account);
      line?.watch(watched);
      if (line !== null) return ok(null);
      configured = 'null';
      const error = appError('sip.account-unknown');
      publish('phone/registration', { state: 'failed', error });
      return fail(error);
    },
    reconnect() {
      line?.connection.handle({ type: 'reconnect' });
    },
    networkChanged() {
      line?.connection.handle({ type: 'network-changed' });
    },
    stop,
    async dial(id, target, referral) {
      return line === null ? fail(appError('call.no-line')) : line.dial(id, target, referral);
    },
    answer: (id) =>
      withCall(id, (call) =>
        call instanceof IncomingCall ? call.answer() : fail(appError('call.not-possible')),
      ),
    beep: (id) =>
      withCall(id, (call) =>
        call instanceof IncomingCall ? call.beep() : fail(appError('call.not-possible')),
      ),
    reject: (id, status) =>
      withCall(id, (call) =>
        call instanceof IncomingCall ? call.reject(status) : fail(appError('call.not-possible')),
      ),
    hangUp: (id) => withCall(id, (call) => call.hangUp()),
    async sayGoodbye(dialog) {
      return line === null ? fail(appError('call.no-line')) : line.sayGoodbye(dialog);
    },
    async takeBack(id, dialog) {
      return line === null ? fail(appError('call.no-line')) : line.takeBack(id, dialog);
    },
    hold: (id) => withCall(id, (call) => call.hold()),
    resume: (id) => withCall(id, (call) => call.resume()),
    setMuted(on) {
      parts.media.setMuted(on);
      publish('line/muted', { on });
    },
    playSample: (sound, language) => parts.media.playSample(sound, language),
    measureMicrophone: (on) => parts.media.measureMicrophone(on),
    sendTones: (id, tones) => withCall(id, (call) => call.sendTones(tones)),
    transfer: (id, target) =>
      withCall(id, (call, current) => {
        const address = current.resolveTarget(target);
        return address.ok ? call.transfer(address.value) : address;
      }),
    connect: (id, otherId) =>
      withCall(id, async (call, current) => {
        const other = current.calls.get(otherId);
        if (other === undefined) return fail(appError('call.not-found'));
        const referTo = other.phase === 'established' && other !== call ? replacesUri(other.session) : null;
        if (referTo === null) return fail(appError('call.not-possible'));
        other.isBeingReplaced = true;
        const result = await call.transfer(referTo);
        other.isBeingReplaced = false;
        // Some exchanges end the consultation leg themselves, some leave it.
        if (result.ok) other.hangUp();
        return result;
      }),
    async conference(ids) {
      return line === null ? fail(appError('call.no-line')) : line.conference.join(ids);
    },
    async split(held) {
      return line === null ? fail(appError('call.no-line')) : line.conference.split(held);
    },
    exportTrace: (part) => trace.export(part),
    async sendCode(target) {
      return line === null ? fail(appError('call.no-line')) : line.sendCode(target);
    },
    checkMicrophone: () => checkSound(() => parts.media.checkMicrophone()),
    checkSpeaker: () => checkSound(() => parts.media.checkSpeaker()),
    async checkRelays() {
      return ok({ trials: await Promise.all(iceServers.map((server) => parts.media.tryRelay(server))) });
    },
    async testCall(target) {
      return line === null ? fail(appError('call.no-line')) : line.testCall(target);
    },
    async readStats(id) {
      const call = line?.calls.get(id);
      return call === undefined ? fail(appError('call.not-found')) : ok(await call.media.readStats());
    },
  };

  function openLine(account: SipAccount): Line | null {
    const mine = ++opened;
    trace.protect(account.password);
    for (const { credential } of account.iceServers) trace.protect(credential ?? '');
    return createLine({
      account,
      rules: () => rules,
      toneRules: () => toneRules,
      instance: parts.instance,
      media: parts.media,
      clock: parts.clock,
      random: parts.random,
      readTime: parts.readTime,
      newCallId: parts.newCallId,
      openSocket: parts.openSocket,
      trace,
      publish: (event, payload) => {
        // A line that still says goodbye is off; the one after it is what counts.
        if (event !== 'phone/registration' || mine === opened) publish(event, payload);
      },
      reportDefect,
    });
  }
}
