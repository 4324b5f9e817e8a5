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

/**
 * An FTS5 expression that finds at least every name that matches by N6 and N7; the match itself is checked on what it
 * finds. `query` has at least one word.
 */
export function buildNameQuery(query: NameWords): string {
  const terms = query.words.map((word, at) => {
    const readings = [word, query.pairs[at - 1], query.pairs[at]].filter((reading) => reading !== undefined);
    return `(${readings.flatMap(toTerms).join(' OR ')})`;
  });
  return terms.join(' AND ');
}

function toTerms(word: NameWord): readonly string[] {
  const sameLetters = `words : ${prefix(word.folded)}`;
  if (word.key === undefined) return [sameLetters];
  const column = word.script === 'cyrillic' ? 'latin' : 'cyrillic';
  return [sameLetters, ...widenQueryKey(word.key).map((key) => `${column} : ${prefix(key)}`)];
}

/** Folded tokens hold letters and digits only: nothing in them can end the quotes. */
function prefix(token: string): string {
  return `"${token}" *`;
}
