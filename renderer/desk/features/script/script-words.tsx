import { useMemo, useSyncExternalStore, type ReactElement } from 'react';
import { directionOf } from '../../../i18n/languages.ts';
import { classNames } from '../../../ui/class-names.ts';
import { plainWords } from './plain-words.ts';
import css from './script.module.css';
import { wordsRenderer } from './words-renderer.ts';

/** Words to say, in the language of the customer, which need not be that of the page. */
export function ScriptWords({
  source,
  language,
  size = 'words',
}: {
  readonly source: string;
  readonly language: string;
  readonly size?: 'greeting' | 'words' | 'small';
}): ReactElement {
  const render = useSyncExternalStore(wordsRenderer.subscribe, wordsRenderer.get);
  const html = useMemo(() => render?.(source), [render, source]);
  const shared = {
    className: classNames(css.words, size !== 'words' && css[size]),
    lang: language,
    dir: directionOf(language),
  };
  if (html === undefined) return <div {...shared}>{plainWords(source)}</div>;
  // Made by our own renderer with HTML switched off; see markdown.ts.
  return <div {...shared} dangerouslySetInnerHTML={{ __html: html }} />;
}
