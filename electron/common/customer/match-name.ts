import { widenQueryKey } from './name-key.ts';
import { readNameWords, type NameWord, type NameWords } from './name-words.ts';

/** Rule N6: whether every word of `query` begins a word of its own in `name`; order does not matter. */
export function matchName(query: string, name: string): boolean {
  return matchWords(readNameWords(query), readNameWords(name));
}

export function matchWords(query: NameWords, name: NameWords): boolean {
  if (!isSearchable(query) || !query.words.every((_, at) => hasHome(query, at, name))) return false;
  if (placeAllAlone(query, name)) return true;
  const search: Search = { query, name, used: name.words.map(() => false), dead: new Set(), steps: 0 };
  return placeFrom(0, search);
}

/** Far more than people's names need; only made-up repetitions of one word come near. */
const maxSteps = 2_000;

/** Rule N6 without joined words: a matching of query words to name words, grown by augmenting paths (Kuhn). */
function placeAllAlone(query: NameWords, name: NameWords): boolean {
  const holders: (NameWord | undefined)[] = name.words.map(() => undefined);
  const seat = (word: NameWord, visited: Set<number>): boolean =>
    name.words.some((target, slot) => {
      if (visited.has(slot) || !beginsWith(target, word)) return false;
      visited.add(slot);
      const holder = holders[slot];
      if (holder !== undefined && !seat(holder, visited)) return false;
      holders[slot] = word;
      return true;
    });
  return query.words.every((word) => seat(word, new Set()));
}

interface Search {
  readonly query: NameWords;
  readonly name: NameWords;
  /** Words of the name that are taken. */
  readonly used: boolean[];
  /** States that led nowhere. */
  readonly dead: Set<string>;
  steps: number;
}

/** Whether the word fits anywhere at all, alone or with a neighbour: refuses most names without a search. */
function hasHome(query: NameWords, at: number, name: NameWords): boolean {
  const readings = [query.words[at], query.pairs[at], query.pairs[at - 1]];
  return readings.some(
    (reading) =>
      reading !== undefined &&
      (name.words.some((word) => beginsWith(word, reading)) ||
        name.pairs.some((pair) => beginsWith(pair, reading))),
  );
}

/** Rule N6: single letters alone find nobody. */
export function isSearchable(query: NameWords): boolean {
  return query.words.some(({ folded }) => folded.length > 2 || Array.from(folded).length === 2);
}

/** Tries every way to read the rest of the query. */
function placeFrom(at: number, search: Search): boolean {
  const { query, used, dead } = search;
  const single = query.words[at];
  if (single === undefined) return true;
  const state = `${String(at)}:${used.map(Number).join('')}`;
  if (dead.has(state) || search.steps >= maxSteps) return false;
  search.steps += 1;
  const pair = query.pairs[at];
  if (placeWord(single, at + 1, search)) return true;
  if (pair !== undefined && placeWord(pair, at + 2, search)) return true;
  dead.add(state);
  return false;
}

function placeWord(word: NameWord, next: number, search: Search): boolean {
  const { name, used } = search;
  const place = (target: NameWord, slots: readonly number[]): boolean => {
    if (slots.some((slot) => used[slot] !== false) || !beginsWith(target, word)) return false;
    for (const slot of slots) used[slot] = true;
    const placed = placeFrom(next, search);
    for (const slot of slots) used[slot] = false;
    return placed;
  };
  return (
    name.words.some((target, slot) => place(target, [slot])) ||
    name.pairs.some((target, slot) => place(target, [slot, slot + 1]))
  );
}

/** Rule N7: one alphabet by letters, Cyrillic with Latin by sound. */
function beginsWith(word: NameWord, beginning: NameWord): boolean {
  if (word.folded.startsWith(beginning.folded)) return true;
  if (word.script === beginning.script) return false;
  const { key } = word;
  if (key === undefined || beginning.key === undefined) return false;
  return widenQueryKey(beginning.key).some((start) => key.startsWith(start));
}
