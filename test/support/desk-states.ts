import type { CallView, CustomerPane, DeskState } from '../../electron/common/contract/desk-state.ts';
import type { Customer } from '../../electron/common/customer/customer-model.ts';
import { outcomes } from '../../electron/common/call/outcomes.ts';
import { noExchangeView } from '../../electron/common/contract/exchange-views.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import type { StepView } from '../../electron/common/script/step-view.ts';

/** States of the hub for looking at the desk and for testing it without a hub. Times are relative to `now`. */
export const now = Date.UTC(2026, 10, 22, 12, 2, 0);

export const marta: Customer = {
  id: 'c1',
  account: '4402118',
  name: 'Кравчук Марина Олегівна',
  firstName: 'Марина',
  lastName: 'Кравчук',
  patronymic: 'Олегівна',
  language: 'uk',
  address: 'вул. Садова, 14, кв. 7',
  town: 'Житомир',
  email: 'm.kravchuk@example.com',
  tariff: 'Двозонний «день–ніч»',
  meterNumber: 'NIK-2300417',
  lastReading: { value: 18_432, date: '2026-10-31' },
  balanceMinor: -41_250,
  currency: 'UAH',
  flags: ['hard-of-hearing', 'speak-slowly'],
  phones: [
    { e164: '+380501112233', raw: '+380 50 111 2233', label: 'mobile' },
    { e164: '+380412334455', raw: '+380 41 233 4455', label: 'home' },
  ],
};

const person = (id: string, name: string, town: string, account: string): Customer => ({
  ...marta,
  id,
  name,
  town,
  account,
  flags: [],
});

export const family: readonly Customer[] = [
  person('c2', 'Ionescu Ilinca-Teodora', 'Bălți', '7710032'),
  person('c3', 'Ionescu Andrei', 'Bălți', '7710033'),
  person('c4', 'Бойко Ірина Павлівна', 'Чернівці', '5500921'),
];

export const emptyPane: CustomerPane = {
  status: 'unknown',
  level: null,
  customer: null,
  candidates: [],
  more: false,
  contacts: [],
};

export const knownPane: CustomerPane = {
  ...emptyPane,
  status: 'known',
  level: 'exact',
  customer: marta,
  contacts: [
    {
      callId: 'old1',
      at: now - 3 * 86_400_000,
      direction: 'incoming',
      answered: true,
      outcome: 'reading-taken',
      note: 'Показник 18432, фото надішле на пошту.',
    },
    {
      callId: 'old2',
      at: now - 400 * 86_400_000,
      direction: 'outgoing',
      answered: false,
      outcome: null,
      note: '',
    },
  ],
};

export const greeting: StepView = {
  script: 'inbound-care',
  version: 3,
  title: 'Звернення клієнта',
  language: 'uk',
  languages: ['uk', 'ru', 'en'],
  node: 'greet',
  kind: 'say',
  gate: null,
  words: 'Добрий день, це **Ясне світло**, мене звати Олена.\nЧим можу вам допомогти, ⟦customer.salutation⟧?',
  short: null,
  why: null,
  thanks: null,
  closing: null,
  failed: null,
  answers: [],
  items: [],
  field: null,
  canGoOn: true,
  canGoBack: false,
  canReturn: false,
  detours: [
    { node: 'difficult', label: 'Складна розмова' },
    { node: 'understood', label: 'Чи зрозуміло я пояснюю?' },
  ],
  path: [],
  preview: 'З яким питанням ви телефонуєте?',
  outcome: null,
};

export const question: StepView = {
  ...greeting,
  node: 'need',
  kind: 'ask',
  words: 'Дякую за дзвінок. Підкажіть, будь ласка, що саме сталося: рахунок, показник чи світло?',
  short: 'Підкажіть, будь ласка, що сталося?',
  why: 'Від відповіді залежить, які дані просити.',
  answers: [
    { id: 'bill', key: 1, label: 'Питання щодо рахунка' },
    { id: 'reading', key: 2, label: 'Передати показник лічильника' },
    { id: 'outage', key: 3, label: 'Немає світла' },
    { id: 'complaint', key: 4, label: 'Скарга' },
    { id: 'other', key: 5, label: 'Інше питання' },
  ],
  canGoOn: false,
  canGoBack: true,
  path: [{ node: 'greet', label: 'Привітання' }],
  preview: null,
};

