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
  return new LazyNameWords(words);
}

function createWord(folded: string): NameWord {
  return new LazyNameWord(folded);
}

/**
 * Most names are refused before their pairs are asked for. A class, because V8 gives every literal with getters a shape
 * of its own, and a search reads hundreds of names.
 */
class LazyNameWords implements NameWords {
  readonly words: readonly NameWord[];
  #pairs: readonly NameWord[] | undefined;

  constructor(words: readonly NameWord[]) {
    this.words = words;
  }

  get pairs(): readonly NameWord[] {
    this.#pairs ??= this.words
      .slice(1)
      .map((word, index) => createWord(`${this.words[index]?.folded ?? ''}${word.folded}`));
    return this.#pairs;
  }
}

class LazyNameWord implements NameWord {
  readonly folded: string;
  #script: TokenScript | undefined;
  #key: string | undefined;
  #isKeyKnown = false;

  constructor(folded: string) {
    this.folded = folded;
  }

  get script(): TokenScript {
    this.#script ??= findScript(this.folded);
    return this.#script;
  }

  get key(): string | undefined {
    if (!this.#isKeyKnown) {
      this.#key = makeNameKey(this.folded);
      this.#isKeyKnown = true;
    }
    return this.#key;
  }
}
