import { lineBreakClass } from './clean-phone-text.ts';

/** Rule P6: what stands before an extension, longest first so that none hides another. */
const marks = [
  'extension',
  'extn',
  'ext',
  'x',
  '#',
  'добавочный',
  'доб',
  'внутренний',
  'внутр',
  'вн',
  'додатковий',
  'дод',
  'interior',
  'int',
  'داخلی',
  'داخلي',
].join('|');

const markWithDigits = `(?<![\\p{L}\\p{M}])(?:${marks})[.:=\\s]*(\\d{1,7})`;
const beforeMark = '\\s*[(\\[]?\\s*';
const word = '(?<![\\p{L}\\p{M}\\p{N}])(?:або|чи|или|sau|or|یا)(?![\\p{L}\\p{M}\\p{N}])';

const separators = new RegExp(`(?:[;,|\\n]|${word})(?!${beforeMark}${markWithDigits}(?!\\d))`, 'giu');
const trailingExtension = new RegExp(`[;,]?${beforeMark}${markWithDigits}$`, 'iu');
const lineBreak = new RegExp(lineBreakClass, 'u');
const label = /^[\p{L}\p{M}.:/\s]+/u;

/** Rule P5: the numbers of one cell, in order. Slashes are left to the caller, who knows what a number is. */
export function splitNumbers(text: string): readonly string[] {
  // One sign for any run of blanks: the look-ahead to the next mark then stays short.
  const even = text.replace(/\p{White_Space}+/gu, (run) => (lineBreak.test(run) ? '\n' : ' '));
  return even.split(separators).filter(hasDigit);
}

export function hasDigit(text: string | undefined): text is string {
  return text !== undefined && /\d/u.test(text);
}

export interface PhonePart {
  /** What is left of the part without label, words and extension; empty if the extension stood alone. */
  readonly body: string;
  readonly extension?: string;
}

/** Rule P6: takes label, trailing words and extension off one part of P5. */
export function readPart(part: string): PhonePart {
  // Words after the number go first: the extension may stand before them.
  const text = cutAfterLastSign(part);
  const found = trailingExtension.exec(text);
  const rest = found === null ? text : text.slice(0, found.index);
  const body = cutAfterLastSign(rest).replace(label, '').trim();
  const extension = found?.[1];
  return extension === undefined ? { body } : { body, extension };
}

/** Drops what follows the last digit, plus, star or hash: closing brackets and words. */
function cutAfterLastSign(text: string): string {
  for (let end = text.length; end > 0; end -= 1) {
    if (/[\d+*#]/u.test(text.charAt(end - 1))) return text.slice(0, end);
  }
  return '';
}
