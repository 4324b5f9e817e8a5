export const languageCodes = ['en', 'uk', 'ro', 'ru', 'fa'] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** Each language under its own name, so that people find theirs whatever is shown at the moment. */
export const languageNames: Readonly<Record<LanguageCode, string>> = {
  en: 'English',
  uk: 'Українська',
  ro: 'Română',
  ru: 'Русский',
  fa: 'فارسی',
};

export function isLanguageCode(value: unknown): value is LanguageCode {
  return languageCodes.some((code) => code === value);
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  // Scripts of customers may be in languages the interface does not have.
  return /^(fa|ar|he|ur|ps|ckb)\b/u.test(language) ? 'rtl' : 'ltr';
}

/** The first of the wanted BCP 47 tags for which there are texts, else English. */
export function chooseLanguage(wanted: readonly string[]): LanguageCode {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguageCode(primary)) return primary;
  }
  return 'en';
}

const files = import.meta.glob<object>('./languages/*.json', { import: 'default' });

/** The texts of one language. One chunk each, so that the first paint carries one language only. */
export async function loadTexts(language: LanguageCode): Promise<object> {
  const load = files[`./languages/${language}.json`];
  if (load === undefined) throw new Error(`No texts for ${language}`);
  return load();
}
