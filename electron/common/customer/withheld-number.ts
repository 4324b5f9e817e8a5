/** Rule P2: what networks and exchanges send in place of a number, in the languages of our desks. */
const names = new Set(
  [
    [
      'anonymous',
      'anonym',
      'unavailable',
      'unknown',
      'unknown number',
      'restricted',
      'private',
      'private number',
    ],
    ['withheld', 'number withheld', 'blocked', 'hidden', 'hidden number', 'no caller id'],
    ['прихований', 'прихований номер', 'номер приховано', 'анонім', 'анонімний', 'анонімний номер'],
    ['невідомий', 'невідомий номер'],
    ['скрытый', 'скрытый номер', 'номер скрыт', 'аноним', 'анонимный', 'анонимный номер'],
    ['неизвестный', 'неизвестный номер'],
    ['ascuns', 'număr ascuns', 'anonim', 'necunoscut', 'număr necunoscut', 'număr privat'],
    ['numar ascuns', 'numar necunoscut', 'numar privat'],
    ['ناشناس', 'شماره ناشناس', 'مخفی', 'شماره مخفی', 'نامشخص', 'شماره نامشخص', 'خصوصی', 'شماره خصوصی'],
  ].flat(),
);

/** The longest name and some wrapping; longer texts are not looked at. */
const longest = 64;
const wrapping = /^[\s"'`«»\u2018-\u201F()[\]{}<>.]+|[\s"'`«»\u2018-\u201F()[\]{}<>.]+$/gu;

/** `text` is cleaned by P1. True for one of the names; an empty text is the caller's case. */
export function isWithheldName(text: string): boolean {
  if (text.length > longest) return false;
  return names.has(text.normalize('NFC').toLowerCase().replace(wrapping, ''));
}
