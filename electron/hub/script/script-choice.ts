import { mapScript } from '../../common/call/call-data-map.ts';
import type { Call } from '../../common/call/call-state.ts';
import type { Settings } from '../../common/contract/settings.ts';
import { onlyLanguage, type CustomerDesk } from '../customer/customer-desk.ts';
import type { ScriptDesk } from './script-desk.ts';

/** Which script a call begins with, and in whose language. */
export interface ScriptChoice {
  /** The customer's own; of several that share it; else the one the operator works in. */
  languageOf(callId: string): string;
  /** The script that the data of the call asks for, if there is such a one; else the usual one. */
  begin(call: Call): void;
  /** The greeting is read while it rings, so it must be in the caller's language as soon as the card is there. */
  speakTheirLanguage(callId: string): void;
}

export function createScriptChoice(
  settings: () => Settings,
  customers: () => Pick<CustomerDesk, 'pane'>,
  scripts: () => ScriptDesk,
): ScriptChoice {
  const languageOf = (callId: string): string => onlyLanguage(customers().pane(callId)) ?? settings().locale;

  return {
    languageOf,
    begin({ id, data }) {
      const { callData, script } = settings();
      const asked = mapScript(callData, data);
      if (asked !== undefined && scripts().start(id, asked, languageOf(id)).ok) return;
      scripts().start(id, script, languageOf(id));
    },
    speakTheirLanguage(callId) {
      const view = scripts().view(callId);
      const language = languageOf(callId);
      if (view === null || view.canGoBack || view.language === language) return;
      if (view.languages.includes(language)) scripts().event(callId, { type: 'language', code: language });
    },
  };
}
