import { mapShown, valueOf } from '../common/call/call-data-map.ts';
import { findCall } from '../common/call/call-selectors.ts';
import type { Call } from '../common/call/call-state.ts';
import { outcomes } from '../common/call/outcomes.ts';
import type { Shell } from '../shell/shell.ts';
import { createAutoAnswer } from './call/auto-answer.ts';
import { createCallDesk } from './call/call-desk.ts';
import { createCallHistory } from './record/call-history.ts';
import { createCallLedger } from './record/call-ledger.ts';
import { createCallQualityDesk } from './record/call-quality.ts';
import { createCallWorks } from './call/call-work.ts';
import { createCtlLink } from './desk/ctl-link.ts';
import { createCustomerDesk, type CustomerDesk } from './customer/customer-desk.ts';
import { createDeskHandlers } from './desk/desk-handlers.ts';
import { createDeskLink } from './desk/desk-link.ts';
import { createDialOffers } from './call/dial-offers.ts';
import { createExchangeDesk } from './exchange/exchange-desk.ts';
import { createHeadsetSide } from './headset/headset-side.ts';
import { createHotKeyDesk } from './headset/hot-key-desk.ts';
import { createHubLife } from './hub-life.ts';
import { createLine } from './line/line.ts';
import { createSettingsChange } from './base/settings-change.ts';
import { mergeValues } from './base/merge-values.ts';
import { createNotices } from './base/notices.ts';
import { departmentTarget, dialTarget, displayNumber } from './base/numbers.ts';
import { createOperatorHandlers, type OperatorParts } from './desk/operator-handlers.ts';
import { createPreflightDesk } from './line/preflight-desk.ts';
import { createPublisher } from './base/publisher.ts';
import { createRecordDetails } from './record/record-details.ts';
import { createScriptChoice } from './script/script-choice.ts';
import { createScriptDesk, type ScriptDesk } from './script/script-desk.ts';
import { conductScript, type ScriptParts } from './script/script-wishes.ts';
import { createSettingsKeeper } from './base/settings-keeper.ts';
import { createStoreKeeper } from './customer/store-keeper.ts';
import { createSoundDesk } from './sound/sound-desk.ts';
import { exportTrace } from './line/trace-export.ts';
import { createTakeBack } from './call/take-back.ts';
import { ctlView, deskView, focusOf, type ViewSources } from './desk/views.ts';

export interface Hub {
  start(): Promise<void>;
  /** Calls ended, unregistered, lights off, records written, hosts stopped, then `shell.exit`. */
  stop(): Promise<void>;
  /** What the phone page may connect to, for its content policy. */
  lines(): readonly { readonly practice: boolean; readonly servers: readonly string[] }[];
}

/**
 * The one place where headset, line, desk, customers, scripts and record meet. Each module owns one of these; the hub
 * only says who hears of what.
 */
