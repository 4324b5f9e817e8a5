import type { CommandInput, CommandName } from '../../electron/common/contract/contract.ts';
import { selfTestActionSchema } from '../../electron/common/contract/headset-panel.ts';
import { headsetButtonSchema } from '../../electron/common/contract/hid-contract.ts';
import { soundRoleSchema, soundSampleSchema } from '../../electron/common/contract/sound-contract.ts';
import type { ctlContract } from '../../electron/common/contract/ctl-contract.ts';

type Ctl = typeof ctlContract;

/** A command of the contract with its input, still to be checked by the app's own schemas. */
export type CtlRequest = {
  [N in CommandName<Ctl>]: { readonly name: N; readonly input: CommandInput<Ctl, N> };
}[CommandName<Ctl>];

export const usage = `usage: npm run ctl -- [--profile DIR] COMMAND
  state · events · stats [id] · preflight · quit
  dial N · answer [id] · reject [id] · hangup [id] · hold [id] · resume [id] · swap · mute on|off · dtmf 12# [id]
  take-back [id] · let-go [id]
  transfer N [--attended] · transfer --complete|--cancel · conference · split [id] · ready · pause
  lamp N · pickup [N] · park [PLACE] · redial · messages · queue login|logout|pause|unpause
  lookup N · search TEXT
  headset list|show|leds|events · headset press hook|mute|flash|reject · headset choose KEY|auto
  headset test start|seen|not-seen|skip|cancel|keep · headset record on|off · headset export · ended [id]
  report [id] [--addresses] · trace export [--with-customer-data]
  sound list · sound choose microphone|speaker|ringer LABEL|auto · sound play ring|voice · sound echo
  practice call [--from N|anonymous] [--loss %] [--jitter ms] [--silent] [--fault-after ms] [--fault-for ms]
  practice calls`;

const idOf = (id: string | undefined): { id?: string } => (id === undefined ? {} : { id });

type Reader = (words: readonly string[]) => CtlRequest | undefined;

const readers: Readonly<Record<string, Reader>> = {
  state: () => ({ name: 'app/state', input: null }),
  stats: ([id]) => ({ name: 'call/stats', input: idOf(id) }),
  preflight: () => ({ name: 'preflight/run', input: null }),
  quit: () => ({ name: 'app/quit', input: null }),
  dial: ([number]) => (number === undefined ? undefined : { name: 'call/dial', input: { number } }),
  answer: ([id]) => ({ name: 'call/answer', input: idOf(id) }),
  reject: ([id]) => ({ name: 'call/reject', input: idOf(id) }),
  hangup: ([id]) => ({ name: 'call/hangup', input: idOf(id) }),
  hold: ([id]) => ({ name: 'call/hold', input: idOf(id) }),
  resume: ([id]) => ({ name: 'call/resume', input: idOf(id) }),
  'take-back': ([id]) => ({ name: 'call/take-back', input: idOf(id) }),
  'let-go': ([id]) => ({ name: 'call/let-go', input: idOf(id) }),
  swap: () => ({ name: 'call/swap', input: null }),
  mute: ([on]) =>
    on === 'on' || on === 'off' ? { name: 'call/mute', input: { on: on === 'on' } } : undefined,
  dtmf: ([tones, id]) =>
    tones === undefined ? undefined : { name: 'call/dtmf', input: { tones, ...idOf(id) } },
  conference: () => ({ name: 'call/conference', input: null }),
  split: ([id]) => ({ name: 'call/split', input: idOf(id) }),
  transfer: (words) => readTransfer(words),
  lamp: ([number]) => (number === undefined ? undefined : { name: 'lamp/press', input: { number } }),
  pickup: ([number]) => ({ name: 'call/pickup', input: number === undefined ? {} : { number } }),
  park: ([place]) => ({ name: 'call/park', input: place === undefined ? {} : { place } }),
  redial: () => ({ name: 'call/redial', input: null }),
  messages: () => ({ name: 'messages/listen', input: null }),
  queue: ([what]) => readQueue(what),
  ended: ([id]) => ({ name: 'call/end-of', input: idOf(id) }),
  ready: () => ({ name: 'operator/ready', input: null }),
  pause: () => ({ name: 'operator/pause', input: null }),
  lookup: ([number]) => (number === undefined ? undefined : { name: 'customer/lookup', input: { number } }),
  search: (words) =>
    words.length === 0 ? undefined : { name: 'customer/search', input: { text: words.join(' ') } },
  headset: (words) => readHeadset(words),
  sound: (words) => readSound(words),
  practice: (words) => readPractice(words),
  trace: ([what, flag, ...rest]) => {
    const isKnown = flag === undefined || flag === '--with-customer-data';
    if (what !== 'export' || !isKnown || rest.length > 0) return undefined;
    return { name: 'trace/export', input: { includeCustomer: flag !== undefined } };
  },
  report: (words) => {
    const addresses = words.includes('--addresses');
    const id = words.find((word) => !word.startsWith('--'));
    return { name: 'call/report', input: { ...idOf(id), addresses } };
  },
};

