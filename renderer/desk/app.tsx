import type { i18n } from 'i18next';
import {
  useEffect,
  useMemo,
  useReducer,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { I18nextProvider } from 'react-i18next';
import type { Locale } from '../../electron/common/contract/desk-state.ts';
import { directionOf } from '../i18n/languages.ts';
import { switchLanguage, useTexts } from '../i18n/texts.ts';
import { DeskContext, WordsContext } from './desk-context.ts';
import type { TextSaver } from './features/notes/text-saver.ts';
import type { FieldDrafts } from './features/script/field-drafts.ts';
import { LinkView } from './link/link-view.tsx';
import type { DeskLink } from './link/desk-link.ts';
import { keepLanguage, resolveTheme } from './model/preferences.ts';
import { changeView, initialView } from './model/view-state.ts';
import { createWords } from './model/words.ts';
import { Workspace } from './workspace.tsx';

const contrastQuery = '(prefers-contrast: more)';

function subscribeContrast(listener: () => void): () => void {
  const query = matchMedia(contrastQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function App({
  link,
  notes,
  fields,
  texts,
}: {
  readonly link: DeskLink;
  readonly notes: TextSaver;
  readonly fields: FieldDrafts;
  readonly texts: i18n;
}): ReactElement {
  const { state, status, skewMs } = useSyncExternalStore(link.subscribe, link.getSnapshot);
  const [view, show] = useReducer(changeView, initialView);
  const wantsContrast = useSyncExternalStore(subscribeContrast, () => matchMedia(contrastQuery).matches);
  const language = useShownLanguage(texts, state?.locale);
  const theme = resolveTheme(state?.theme ?? 'system', wantsContrast);

  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);

  useEffect(() => {
    if (theme === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  return (
    <I18nextProvider i18n={texts}>
      <I18nProvider locale={language}>
        {state === null ? (
          <LinkView status={status} />
        ) : (
          <DeskContext value={{ state, skewMs, link, notes, fields, view, show }}>
            <SharedWords>
              <Workspace isLost={status === 'lost'} />
            </SharedWords>
          </DeskContext>
        )}
      </I18nProvider>
    </I18nextProvider>
  );
}

function SharedWords({ children }: { readonly children: ReactNode }): ReactElement {
  const { t, language } = useTexts();
  const words = useMemo(() => createWords(t, language), [t, language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The language whose texts are loaded; follows the wanted one as soon as they are. */
function useShownLanguage(texts: i18n, wanted: Locale | undefined): string {
  const [shown, setShown] = useState(texts.language);
  useEffect(() => {
    if (wanted === undefined) return;
    let isCurrent = true;
    keepLanguage(localStorage, wanted);
    void switchLanguage(texts, wanted).then(() => {
      if (isCurrent) setShown(wanted);
    });
    return () => {
      isCurrent = false;
    };
  }, [texts, wanted]);
  return shown;
}
