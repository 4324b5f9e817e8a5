import type { MergeData } from './merge-context.ts';
import { own, type Script, type ScriptText } from './model.ts';
import { holds } from './rule.ts';

/**
 * The words a set of slots builds now: from each slot in order the first variant whose condition holds, joined by a
 * space. Markdown with merge fields still in it.
 */
export function buildWords(script: Script, text: ScriptText, set: string, data: MergeData): string {
  return joinWords(
    (own(script.slots, set) ?? []).map((slot) => {
      const variant = slot.variants.find((each) => holds(each.when, data));
      const labels = own(text.slots, `${set}.${slot.id}`) ?? {};
      return variant === undefined ? '' : (own(labels, variant.id) ?? '');
    }),
  );
}

/** Every combination of variants of a set, for the author's eyes and for tests of its grammar. */
export function listCombinations(script: Script, text: ScriptText, set: string): readonly string[] {
  let combinations: readonly (readonly string[])[] = [[]];
  for (const slot of own(script.slots, set) ?? []) {
    const labels = own(text.slots, `${set}.${slot.id}`) ?? {};
    combinations = combinations.flatMap((before) =>
      slot.variants.map((variant) => [...before, own(labels, variant.id) ?? '']),
    );
  }
  return combinations.map(joinWords);
}

function joinWords(words: readonly string[]): string {
  return words.filter((each) => each !== '').join(' ');
}
