import { chooseLanguage, isLanguageCode, type LanguageCode } from '../../i18n/languages.ts';
import type { Theme } from '../../../electron/common/contract/desk-state.ts';

/** What this desk remembers by itself, so that the first paint is right before the hub has answered. */
const languageKey = 'offhook.language';
const singleKeysKey = 'offhook.single-keys';

export function readLanguage(storage: Storage, wanted: readonly string[]): LanguageCode {
  const known = storage.getItem(languageKey);
  return isLanguageCode(known) ? known : chooseLanguage(wanted);
}

export function keepLanguage(storage: Storage, language: LanguageCode): void {
  storage.setItem(languageKey, language);
}

/** Whether digits and letters act without Alt outside text fields (WCAG 2.1.4); on until switched off. */
export function readSingleKeys(storage: Storage): boolean {
  return storage.getItem(singleKeysKey) !== 'off';
}

export function keepSingleKeys(storage: Storage, isOn: boolean): void {
  storage.setItem(singleKeysKey, isOn ? 'on' : 'off');
}

/** The colours to use: null leaves light and dark to the system; more contrast asked for by the system is given. */
export function resolveTheme(theme: Theme, wantsContrast: boolean): 'light' | 'dark' | 'contrast' | null {
  if (theme !== 'system') return theme;
  return wantsContrast ? 'contrast' : null;
}
