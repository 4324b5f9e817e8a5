/**
 * Control characters, line and paragraph separators, the byte order mark, and everything that changes the writing
 * direction. Zero width joiner and non-joiner stay: Persian names are spelled with them.
 */
const unwanted = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/** Text of the network made safe to show: well-formed, without control and direction marks, at most `max` UTF-16 units. */
export function cleanText(text: string, max: number): string {
  const clean = text.toWellFormed().replace(unwanted, '').trim();
  return clean.length <= max ? clean : cutAtCharacter(clean, max);
}

function cutAtCharacter(text: string, max: number): string {
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max);
}
