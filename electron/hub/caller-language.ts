import { onlyLanguage, type CustomerDesk } from './customer-desk.ts';
import type { ScriptDesk } from './script-desk.ts';

/** The language to speak to a caller in. */
export interface CallerLanguage {
  /** The customer's own; of several that share it; else the one the operator works in. */
  languageOf(callId: string): string;
  /** The greeting is read while it rings, so it must be in the caller's language as soon as the card is there. */
  speakTheirLanguage(callId: string): void;
}

export function createCallerLanguage(parts: {
  readonly customers: () => CustomerDesk;
  readonly scripts: () => ScriptDesk;
  readonly operatorLanguage: () => string;
}): CallerLanguage {
  const languageOf = (callId: string): string =>
    onlyLanguage(parts.customers().pane(callId)) ?? parts.operatorLanguage();
  return {
    languageOf,
    speakTheirLanguage(callId) {
      const scripts = parts.scripts();
      const view = scripts.view(callId);
      const language = languageOf(callId);
      if (view === null || view.canGoBack || view.language === language) return;
      if (view.languages.includes(language)) scripts.event(callId, { type: 'language', code: language });
    },
  };
}
