const invisible = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\u061C\uFEFF\u00AD]/gu;
const foreignDigits = /[\u06F0-\u06F9\u0660-\u0669\uFF10-\uFF19]/gu;
const dashes = /[\p{Pd}\u2212]/gu;
const lineBreaks = '\\n\\v\\f\\r\\u0085\\u2028\\u2029';
const blanks = new RegExp(`(?:(?![${lineBreaks}])\\p{White_Space})+`, 'gu');
const quoted = /^["\u201C-\u201F](.*)["\u201C-\u201F]$/su;

/** Everything that ends a line; such a break separates two numbers of one cell (P5). */
export const lineBreakClass = `[${lineBreaks}]`;

/** Rule P1: one spelling for digits, plus, dashes, commas and blanks; nothing invisible; no wrapping of a spreadsheet. */
export function cleanPhoneText(raw: string): string {
  const even = raw
    // The three blocks begin at a code point whose low four bits are zero.
    .replace(foreignDigits, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replaceAll('\uFF0B', '+')
    .replace(invisible, '')
    .replace(dashes, '-')
    .replaceAll('\u060C', ',')
    .replaceAll('\u061B', ';')
    .replace(blanks, ' ');
  return unwrapQuotes(even.trim().replace(/^'/u, '').trim());
}

function unwrapQuotes(text: string): string {
  const inner = quoted.exec(text)?.[1];
  // `"Office" <sip:…> "x"` is not one quoted whole.
  return inner === undefined || /["\u201C-\u201F]/u.test(inner) ? text : inner.trim();
}