export const fieldStep: StepView = {
  ...greeting,
  node: 'reading',
  kind: 'field',
  words: 'Назвіть, будь ласка, показник лічильника.',
  field: { name: 'reading', type: 'number', required: true, value: '', options: [] },
  canGoBack: true,
  path: [
    { node: 'greet', label: 'Привітання' },
    { node: 'need', label: 'Що сталося' },
  ],
  preview: null,
};

export const endStep: StepView = {
  ...greeting,
  node: 'bye',
  kind: 'end',
  words: 'Дякую, що зателефонували. Гарного дня!',
  canGoOn: false,
  canGoBack: true,
  detours: [],
  path: [
    { node: 'greet', label: 'Привітання' },
    { node: 'need', label: 'Що сталося' },
    { node: 'reading', label: 'Показник' },
  ],
  preview: null,
  outcome: 'reading-taken',
};

export function callView(part: Partial<CallView> = {}): CallView {
  return {
    id: 'call-1',
    direction: 'incoming',
    state: 'ringing',
    remote: { number: '+380501112233', withheld: false },
    display: '+380 50 111 2233',
    data: {},
    autoAnswered: false,
    since: now - 4_000,
    startedAt: now - 4_000,
    answeredAt: null,
    interrupted: false,
    quality: null,
    inConference: false,
    transfer: null,
    endedBy: null,
    error: null,
    customer: knownPane,
    note: '',
    outcome: null,
    script: greeting,
    ...part,
  };
}

/** A headset to speak and listen, a loudspeaker to ring. */
export const sound: DeskState['sound'] = {
  devices: {
    permission: 'granted',
    microphones: ['Jabra Link 380 (0b0e:24c9)', 'Built-in Audio Analog Stereo'],
    outputs: ['Jabra Link 380 (0b0e:24c9)', 'Built-in Audio Analog Stereo'],
    inUse: {
      microphone: 'Jabra Link 380 (0b0e:24c9)',
      speaker: 'Jabra Link 380 (0b0e:24c9)',
      ringer: 'Built-in Audio Analog Stereo',
    },
  },
  chosen: {
    microphone: 'Jabra Link 380 (0b0e:24c9)',
    speaker: 'Jabra Link 380 (0b0e:24c9)',
    ringer: null,
  },
  ringTone: true,
  ringVolume: 80,
  echoCancellation: true,
  noiseSuppression: 'browser',
  gainControl: true,
  echoNumber: '600',
};

export function deskState(part: Partial<DeskState> = {}): DeskState {
  const calls = part.calls ?? [];
  return {
    version: '0.1.0',
    host: 'browser',
    practice: true,
    locale: 'en',
    theme: 'light',
    now,
    registration: { state: 'registered' },
    account: { user: '101', domain: 'practice.invalid', displayName: 'Олена' },
    headset: {
      state: 'ready',
      product: 'On-screen headset',
      virtual: true,
      lights: { offHook: false, ring: false, mute: false, hold: false },
    },
    headsetPanel: null,
    sound,
    muted: false,
    operator: { state: 'ready', since: now - 83_000 },
    calls,
    focus: calls[0]?.id ?? null,
    outcomes: [...outcomes],
    scripts: [{ id: 'inbound-care', title: 'Звернення клієнта' }],
    exchange: noExchangeView,
    notices: [],
    dialOffer: null,
    takeBack: null,
    remoteControl: true,
    preflight: null,
    ...part,
  };
}

