import {
  exchangeWishSchema,
  type CodeName,
  type ExchangeWish,
} from '../../../../electron/common/contract/exchange-settings.ts';
import type { Settings } from '../../../../electron/common/contract/settings.ts';

/** The part of the settings about what the exchange offers beyond calls, as typed. */
export interface ExchangeForm {
  /** One per line: number, then name. */
  readonly lamps: string;
  readonly voicemail: string;
  readonly subscribe: boolean;
  readonly codes: Readonly<Record<CodeName, string>>;
  readonly loginLamp: string;
  readonly pauseLamp: string;
  readonly followsPause: boolean;
  readonly autoAnswer: boolean;
  /** One host or number per line. */
  readonly autoAnswerFrom: string;
  /** Empty, this and the next: the one known already stays. */
  readonly queueToken: string;
  readonly turnCredential: string;
}

export const codeNames = [
  'park',
  'pickup',
  'directedPickup',
  'queueLogin',
  'queueLogout',
  'queuePause',
  'queueUnpause',
  'wrapUp',
] as const satisfies readonly CodeName[];

export type ExchangeField =
  | 'lamps'
  | 'voicemail'
  | 'loginLamp'
  | 'pauseLamp'
  | 'autoAnswerFrom'
  | 'queueToken'
  | 'turnCredential'
  | CodeName;

export type ExchangeReading =
  | { readonly ok: true; readonly wish: ExchangeWish }
  | { readonly ok: false; readonly wrong: readonly ExchangeField[] };

export function exchangeFormOf({ lamps, voicemail, codes, queue, autoAnswer }: Settings): ExchangeForm {
  return {
    lamps: lamps.map(({ number, name }) => `${number} ${name}`).join('\n'),
    voicemail: voicemail.number ?? '',
    subscribe: voicemail.subscribe,
    codes: {
      park: codes.park ?? '',
      pickup: codes.pickup ?? '',
      directedPickup: codes.directedPickup ?? '',
      queueLogin: codes.queueLogin ?? '',
      queueLogout: codes.queueLogout ?? '',
      queuePause: codes.queuePause ?? '',
      queueUnpause: codes.queueUnpause ?? '',
      wrapUp: codes.wrapUp ?? '',
    },
    loginLamp: queue.loginLamp ?? '',
    pauseLamp: queue.pauseLamp ?? '',
    followsPause: queue.followsPause,
    autoAnswer: autoAnswer.on,
    autoAnswerFrom: autoAnswer.from?.join('\n') ?? '',
    queueToken: '',
    turnCredential: '',
  };
}

/** As the schema of the settings wants it; an empty field is a setting that is not there. */
export function readExchangeForm(form: ExchangeForm): ExchangeReading {
  const from = linesOf(form.autoAnswerFrom);
  const parsed = exchangeWishSchema.safeParse({
    lamps: linesOf(form.lamps).map(readLamp),
    voicemail: { ...given('number', form.voicemail), subscribe: form.subscribe },
    codes: Object.fromEntries(codeNames.flatMap((name) => Object.entries(given(name, form.codes[name])))),
    queue: {
      ...given('loginLamp', form.loginLamp),
      ...given('pauseLamp', form.pauseLamp),
      followsPause: form.followsPause,
    },
    autoAnswer: { on: form.autoAnswer, ...(from.length === 0 ? {} : { from }) },
    ...given('queueToken', form.queueToken),
    ...given('turnCredential', form.turnCredential),
  });
  if (parsed.success) return { ok: true, wish: parsed.data };
  return { ok: false, wrong: [...new Set(parsed.error.issues.map(({ path }) => fieldOf(path)))] };
}

function fieldOf([part, name]: readonly PropertyKey[]): ExchangeField {
  const code = codeNames.find((known) => known === name);
  if (part === 'codes' && code !== undefined) return code;
  if (part === 'queue') return name === 'loginLamp' ? 'loginLamp' : 'pauseLamp';
  if (part === 'autoAnswer') return 'autoAnswerFrom';
  return part === 'voicemail' || part === 'queueToken' || part === 'turnCredential' ? part : 'lamps';
}

function readLamp(line: string): { readonly number: string; readonly name: string } {
  const [number = '', ...name] = line.split(/\s+/u);
  return { number, name: name.join(' ') };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const given = (key: string, text: string): Readonly<Record<string, string>> =>
  text.trim() === '' ? {} : { [key]: text.trim() };
