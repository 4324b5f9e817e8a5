/** Which alphabet a folded token is written in; digits belong to any, a mixture to none. */
export type TokenScript = 'cyrillic' | 'latin' | 'other';

const cyrillicSounds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ а: 'a', б: 'b', в: 'v', г: 'h', д: 'd', е: 'e', ж: 'j', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm' },
    ...{ н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'q', ш: 'x' },
    ...{ щ: 'x', ю: 'iu', я: 'ia' },
  }),
);

const latinSounds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      shch: 'x',
      sch: 'x',
      sh: 'x',
      zh: 'j',
      ch: 'q',
      kh: 'h',
      ts: 'c',
      tz: 'c',
      ck: 'k',
      ph: 'f',
      x: 'ks',
    },
    ...{ w: 'v', q: 'k', c: 'k', y: 'i', j: 'i', g: 'h' },
  }),
);
const latinSpelling = /shch|sch|sh|zh|ch|kh|ts|tz|ck|ph|[xwqcyjg]/gu;

export function findScript(token: string): TokenScript {
  if (/^[\p{Script=Cyrillic}\d]+$/u.test(token)) return /\D/u.test(token) ? 'cyrillic' : 'other';
  return /^[\p{Script=Latin}\d]+$/u.test(token) ? 'latin' : 'other';
}

/**
 * The sound of a folded token, for comparing a Cyrillic spelling with a Latin one (rule N7). The letters j, q, x and c
 * stand for ж, ч, ш and ц. Undefined for a token that has no counterpart in the other alphabet.
 */
export function makeNameKey(token: string): string | undefined {
  switch (findScript(token)) {
    case 'cyrillic': {
      let sounds = '';
      for (const letter of token) sounds += cyrillicSounds.get(letter) ?? letter;
      return joinRepeats(sounds.replaceAll('ts', 'c'));
    }
    case 'latin':
      return joinRepeats(token.replace(latinSpelling, (spelling) => latinSounds.get(spelling) ?? spelling));
    case 'other':
      return undefined;
  }
}

/** The keys by which a typed beginning may meet a whole key: a final i may be the beginning of `ie`, which became e. */
export function widenQueryKey(key: string): readonly string[] {
  return key.endsWith('i') ? [key, `${key.slice(0, -1)}e`] : [key];
}

function joinRepeats(sounds: string): string {
  return sounds
    .replace(/(\p{L})\1+/gu, '$1')
    .replaceAll('ie', 'e')
    .replace(/(\p{L})\1+/gu, '$1');
}
