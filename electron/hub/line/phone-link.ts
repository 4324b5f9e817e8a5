import type { AutoAnswerRequest } from '../../common/call/auto-answer.ts';
import type { CallEffect, Fact } from '../../common/call/call-state.ts';
import type { LineRules } from '../../common/call/line-rules.ts';
import { createClient, type Client } from '../../common/contract/client.ts';
import type { Lamp } from '../../common/events/lamp.ts';
import type { Messages } from '../../common/events/message-summary.ts';
import type { WatchedEvents } from '../../common/contract/line-events.ts';
import type { WebHidDevice } from '../../common/contract/hid-collections.ts';
import {
  phoneContract,
  type AudioSettings,
  type CallStats,
  type Registration,
  type SipAccount,
} from '../../common/contract/phone-contract.ts';
import type { SoundDevices, SoundSample } from '../../common/contract/sound-contract.ts';
import type { TraceChunk } from '../../common/contract/trace-wire.ts';
import type { Wire } from '../../common/contract/wire.ts';
import { appError, type AppError, type ErrorCode } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, type Result } from '../../common/lib/result.ts';
import type { Log } from '../../shell/log.ts';
import type { CallQualityDesk } from '../record/call-quality.ts';
import { createLostDialogs, type LostDialogs, type LostDialogsParts } from './lost-dialogs.ts';
import { overWithThePage } from './page-notices.ts';
import { watchPage } from './page-watch.ts';
import { createPhoneChecks, type PhoneChecks } from './phone-checks.ts';

export interface PhoneLink {
  /** A phone page was loaded; the one before is gone and its calls with it. */
  attach(wire: Wire): void;
  isAttached(): boolean;
  /** Gives account and sound settings to the page, now and after every reload. `null`: stay off line. */
  configure(
    account: SipAccount | null,
    audio: AudioSettings,
    line: { readonly rules: LineRules; readonly events: WatchedEvents },
  ): void;
  sendCode(target: string): Promise<Result<null>>;
  registration(): Registration;
  run(effect: Exclude<CallEffect, { type: 'refuse' }>): Promise<Result<null>>;
  stats(id: string): Promise<Result<CallStats>>;
  readonly lostCalls: Pick<LostDialogs, 'offered' | 'isLost' | 'decline'>;
  trace(part: { readonly includeCustomer: boolean; readonly from: number }): Promise<Result<TraceChunk>>;
  beep(id: string): Promise<Result<null>>;
  readonly checks: PhoneChecks;
  playSample(sound: SoundSample, language: string): Promise<Result<null>>;
  measureMicrophone(on: boolean): Promise<Result<null>>;
  reconnect(): void;
  networkChanged(): void;
  stop(): Promise<void>;
}

export interface PhoneLinkOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly onFact: (fact: Fact, cause: string) => void;
  readonly lostCalls: Omit<LostDialogsParts, 'say'>;
  /** Told after the call itself. */
  readonly onAutoAnswer: (id: string, request: AutoAnswerRequest) => void;
  /** The other side asks us to call a number. */
  readonly onTransferRequest: (request: { readonly id: string; readonly number: string }) => void;
  /** A dialled number named another one instead. */
  readonly onRedirected: (number: string) => void;
  /** The transfer request that a call grants. */
  readonly referralOf: (effect: CallEffect & { type: 'dial' }) => string | undefined;
  readonly onRegistration: (registration: Registration) => void;
  readonly onTrouble: (error: AppError) => void;
  readonly onTroubleOver: (code: ErrorCode) => void;
  /** The page does not answer any more: nothing works until it is loaded anew. */
  readonly onHung: () => void;
  readonly sound: Pick<CallQualityDesk, 'noteSample' | 'noteCourse' | 'noteFault'>;
  readonly onLamp: (number: string, lamp: Lamp) => void;
  readonly onMessages: (messages: Messages | null) => void;
  readonly onMicrophone: (usbId: string | null) => void;
  readonly onDevicesChanged: () => void;
  /** null: the page is gone. */
  readonly onSoundDevices: (devices: SoundDevices | null) => void;
  /** In dBFS, while it is measured. */
  readonly onSoundLevel: (levelDb: number) => void;
  readonly onHidDevices: (devices: readonly WebHidDevice[]) => void;
}

type PhoneClient = Client<typeof phoneContract>;