/** A check before the shift with everything that a step can say. */
export const checked: NonNullable<DeskState['preflight']> = {
  running: false,
  ok: false,
  startedAt: now,
  steps: [
    { step: 'line', state: 'passed', error: null, figures: {} },
    { step: 'server', state: 'skipped', error: null, figures: {} },
    {
      step: 'microphone',
      state: 'passed',
      error: null,
      figures: { device: 'Jabra Evolve2 65 Mono (0b0e:030c)', levelDb: -31.4 },
    },
    { step: 'speaker', state: 'failed', error: appError('media.speaker-failed'), figures: {} },
    {
      step: 'relays',
      state: 'warned',
      error: null,
      figures: {
        relays: [
          { server: 'turn:relay.example.org:3478?transport=udp', error: null },
          {
            server: 'turns:relay.example.org:5349?transport=tcp',
            error: appError('relay.refused', {
              server: 'turns:relay.example.org:5349?transport=tcp',
              status: 401,
            }),
          },
        ],
      },
    },
    {
      step: 'call',
      state: 'passed',
      error: null,
      figures: { setUpMs: 600, lossPercent: 0.4, roundTripMs: 20, mos: 4.36 },
    },
  ],
};

const lights = { offHook: false, ring: false, mute: false, hold: false };
const headset = (part: Partial<typeof lights>): DeskState['headset'] => ({
  state: 'ready',
  product: 'On-screen headset',
  virtual: true,
  lights: { ...lights, ...part },
});

const talking = callView({
  state: 'active',
  since: now - 61_000,
  answeredAt: now - 61_000,
  script: question,
});

/** An exchange that offers everything: lamps in every state, a mailbox, a queue. */
export const fullExchange: DeskState['exchange'] = {
  lamps: [
    { number: '102', name: 'Богдан Лисенко', state: 'idle', remote: null },
    {
      number: '103',
      name: 'Оксана Шевченко',
      state: 'ringing',
      remote: { number: '+380501112233', name: 'Кравчук Марина', withheld: false },
    },
    { number: '104', name: 'Склад', state: 'busy', remote: null },
    { number: '105', name: 'Ігор', state: 'held', remote: null },
    { number: '106', name: 'Леся', state: 'calling', remote: null },
    { number: '107', name: 'Чергова зміна', state: 'unknown', remote: null },
    { number: '108', name: 'Керівник', state: 'hidden', remote: null },
    { number: '701', name: 'P1', state: 'ringing', remote: null },
  ],
  messages: { waiting: true, fresh: 2, old: 5, account: null },
  canListen: true,
  canPark: true,
  canPickUp: true,
  canPickUpGroup: true,
  redial: '+380441234567',
  queue: { login: { isOn: true, asked: null }, pause: { isOn: null, asked: true } },
  handedOver: { number: '701', outcome: 'not-answered' },
};

