import { createInstance, type i18n } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { loadTexts, type LanguageCode } from './languages.ts';
import type { TextKey } from './text-keys.ts';

export type { TextKey } from './text-keys.ts';

/** Gives the text of a key in the language shown, with the values put in. `count` chooses the plural form. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const namespace = 'translation';

/** Texts in one language, loaded before the promise resolves. Rejects if the page's own files cannot be loaded. */
export async function createTexts(language: LanguageCode): Promise<i18n> {
  const texts = createInstance();
  await texts.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { [namespace]: await loadTexts(language) } },
    // The unit tests show that no key is missing, so there is nothing to fall back to.
    fallbackLng: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  return texts;
}

/** Shows another language at run time; does nothing when it is shown already. */
export async function switchLanguage(texts: i18n, language: LanguageCode): Promise<void> {
  if (texts.language === language) return;
  if (!texts.hasResourceBundle(language, namespace)) {
    texts.addResourceBundle(language, namespace, await loadTexts(language));
  }
  await texts.changeLanguage(language);
}

/** The texts for a component; it is shown again when the language changes. */
export function useTexts(): { readonly t: Translate; readonly language: string } {
  const { t: translate, i18n: texts } = useTranslation();
  const t = useCallback<Translate>((key, values = {}) => translate(key, values), [translate]);
  return { t, language: texts.language };
}