export function createHub(shell: Shell): Hub {
  const { clock, log } = shell;
  const settings = createSettingsKeeper({
    file: shell.settingsFile,
    secrets: shell.secrets,
    config: shell.config,
    systemLocale: shell.systemLocale,
  });
  const changed = (cause: string): void => publisher.changed(cause);
  const notices = createNotices(clock.now, changed);
  const calls = createCallDesk(clock, (effect) => exchange.lamps.follow(effect, line.phone.run(effect)));
  const exchange = createExchangeDesk(shell, {
    calls,
    settings,
    notices,
    sendCode: (code) => line.phone.sendCode(code),
    dialledLast: () => dialOffers.dialledLast(),
    onChange: changed,
  });
  const hotKeys = createHotKeyDesk(shell, { settings, calls, notices });
  const history = createCallHistory(calls);
  const works = createCallWorks();
  const dialOffers = createDialOffers(clock, calls, changed, {
    targetOf(number) {
      const dialled = dialTarget(number, settings.current().numbers);
      return dialled.ok ? dialled.value.target : null;
    },
    mustConfirm: () => settings.current().headset.options.confirmRedial === true,
    async dial(number) {
      const dialled = await createOperatorHandlers(parts, 'headset')['call/dial']({ number });
      if (!dialled.ok) notices.raise(dialled.error);
    },
  });

  const takeBack = createTakeBack(calls, dialOffers, notices, () => line.phone.lostCalls);

  const store = createStoreKeeper(shell, {
    settings: settings.current,
    notices,
    onReady: () => {
      void ledger.flush();
      customers.retry();
    },
  });
  const nameInData = ({ data }: Call): string => valueOf(data, settings.current().callData.customer);
  const scriptChoice = createScriptChoice(
    settings.current,
    () => customers,
    () => scripts,
  );
  const customers: CustomerDesk = createCustomerDesk(calls, store.client, nameInData, (callId, cause) => {
    scriptChoice.speakTheirLanguage(callId);
    work(callId, cause);
  });
  const quality = createCallQualityDesk(shell, {
    calls,
    store: store.client,
    endOf: history.endOf,
    headset: () => headset.status().product ?? null,
    onChange: changed,
  });
  const line = createLine(shell, {
    settings,
    notices,
    calls,
    store: store.client,
    onChange: changed,
    onCallBack: (remote) => takeBack.callBack(remote),
    sound: quality,
    events: exchange.lamps,
    requests: {
      onAutoAnswer: (callId, request) => autoAnswer.consider(callId, request),
      onTransferRequest: (request) => dialOffers.offerTransfer(request),
      onRedirected: (number) => dialOffers.offer(number, 'redirect', 'redirect'),
      referralOf: (effect) => dialOffers.referralOf(effect),
    },
    devices: {
      onMicrophone: (usbId) => headsetDesk.useMicrophone(usbId),
      onDevicesChanged: () => headset.wake(),
      onHidDevices: (devices) => headset.describe(devices),
      onSoundDevices: (devices) => sound.noteDevices(devices),
      onSoundLevel: (levelDb) => desk.showLevel(levelDb),
    },
  });
  const sound = createSoundDesk({ settings, line: () => line, onChange: changed });
  const autoAnswer = createAutoAnswer({
    clock,
    log,
    calls,
    settings: () => settings.current().autoAnswer,
    domain: () => line.account()?.domain ?? '',
    beep: (callId) => line.phone.beep(callId),
    onChange: changed,
  });
  const { headset, headsetDesk } = createHeadsetSide(shell, {
    calls,
    settings,
    notices,
    onEvent: history.noteHeadset,
    onOtherIntent: (intent) => takeBack.fromHeadset(intent),
    onChange: changed,
  });
  const scripts: ScriptDesk = createScriptDesk({
    clock,
    calls,
    context: (callId) =>
      mergeValues(clock.now(), findCall(calls.state(), callId), customers.pane(callId), settings.current()),
    onEffect: (callId, effect) => conductScript(scriptParts, callId, effect),
    onChange: (callId, cause) => work(callId, cause),
  });
  const scriptParts: ScriptParts = {
    calls,
    works,
    now: clock.now,
    log,
    newId: shell.randomId,
    findDepartment: (id) => departmentTarget(id, settings.current()),
    onTransfer: (callId, what) => scripts.follow(callId, what),
  };
  const details = createRecordDetails({ calls, works, customers, scripts, history, quality, settings });
  const ledger = createCallLedger(calls, store.client, details, (error) => notices.raise(error));

  function work(callId: string, cause: string): void {
    ledger.touch(callId);
    changed(cause);
  }

  calls.onChange((now, before, cause) => {
    for (const call of now.calls) {
      const isNew = findCall(before, call.id) === undefined;
      if (isNew && call.direction === 'incoming') scriptChoice.begin(call);
      if (findCall(before, call.id)?.state !== call.state)
        log.info('call', { id: call.id, state: call.state, cause });
    }
    works.keepOnly(new Set(now.calls.map((call) => call.id)));
    changed(cause);
  });

  const preflight = createPreflightDesk(shell, { calls, settings, line, onChange: changed });
  let focusWish: string | null = null;
  const sources = (): ViewSources => ({
    now: clock.now(),
    calls: calls.state(),
    registration: line.registration(),
    headset: headset.status(),
    headsetPanel: headsetDesk.panel(),
    notices: notices.list(),
    exchange: exchange.view(),
    sound: sound.view(),
    operatorSince: publisher.operatorSince(),
    focus: focusOf(calls.state(), focusWish),
    lost: line.phone.lostCalls.offered(),
    pane: customers.pane,
    work: works.get,
    script: scripts.view,
    quality: quality.view,
    display: (party) => displayNumber(party, settings.current().numbers),
    shownData: (call) => mapShown(settings.current().callData, call.data),
    isAutoAnswered: autoAnswer.concerns,
  });
  const deskState = () => {
    const { practice, locale, theme } = settings.current();
    return deskView(sources(), {
      version: shell.version,
      host: shell.host,
      practice,
      locale,
      theme,
      account: line.account(),
      outcomes: [...outcomes],
      scripts: [...scripts.list(locale)],
      dialOffer: dialOffers.current(),
      remoteControl: isControlAllowed(),
      preflight: preflight.view(),
    });
  };
  const isControlAllowed = (): boolean => settings.current().practice || settings.current().remoteControl;

  const parts: OperatorParts = {
    calls,
    takeBack,
    phone: line.phone,
    headset,
    headsetDesk,
    history,
    quality,
    exportTrace: (includeCustomer) =>
      exportTrace({ clock, phone: line.phone, files: shell.traceFiles }, includeCustomer),
    customers,
    practice: line.practice,
    exchange,
    preflight,
    sound,
    settings: settings.current,
    store: store.client,
    newId: shell.randomId,
    isRegistered: () => line.registration().state === 'registered',
    onFinish: () => {
      focusWish = null;
    },
  };
  const desk = createDeskLink({
    clock,
    log,
    state: deskState,
    isLookingUp: customers.isLookingUp,
    onAllGone: () => void Promise.all([headsetDesk.watch(false), sound.watch(false)]),
    handlers: createDeskHandlers({
      operator: createOperatorHandlers(parts, 'desk'),
      calls,
      works,
      customers,
      scripts,
      settings,
      headsetDesk,
      sound,
      notices,
      probe: shell.serverProbe,
      now: clock.now,
      state: deskState,
      focus: (callId) => {
        focusWish = callId;
        changed('focus');
      },
      languageOf: scriptChoice.languageOf,
      onWork: work,
      onSettings: createSettingsChange({ line, exchange, hotKeys, onChange: changed }),
    }),
  });
  const ctl = createCtlLink({
    handlers: createOperatorHandlers(parts, 'ctl'),
    headset,
    practice: line.practice,
    isAllowed: isControlAllowed,
    state: () => ctlView(sources()),
    quit: () => void life.stop(),
  });
  const publisher = createPublisher(shell, {
    calls: calls.state,
    isRegistered: () => line.registration().state === 'registered',
    onPublish: (cause) => {
      desk.changed();
      ctl.changed(clock.now(), cause);
    },
  });

  const life = createHubLife(shell, {
    settings,
    scripts,
    notices,
    store,
    headset,
    line,
    ledger,
    calls,
    dialOffers,
    exchange,
    hotKeys,
    desk,
    ctl,
  });
  return { start: life.start, stop: life.stop, lines: line.lines };
}