/** Every view of the desk that is looked at, by name. */
export const deskViews = {
  idle: deskState(),
  paused: deskState({ operator: { state: 'paused', since: now - 300_000 } }),
  'ringing-known': deskState({
    operator: { state: 'ringing', since: now - 4_000 },
    headset: headset({ ring: true }),
    calls: [callView()],
  }),
  'ringing-several': deskState({
    operator: { state: 'ringing', since: now - 4_000 },
    headset: headset({ ring: true }),
    calls: [
      callView({
        customer: { ...emptyPane, status: 'several', level: 'exact', candidates: [...family], more: true },
        data: { 'X-Menu': 'bills' },
      }),
    ],
  }),
  withheld: deskState({
    operator: { state: 'ringing', since: now - 4_000 },
    headset: headset({ ring: true }),
    calls: [
      callView({
        remote: { number: '', withheld: true },
        display: '',
        customer: { ...emptyPane, status: 'withheld' },
      }),
    ],
  }),
  unknown: deskState({
    operator: { state: 'talking', since: now - 12_000 },
    headset: headset({ offHook: true }),
    calls: [callView({ state: 'active', customer: emptyPane, script: greeting })],
  }),
  active: deskState({
    operator: { state: 'talking', since: now - 61_000 },
    headset: headset({ offHook: true, mute: true }),
    muted: true,
    calls: [
      {
        ...talking,
        note: 'Питає про рахунок за жовтень.',
        customer: { ...knownPane, level: 'suffix' },
        quality: {
          grade: 'fair',
          mos: 3.2,
          warnings: [{ kind: 'round-trip', since: now - 4_000, value: 520 }],
        },
      },
    ],
  }),
  field: deskState({
    operator: { state: 'talking', since: now - 61_000 },
    headset: headset({ offHook: true }),
    calls: [{ ...talking, script: fieldStep, quality: { grade: 'excellent', mos: 4.4, warnings: [] } }],
  }),
  held: deskState({
    operator: { state: 'held', since: now - 41_000 },
    headset: headset({ hold: true }),
    calls: [
      callView({
        state: 'held',
        since: now - 41_000,
        script: {
          ...question,
          kind: 'hold',
          phase: 'held',
          answers: [],
          words: 'Дякую, що зачекали.',
          short: null,
          why: null,
          thanks: 'Дякую, що зачекали.',
          canGoOn: true,
        },
      }),
      callView({
        id: 'call-2',
        direction: 'outgoing',
        state: 'active',
        remote: { number: '203', name: 'Склад', withheld: false },
        display: '203',
        customer: emptyPane,
        script: null,
      }),
    ],
  }),
  conference: deskState({
    operator: { state: 'talking', since: now - 75_000 },
    headset: headset({ offHook: true }),
    calls: [
      { ...talking, inConference: true },
      callView({
        id: 'call-2',
        direction: 'outgoing',
        state: 'active',
        inConference: true,
        remote: { number: '203', name: 'Склад', withheld: false },
        display: '203',
        customer: emptyPane,
        script: null,
      }),
    ],
  }),
  transferring: deskState({
    operator: { state: 'held', since: now - 9_000 },
    headset: headset({ hold: true }),
    calls: [
      {
        ...talking,
        state: 'held',
        since: now - 9_000,
        transfer: {
          to: { number: '203', name: 'Склад', withheld: false },
          display: '203',
          state: 'ringing',
          status: 180,
          since: now - 7_000,
        },
      },
    ],
  }),
  'cut-off': deskState({
    operator: { state: 'wrap-up', since: now - 2_000 },
    calls: [
      {
        ...talking,
        state: 'ended',
        since: now - 2_000,
        endedBy: 'program',
        error: appError('phone.unavailable'),
        note: 'Питає про рахунок за',
      },
    ],
    takeBack: { callId: talking.id, display: talking.display, until: now + 18_000 },
  }),
  'wrap-up': deskState({
    operator: { state: 'wrap-up', since: now - 6_000 },
    calls: [
      callView({
        state: 'ended',
        endedBy: 'remote',
        note: 'Показник 18512 прийнято.',
        outcome: 'reading-taken',
        script: endStep,
      }),
    ],
  }),
  exchange: deskState({
    operator: { state: 'talking', since: now - 61_000 },
    headset: headset({ offHook: true }),
    calls: [talking],
    exchange: fullExchange,
  }),
  notice: deskState({
    practice: false,
    operator: { state: 'offline', since: now - 120_000 },
    registration: { state: 'failed', error: appError('sip.server-silent', { host: 'pbx.example' }) },
    headset: { ...headset({}), state: 'failed', virtual: false },
    notices: [
      { error: appError('sip.server-silent', { host: 'pbx.example' }), since: now - 120_000 },
      { error: appError('headset.failed'), since: now - 20_000 },
      { error: appError('store.full'), since: now - 10_000 },
    ],
  }),
  'speaking-muted': deskState({
    operator: { state: 'talking', since: now - 61_000 },
    headset: headset({ offHook: true, mute: true }),
    muted: true,
    calls: [talking],
    notices: [
      { error: appError('media.speaking-while-muted'), since: now - 1_000 },
      { error: appError('headset.guarded-hangup'), since: now - 3_000 },
    ],
  }),
  'headset-notices': deskState({
    notices: [
      { error: appError('headset.used-elsewhere'), since: now - 20_000 },
      {
        error: appError('headset.quirks-invalid', { file: 'own.json', where: '0b0e:24c9.muteVia' }),
        since: now,
      },
    ],
  }),
} as const satisfies Record<string, DeskState>;
