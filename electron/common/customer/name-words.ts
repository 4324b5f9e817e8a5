import { foldName } from './fold-name.ts';
import { findScript, makeNameKey, type TokenScript } from './name-key.ts';

/** A text ready for comparing, so that one query is prepared once for many names. */
export interface NameWords {
  readonly words: readonly NameWord[];
  /** `pairs[i]` is `words[i]` and `words[i + 1]` written as one (rule N6). */
  readonly pairs: readonly NameWord[];
}

export interface NameWord {
  readonly folded: string;
  readonly script: TokenScript;
  /** Rule N7; undefined for a word without a counterpart in the other alphabet. */
  readonly key: string | undefined;
}

export function readNameWords(text: string): NameWords {
  return combine(foldName(text).map(createWord));
}

/**
 * Reads many names one after the other: words met before are not folded again. Keeps up to `limit` words, then begins
 * anew.
 */
export function createNameReader(limit = 20_000): (text: string) => NameWords {
  const known = new Map<string, readonly NameWord[]>();
  const readChunk = (chunk: string): readonly NameWord[] => {
    const before = known.get(chunk);
    if (before !== undefined) return before;
    if (known.size >= limit) known.clear();
    const words = foldName(chunk).map(createWord);
    known.set(chunk, words);
    return words;
  };
  // No rule looks across a space: the parts folded one by one are the whole folded.
  return (text) => combine(text.split(' ').flatMap(readChunk));
}

function combine(words: readonly NameWord[]): NameWords {
  let pairs: readonly NameWord[] | undefined;
  return {
    words,
    // Most names are refused before their pairs are asked for.
    get pairs() {
      pairs ??= words
        .slice(1)
        .map((word, index) => createWord(`${words[index]?.folded ?? ''}${word.folded}`));
      return pairs;
    },
  };
}

function createWord(folded: string): NameWord {
  let script: TokenScript | undefined;
  let key: { readonly value: string | undefined } | undefined;
  return {
    folded,
    get script() {
      script ??= findScript(folded);
      return script;
    },
    get key() {
      key ??= { value: makeNameKey(folded) };
      return key.value;
    },
  };
}
