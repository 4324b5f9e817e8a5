import { widenQueryKey, type TokenScript } from '../../common/customer/name-key.ts';
import type { NameWord, NameWords } from '../../common/customer/name-words.ts';

/** What FTS5 keeps of a name: its folded words and joined pairs, and their keys by the alphabet they come from. */
export interface NameIndexEntry {
  readonly words: string;
  readonly cyrillic: string;
  readonly latin: string;
}

export function indexName({ words, pairs }: NameWords): NameIndexEntry {
  const all = [...words, ...pairs];
  const keysOf = (script: TokenScript): string =>
    all.flatMap((word) => (word.script === script && word.key !== undefined ? [word.key] : [])).join(' ');
  return {
    words: all.map((word) => word.folded).join(' '),
    cyrillic: keysOf('cyrillic'),
    latin: keysOf('latin'),
  };
}

/** Lengths of beginnings that have an index of their own (`prefix` of the table). */
const indexedLengths = [9, 6, 4, 3, 2, 1];

/**
 * FTS5 expressions whose finds, taken together, hold every name that matches by N6 and N7; the match itself is checked
 * on them. The most telling comes first. `query` has a word of two letters at least.
 */
export function buildNameQueries(query: NameWords): readonly string[] {
  const { words, pairs } = query;
  const terms = words.flatMap((word, at) => {
    const joined = [pairs[at - 1], pairs[at]].filter((pair) => pair !== undefined);
    const alternatives = [...toTerms(word, shorten), ...joined.flatMap((pair) => toTerms(pair, keep))];
    // Every second customer has a word with a given initial: to walk that list takes longer than to check names.
    return isInitial(word) ? [] : [`(${alternatives.join(' OR ')})`];
  });
  return [...toInitialQuery(query), terms.join(' AND ')];
}

/** `Бойко І`: the pair that this begins is in the index and leaves few of all the people called Бойко. */
function toInitialQuery({ words, pairs }: NameWords): readonly string[] {
  const terms = pairs.flatMap((pair, at) => {
    const [word, next] = [words[at], words[at + 1]];
    const isTelling = word !== undefined && next !== undefined && isInitial(next) && !isInitial(word);
    return isTelling ? [`(${toTerms(pair, keep).join(' OR ')})`] : [];
  });
  return terms.length === 0 ? [] : [terms.join(' AND ')];
}

function isInitial(word: NameWord): boolean {
  return Array.from(word.folded).length === 1;
}

/**
 * A beginning without an index makes FTS5 collect all rows of all words it begins before the first is read: 15 ms for
 * a full name among millions. The shorter beginning that has one is read row by row and merely finds a few more.
 */
function shorten(token: string): string {
  const letters = Array.from(token);
  const length = indexedLengths.find((indexed) => indexed <= letters.length) ?? 0;
  return letters.slice(0, length).join('');
}

/** Cut short, a pair would be its first word. Hardly any name begins with two words in one: nothing is collected. */
function keep(token: string): string {
  return token;
}

function toTerms(word: NameWord, form: (token: string) => string): readonly string[] {
  const sameLetters = `words : ${prefix(form(word.folded))}`;
  if (word.key === undefined) return [sameLetters];
  const column = word.script === 'cyrillic' ? 'latin' : 'cyrillic';
  const keys = new Set(widenQueryKey(word.key).map(form));
  return [sameLetters, ...[...keys].map((key) => `${column} : ${prefix(key)}`)];
}

/** Folded tokens hold letters and digits only: nothing in them can end the quotes. */
function prefix(token: string): string {
  return `"${token}" *`;
}
