import { practiceEchoNumber, type PracticeCustomer } from '../../common/contract/exchange-contract.ts';

/** What happens when the operator dials a number in practice. */
export type AnswerPlan =
  | { readonly type: 'refuse'; readonly ringMs: number; readonly status: number }
  | {
      readonly type: 'answer';
      readonly ringMs: number;
      readonly voice: 'customer' | 'echo';
      /** The far side ends the call after this. */
      readonly endAfterMs: number | undefined;
      readonly customer: PracticeCustomer;
    };

/** Numbers with a fixed behaviour; `ringMs` 0 refuses at once. */
const refusals: ReadonlyMap<string, { readonly ringMs: number; readonly status: number }> = new Map([
  ['810', { ringMs: 0, status: 486 }],
  ['811', { ringMs: 0, status: 404 }],
  ['812', { ringMs: 3_000, status: 480 }],
  ['813', { ringMs: 0, status: 503 }],
  ['814', { ringMs: 2_000, status: 603 }],
]);

const shortCallNumber = '815';
const colleagues = /^10[1-9]$/;
/** Numbers people have: E.164 with plus, or at least five digits as dialled inside a country. */
const outside = /^(?:\+\d{7,15}|\d{5,15})$/;

const languagesByPrefix: readonly (readonly [string, string])[] = [
  ['+380', 'uk'],
  ['+373', 'ro'],
  ['+40', 'ro'],
  ['+98', 'fa'],
  ['+7', 'ru'],
  ['+', 'en'],
];

/** Undefined for a number that does not exist here: 404. `known` are customers who have called before. */
export function planAnswer(number: string, known: readonly PracticeCustomer[]): AnswerPlan | undefined {
  const refusal = refusals.get(number);
  if (refusal !== undefined) return { type: 'refuse', ...refusal };
  const isShortCall = number === shortCallNumber;
  const isInside = number === practiceEchoNumber || isShortCall || colleagues.test(number);
  if (!isInside && !outside.test(number)) return undefined;
  return {
    type: 'answer',
    ringMs: number === practiceEchoNumber ? 500 : 2_000,
    voice: number === practiceEchoNumber ? 'echo' : 'customer',
    endAfterMs: isShortCall ? 5_000 : undefined,
    customer: known.find((customer) => customer.number === number) ?? inventCustomer(number),
  };
}

function inventCustomer(number: string): PracticeCustomer {
  const language = languagesByPrefix.find(([prefix]) => number.startsWith(prefix))?.[1] ?? 'uk';
  return { number, name: '', language, need: 'question', withheld: false };
}
