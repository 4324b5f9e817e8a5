/** N1: apostrophes and their look-alikes join what they stand in. */
const apostrophes = /['\u2018\u2019\u201B\u02BC\u02B9\u02BE\u02BF\u2032\u0060\u00B4\uFF07]/gu;
/** N2: marks, format characters, Arabic tatweel and the free hamza. */
const dropped = /[\p{M}\p{Cf}\u0640\u0621]/gu;
const decimal = /\p{Nd}/gu;
const tokens = /[\p{L}0-9]+/gu;
const latinLetter = /\p{Script=Latin}/u;
const cyrillicLetter = /\p{Script=Cyrillic}/u;

const toMap = (pairs: string): ReadonlyMap<string, string> =>
  new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));

/** N4: what a Latin keyboard puts into a Cyrillic word. */
const lookAlikes = toMap('aа bв cс eе hн iі kк mм oо pр tт xх yу');

/** N5: letters that people write for one another. */
const letters = toMap(
  'ґг іи ыи єе эе ъ ь ' + 'ßss łl đd ðd øo æae œoe ıi þth ' + '\u064Aی ىی ېی ےی كک ڪک ةه ەه ہه ھه \u0671ا',
);

/**
 * The words of a name in the form they are indexed and compared in: rules N1 to N5, in order.
 * Tokens are never empty.
 */
export function foldName(text: string): readonly string[] {
  const even = text
    .replace(apostrophes, '')
    .replaceAll('№', ' ')
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(dropped, '')
    .replace(decimal, toAsciiDigit);
  const folded: string[] = [];
  for (const [token] of even.matchAll(tokens)) {
    const plain = replaceLetters(unmixScripts(token), letters);
    if (plain !== '') folded.push(plain);
  }
  return folded;
}

/** Unicode keeps each script's decimal digits in an unbroken run from zero to nine. */
function toAsciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return digit;
  let before = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

function unmixScripts(token: string): string {
  return latinLetter.test(token) && cyrillicLetter.test(token) ? replaceLetters(token, lookAlikes) : token;
}

function replaceLetters(token: string, table: ReadonlyMap<string, string>): string {
  let replaced = '';
  for (const letter of token) replaced += table.get(letter) ?? letter;
  return replaced;
}
