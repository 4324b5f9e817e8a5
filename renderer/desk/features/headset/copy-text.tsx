import { useRef, useState, type ReactElement } from 'react';
import { useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import css from './headset-page.module.css';

/** Lines for an administrator, to be copied. Where the system does not let a page copy, they are marked for the key. */
export function CopyText({ text }: { readonly text: string }): ReactElement {
  const { t, platform } = useWords();
  const lines = useRef<HTMLPreElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'marked' | null>(null);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      if (lines.current !== null) getSelection()?.selectAllChildren(lines.current);
      setOutcome('marked');
    }
  };

  return (
    <div className={css.copy}>
      <pre ref={lines} className={css.lines} dir="ltr" translate="no">
        {text}
      </pre>
      <div className={css.row}>
        <Button onPress={() => void copy()}>{t('headsetPage.copy.do')}</Button>
        <p role="status">
          {outcome === 'copied' && t('headsetPage.copy.done')}
          {outcome === 'marked' && t('headsetPage.copy.marked', { key: platform.isMac ? '⌘C' : 'Ctrl+C' })}
        </p>
      </div>
    </div>
  );
}
