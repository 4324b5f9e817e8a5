import type { TextKey, Translate } from '../../i18n/texts.ts';

type NameIn<Key, Prefix extends string> = Key extends `${Prefix}.${infer Name}` ? Name : never;
type FlagName = NameIn<TextKey, 'customer.flag'>;
type OutcomeName = NameIn<TextKey, 'outcome.name'>;

const flagNames: Readonly<Record<FlagName, true>> = {
  'hard-of-hearing': true,
  'speak-slowly': true,
  'short-answers': true,
  'written-reply': true,
  'poor-eyesight': true,
  representative: true,
  'life-support': true,
  senior: true,
  'new-customer': true,
};

const outcomeNames: Readonly<Record<OutcomeName, true>> = {
  'question-answered': true,
  'bill-explained': true,
  'reading-taken': true,
  'outage-recorded': true,
  'complaint-recorded': true,
  callback: true,
  'wrong-number': true,
  'no-answer': true,
  conduct: true,
};

const isIn = <T extends object>(names: T, name: string): name is Extract<keyof T, string> =>
  Object.hasOwn(names, name);

/** A structured approach note in words; one that a CRM made up is shown as it is. */
export function flagText(flag: string, t: Translate): string {
  return isIn(flagNames, flag) ? t(`customer.flag.${flag}`) : flag.replaceAll('-', ' ');
}

/** The name of an outcome; one that a deployment made up is shown as it is. */
export function outcomeText(code: string, t: Translate): string {
  return isIn(outcomeNames, code) ? t(`outcome.name.${code}`) : code.replaceAll('-', ' ');
}