export function createPhoneLink(options: PhoneLinkOptions): PhoneLink {
  const { clock, log, onFact } = options;
  let client: PhoneClient | undefined;
  let wanted:
    | {
        readonly account: SipAccount | null;
        readonly audio: AudioSettings;
        readonly rules: LineRules;
        readonly events: WatchedEvents;
      }
    | undefined;
  let registration: Registration = { state: 'off' };

  /** The other sides of calls that ended with their page still wait. */
  const lostDialogs = createLostDialogs({
    ...options.lostCalls,
    async say(dialog) {
      const said = await client?.request('line/goodbye', { dialog }, { timeoutMs: negotiationMs });
      log.info('line.goodbye', { said: said?.ok === true });
      return said?.ok === true;
    },
  });

  const setRegistration = (next: Registration): void => {
    registration = next;
    options.onRegistration(next);
  };

  const sendConfiguration = async (): Promise<void> => {
    if (client === undefined || wanted === undefined) return;
    const result = await client.request('phone/configure', wanted);
    if (!result.ok) options.onTrouble(result.error);
  };

  const takeBack = async (page: PhoneClient, id: string): Promise<Result<null>> => {
    const dialog = lostDialogs.take(id);
    if (dialog === null) return fail(appError('call.not-possible'));
    log.info('line.take-back', { id });
    const asked = await page.request('line/take-back', { id, dialog }, { timeoutMs: 15_000 });
    if (!asked.ok) lostDialogs.ended(id);
    return asked;
  };

  const listen = (page: PhoneClient): void => {
    page.on('phone/ready', () => void sendConfiguration());
    page.on('phone/registration', (next) => {
      setRegistration(next);
      lostDialogs.line(next.state === 'registered');
    });
    page.on('phone/trouble', ({ error }) => options.onTrouble(error));
    page.on('phone/trouble-over', ({ code }) => options.onTroubleOver(code));
    page.on('phone/microphone', ({ usbId }) => options.onMicrophone(usbId));
    page.on('phone/devices-changed', options.onDevicesChanged);
    page.on('phone/sound-devices', options.onSoundDevices);
    page.on('phone/sound-level', ({ levelDb }) => options.onSoundLevel(levelDb));
    page.on('phone/hid-devices', ({ devices }) => options.onHidDevices(devices));
    page.on('events/lamp', ({ number, ...lamp }) => options.onLamp(number, lamp));
    page.on('events/messages', ({ messages }) => options.onMessages(messages));
    page.on('phone/transfer-request', options.onTransferRequest);
    page.on('line/incoming', ({ id, remote, data, forwardedFrom, autoAnswer, at }) => {
      onFact({ type: 'incoming', id, remote, data, forwardedFrom }, 'line');
      log.info('line.invite', { id, at });
      if (autoAnswer !== undefined) options.onAutoAnswer(id, autoAnswer);
    });
    page.on('line/progress', ({ id }) => onFact({ type: 'progress', id }, 'line'));
    page.on('line/established', ({ id, at, okAt }) => {
      lostDialogs.established(id);
      onFact({ type: 'established', id }, 'line');
      log.info('line.established', { id, at, okAt: okAt ?? null });
    });
    page.on('line/held', ({ id }) => onFact({ type: 'held', id }, 'line'));
    page.on('line/resumed', ({ id }) => onFact({ type: 'resumed', id }, 'line'));
    page.on('line/transfer-course', ({ id, state, status }) =>
      onFact({ type: 'transfer-course', id, state, status }, `transfer ${state}`),
    );
    page.on('line/identity', ({ id, remote }) => onFact({ type: 'identity', id, remote }, 'line'));
    page.on('line/conference-changed', ({ ids }) => onFact({ type: 'conference-changed', ids }, 'line'));
    page.on('line/muted', ({ on }) => onFact({ type: 'muted', on }, 'line'));
    page.on('line/media', ({ id, state, error }) => {
      onFact({ type: 'media', id, state }, 'media');
      if (error === undefined) return;
      options.sound.noteFault(id, error.code);
      options.onTrouble(error);
    });
    page.on('line/sample', ({ id, sample }) => options.sound.noteSample(id, sample));
    page.on('line/course', ({ id, course }) => options.sound.noteCourse(id, course));
    page.on('line/dialog', ({ id, dialog }) => lostDialogs.note(id, dialog));
    page.on('line/ended', ({ id, by, status, error, redirectedTo }) => {
      lostDialogs.ended(id);
      onFact({ type: 'ended', id, by, status, error }, 'line');
      if (redirectedTo !== undefined) options.onRedirected(redirectedTo);
    });
  };

  const lose = (page: PhoneClient): void => {
    if (client !== page) return;
    client = undefined;
    log.warn('phone.lost');
    lostDialogs.lose();
    for (const code of overWithThePage) options.onTroubleOver(code);
    options.onSoundDevices(null);
    setRegistration({ state: 'off' });
    onFact({ type: 'phone-lost', error: appError('phone.unavailable') }, 'phone page gone');
  };

  return {
    attach(wire) {
      if (client !== undefined) lose(client);
      const page = createClient(phoneContract, wire, {
        clock,
        onViolation: (error) => log.warn('phone.violation', { code: error.code, ...error.details }),
      });
      client = page;
      listen(page);
      const unwatch = watchPage({
        clock,
        ping: async () => (await page.request('process/ping', null, { timeoutMs: 5_000 })).ok,
        onHung() {
          log.error('phone.hung');
          lose(page);
          options.onHung();
        },
      });
      page.onClose(() => {
        unwatch();
        lose(page);
      });
    },
    isAttached: () => client !== undefined,
    configure(account, audio, { rules, events }) {
      if (JSON.stringify(wanted?.account) !== JSON.stringify(account)) lostDialogs.forget();
      wanted = { account, audio, rules, events };
      void sendConfiguration();
    },
    registration: () => registration,
    run: (effect) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : effect.type === 'take-back'
          ? takeBack(client, effect.id)
          : execute(client, effect, options.referralOf),
    lostCalls: lostDialogs,
    stats: (id) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : client.request('line/stats', { id }),
    trace: (part) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : client.request('phone/trace', part),
    sendCode: (target) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : client.request('line/code', { target }, { timeoutMs: codeMs }),
    beep: (id) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : client.request('line/beep', { id }),
    networkChanged: () => void client?.request('phone/network-changed', null),
    checks: createPhoneChecks(() => client),
    playSample: (sound, language) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : client.request('sound/play', { sound, language }),
    measureMicrophone: (on) =>
      client === undefined
        ? Promise.resolve(fail(appError('phone.unavailable')))
        : client.request('sound/measure', { on }),
    reconnect: () => void client?.request('phone/reconnect', null),
    async stop() {
      await Promise.race([lostDialogs.leave(), new Promise<void>((done) => clock.after(farewellMs, done))]);
      await client?.request('phone/stop', null, { timeoutMs: 2_000 });
    },
  };
}

