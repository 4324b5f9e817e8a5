import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../../electron/common/customer/fold-name.ts';
import { matchName, matchWords } from '../../../electron/common/customer/match-name.ts';
import { createNameReader, readNameWords } from '../../../electron/common/customer/name-words.ts';
import { makeSampleCustomers } from '../../../electron/node/store/sample/sample-customers.ts';

const names = [...makeSampleCustomers({ count: 400, seed: 5, asOf: 0 })].map((customer) => customer.name);
const name = fc.constantFrom(...names);
const letters = fc.constantFrom(...Array.from('абвіїйєґъьыэёabcsh’-\u200C ЖЩЮяیيكکةهآ۱9\u0301'));
const anyName = fc.oneof(
  name,
  fc.array(letters, { maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Every reading of N6 tried one by one, as a reference: ways to join words on both sides, then every order. */
function matchSlowly(query: string, text: string): boolean {
  const asked = readNameWords(query);
  const there = readNameWords(text);
  if (!asked.words.some((word) => Array.from(word.folded).length >= 2)) return false;
  type Words = readonly (typeof asked.words)[number][];
  const joins = (words: typeof asked, at: number): Words[] => {
    const single = words.words[at];
    if (single === undefined) return [[]];
    const pair = words.pairs[at];
    return [
      ...joins(words, at + 1).map((rest) => [single, ...rest]),
      ...(pair === undefined ? [] : joins(words, at + 2).map((rest) => [pair, ...rest])),
    ];
  };
  const begins = (beginning: Words[number], word: Words[number]): boolean => {
    if (word.folded.startsWith(beginning.folded)) return true;
    const scripts = new Set([word.script, beginning.script]);
    if (!scripts.has('latin') || !scripts.has('cyrillic')) return false;
    const [start = '', whole = ''] = [beginning.key, word.key];
    return whole.startsWith(start) || (start.endsWith('i') && whole.startsWith(`${start.slice(0, -1)}e`));
  };
  const assign = (left: Words, right: Words): boolean => {
    const [first, ...rest] = left;
    if (first === undefined) return true;
    return right.some((word, index) => begins(first, word) && assign(rest, right.toSpliced(index, 1)));
  };
  return joins(asked, 0).some((left) => joins(there, 0).some((right) => assign(left, right)));
}

describe('names', () => {
  it('are found by their own words in any order, as typed and as folded', () => {
    fc.assert(
      fc.property(
        anyName.filter((text) => foldName(text).some((token) => Array.from(token).length >= 2)),
        fc.infiniteStream(fc.nat()),
        (text, order) => {
          const keys = order[Symbol.iterator]();
          const shuffled = foldName(text)
            .map((token) => ({ token, at: Number(keys.next().value) }))
            .sort((a, b) => a.at - b.at)
            .map(({ token }) => token);
          expect(matchName(text, text)).toBe(true);
          expect(matchName(shuffled.join(' '), text)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are found by beginnings of their words', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 2, max: 5 }), (text, length) => {
        const beginnings = foldName(text).map((token) => Array.from(token).slice(0, length).join(''));
        expect(matchName(beginnings.reverse().join(' '), text)).toBe(true);
      }),
    );
  });

  it('match exactly where trying every reading finds a way', () => {
    const word = fc
      .array(fc.constantFrom('а', 'б', 'a', 'b', 'i', 'е'), { minLength: 1, maxLength: 3 })
      .map((w) => w.join(''));
    const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (query, there) => {
        expect(matchName(query, there)).toBe(matchSlowly(query, there));
      }),
      { numRuns: 5_000 },
    );
  });

  it('fold to what folds to itself', () => {
    fc.assert(
      fc.property(anyName, (text) => {
        const folded = foldName(text);
        expect(foldName(folded.join(' '))).toEqual(folded);
      }),
      { numRuns: 3_000 },
    );
  });

  it('read with a memory are the names read without', () => {
    const read = createNameReader(16);
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        expect(read(a).words.map((word) => word.folded)).toEqual(foldName(a));
        expect(matchWords(read(a), read(b))).toBe(matchName(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are compared within a bound even if made of one repeated word', () => {
    // Trying every subset of sixty words would never end.
    const repeated = Array.from({ length: 60 }, () => 'аб').join(' ');
    expect(matchName(`${repeated} аб абв`, `${repeated} абв`)).toBe(false);
  });
});
