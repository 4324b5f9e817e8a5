/** The few words the operating system shows for us, outside both pages. */
export interface NativeTexts {
  readonly show: string;
  readonly quit: string;
  readonly answer: string;
}

const texts = {
  en: { show: 'Show Offhook', quit: 'Quit', answer: 'Answer' },
  uk: { show: 'Показати Offhook', quit: 'Вийти', answer: 'Відповісти' },
  ro: { show: 'Arată Offhook', quit: 'Ieșire', answer: 'Răspunde' },
  ru: { show: 'Показать Offhook', quit: 'Выйти', answer: 'Ответить' },
  fa: { show: 'نمایش Offhook', quit: 'خروج', answer: 'پاسخ' },
} as const satisfies Readonly<Record<string, NativeTexts>>;

/** Picks by the first preferred language (BCP 47 tags) that is one of ours; English if none is. */
export function nativeTexts(preferred: readonly string[]): NativeTexts {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(language)) return texts[language];
  }
  return texts.en;
}

const isLanguage = (language: string): language is keyof typeof texts => Object.hasOwn(texts, language);
