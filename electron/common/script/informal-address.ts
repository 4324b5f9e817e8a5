/** Forms of address an operator never uses to a caller, by language; whole words, folded as `fold` folds a text. */
const informal: Readonly<Record<string, string>> = {
  uk:
    'ти тебе тобі тобою твій твоя твоє твої твого твоєї твоєму твоїй твоїм твою твоєю твоїх твоїми ' +
    'можеш хочеш знаєш маєш бачиш розумієш будеш скажеш чекаєш ' +
    'скажи почекай зачекай слухай послухай дивись зрозумій вибач пробач тримай здрастуй привіт бувай',
  ru:
    'ты тебя тебе тобой тобою твой твоя твое твои твоего твоей твоему твоим твоем твою твоею твоих твоими ' +
    'можешь хочешь знаешь имеешь видишь понимаешь будешь скажешь ждешь ' +
    'скажи подожди погоди слушай послушай смотри пойми извини прости держи здравствуй привет',
  ro:
    'tu tine ție ți îți te tău ta tăi tale ești vrei poți știi faci vei dorești uite ' +
    'salut servus ciao pa',
  fa:
    'تو ترا خودت برایت بهت ازت باهات هستی میخواهی میخوای میتوانی میتونی میدانی میدونی ' +
    'بگو ببین بیا برو کن عزیزم',
  en: 'hey hiya mate buddy dude pal guys honey darling sweetie gonna wanna gotta yep nope',
};

/** ZWNJ, ZWJ, tatweel. */
const invisible = /\u200C|\u200D|\u0640/gu;
const folds: readonly (readonly [RegExp, string])[] = [
  [/[يى]/gu, 'ی'],
  [/ك/gu, 'ک'],
  [/ţ/gu, 'ț'],
  [/ş/gu, 'ș'],
];
/** A run of letters; an apostrophe inside it belongs to it, a hyphen ends it. */
const word = /\p{L}+(?:['’ʼ‘`]\p{L}+)*/gu;

/** The language without region or script: `uk` of `uk-UA`. */
export const baseLanguage = (language: string): string => language.split('-')[0] ?? language;

/** NFC, lower case, without joiners and marks, letters with two code points made one; Russian ё counts as е. */
function fold(text: string, language: string): string {
  // After NFC a mark that still stands alone is a stress sign or an Arabic vowel: neither changes the word.
  let folded = text.normalize('NFC').toLowerCase().replace(invisible, '').replace(/\p{M}/gu, '');
  for (const [from, to] of folds) folded = folded.replace(from, to);
  return language === 'ru' ? folded.replace(/ё/gu, 'е') : folded;
}

/** Words of a text, folded for comparison; merge fields left out. */
export function foldWords(text: string, language: string): readonly string[] {
  const spoken = text.replace(/\{\{[^{}]*\}\}/gu, ' ').replace(/^#+ .*$/gmu, ' ');
  return fold(spoken, baseLanguage(language)).match(word) ?? [];
}

const lists = new Map(
  Object.entries(informal).map(([language, words]) => [language, new Set(foldWords(words, language))]),
);

/** The first informal form in a text, or null. */
export function findInformal(text: string, language: string): string | null {
  const list = lists.get(baseLanguage(language));
  if (list === undefined) return null;
  return foldWords(text, language).find((each) => list.has(each)) ?? null;
}