const faultFlags = {
  '--loss': 'lossPercent',
  '--jitter': 'jitterMs',
  '--fault-after': 'afterMs',
  '--fault-for': 'forMs',
} as const;

const isFaultFlag = (word: string): word is keyof typeof faultFlags => Object.hasOwn(faultFlags, word);

/** `call [--from N] [--loss %] [--jitter ms] [--silent] [--fault-after ms] [--fault-for ms]`, or `calls`. */
function readPractice([what, ...flags]: readonly string[]): CtlRequest | undefined {
  if (what === 'calls') return { name: 'practice/calls', input: null };
  if (what !== 'call') return undefined;
  let from: string | undefined;
  const faults: { silent?: boolean } & Partial<Record<(typeof faultFlags)[keyof typeof faultFlags], number>> =
    {};
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index] ?? '';
    if (flag === '--silent') {
      faults.silent = true;
      continue;
    }
    const value = flags[++index];
    if (value === undefined) return undefined;
    if (flag === '--from') from = value;
    else if (isFaultFlag(flag)) faults[faultFlags[flag]] = Number(value);
    else return undefined;
  }
  const hasFaults = Object.keys(faults).length > 0;
  return {
    name: 'practice/call',
    input: { ...(from === undefined ? {} : { from }), ...(hasFaults ? { faults } : {}) },
  };
}

function readQueue(what: string | undefined): CtlRequest | undefined {
  switch (what) {
    case 'login':
    case 'logout':
    case 'pause':
    case 'unpause':
      return { name: `queue/${what}`, input: null };
    default:
      return undefined;
  }
}

/** `list`, `choose ROLE LABEL|auto`, `play ring|voice`, `echo`. A label may be several words. */
function readSound([what, ...words]: readonly string[]): CtlRequest | undefined {
  const [first, ...rest] = words;
  switch (what) {
    case 'list':
      return { name: 'sound/list', input: null };
    case 'echo':
      return { name: 'sound/echo', input: null };
    case 'play': {
      const sound = soundSampleSchema.safeParse(first);
      return sound.success ? { name: 'sound/play', input: { sound: sound.data } } : undefined;
    }
    case 'choose': {
      const role = soundRoleSchema.safeParse(first);
      const label = rest.join(' ');
      if (!role.success || label === '') return undefined;
      return { name: 'sound/choose', input: { role: role.data, label: label === 'auto' ? null : label } };
    }
    default:
      return undefined;
  }
}

function readTransfer(words: readonly string[]): CtlRequest | undefined {
  if (words.includes('--complete')) return { name: 'call/transfer-complete', input: null };
  if (words.includes('--cancel')) return { name: 'call/transfer-cancel', input: null };
  const number = words.find((word) => !word.startsWith('--'));
  if (number === undefined) return undefined;
  return { name: 'call/transfer', input: { number, attended: words.includes('--attended') } };
}

function readHeadset([what = '', word]: readonly string[]): CtlRequest | undefined {
  return Object.hasOwn(headsetReaders, what) ? headsetReaders[what]?.(word) : undefined;
}

const headsetReaders: Readonly<Record<string, (word: string | undefined) => CtlRequest | undefined>> = {
  list: () => ({ name: 'headset/list', input: null }),
  show: () => ({ name: 'headset/panel', input: null }),
  leds: () => ({ name: 'headset/leds', input: null }),
  events: () => ({ name: 'headset/events', input: null }),
  export: () => ({ name: 'headset/export', input: null }),
  press(word) {
    const button = headsetButtonSchema.safeParse(word);
    return button.success ? { name: 'headset/press', input: { button: button.data } } : undefined;
  },
  choose: (word) =>
    word === undefined
      ? undefined
      : { name: 'headset/choose', input: { key: word === 'auto' ? null : word } },
  test(word) {
    const action = selfTestActionSchema.safeParse(word);
    return action.success ? { name: 'headset/self-test', input: { action: action.data } } : undefined;
  },
  record: (word) =>
    word === 'on' || word === 'off' ? { name: 'headset/record', input: { on: word === 'on' } } : undefined,
};

/** `undefined` when the words are no command; `events` is a stream and has no request. */
export function readCommand(words: readonly string[]): CtlRequest | 'events' | undefined {
  const [name = '', ...rest] = words;
  if (name === 'events') return 'events';
  return Object.hasOwn(readers, name) ? readers[name]?.(rest) : undefined;
}