/** Who waits for a call to be taken back is told before the program ends, unless that takes too long. */
const farewellMs = 1_000;

/** The phone waits 15 s for an answer and 10 s for the end. */
const codeMs = 27_000;

/** A re-INVITE may take a retry after 491 (up to 4 s) and the 32 s of its transaction (RFC 3261 section 17.1.1.2). */
const negotiationMs = 40_000;

/** Hold, 30 s without news of the transfer, and back again. */
const transferMs = 2 * negotiationMs + 30_000;

function execute(
  page: PhoneClient,
  effect: Exclude<CallEffect, { type: 'refuse' | 'take-back' }>,
  referralOf: PhoneLinkOptions['referralOf'],
): Promise<Result<null>> {
  switch (effect.type) {
    case 'dial': {
      const { id, target } = effect;
      const referral = referralOf(effect);
      const asked = referral === undefined ? { id, target } : { id, target, referral };
      return page.request('line/dial', asked, { timeoutMs: 15_000 });
    }
    case 'answer':
      return page.request('line/answer', { id: effect.id }, { timeoutMs: 15_000 });
    case 'reject':
      return page.request('line/reject', { id: effect.id, status: effect.status });
    case 'hangup':
      return page.request('line/hangup', { id: effect.id });
    case 'hold':
      return page.request('line/hold', { id: effect.id }, { timeoutMs: negotiationMs });
    case 'resume':
      return page.request('line/resume', { id: effect.id }, { timeoutMs: negotiationMs });
    case 'mute':
      return page.request('line/mute', { on: effect.on });
    case 'dtmf':
      return page.request('line/dtmf', { id: effect.id, tones: effect.tones }, { timeoutMs: 15_000 });
    case 'transfer':
      return page.request(
        'line/transfer',
        { id: effect.id, target: effect.target },
        { timeoutMs: transferMs },
      );
    case 'conference':
      return page.request('line/conference', { ids: [...effect.ids] }, { timeoutMs: negotiationMs });
    case 'split':
      return page.request('line/split', { hold: effect.hold }, { timeoutMs: negotiationMs });
    case 'connect':
      return page.request('line/connect', { id: effect.id, with: effect.with }, { timeoutMs: transferMs });
  }
}
