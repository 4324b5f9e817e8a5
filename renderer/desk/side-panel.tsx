import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useDesk, useWords } from './desk-context.ts';
import { Button } from '../ui/button.tsx';
import css from './panel.module.css';

/**
 * A dialog beside the work, not over it: takes the focus when it opens, with what stands in its first field selected, and
 * gives it back when it closes. Who is writing elsewhere by then is left there.
 */
export function SidePanel({
  title,
  stage = '',
  onDigits,
  children,
}: {
  readonly title: string;
  /** Changes with what the panel holds: a focus that went with the old content comes to the new one. */
  readonly stage?: string;
  /** Receives characters typed while the focus is in the panel but in no text field. */
  readonly onDigits?: (character: string) => void;
  readonly children: ReactNode;
}): ReactElement {
  const { show } = useDesk();
  const { t } = useWords();
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (isFocusLost() && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const shown = useRef<string | null>(null);
  useEffect(() => {
    const isOpening = shown.current === null;
    shown.current = stage;
    const isHere = isFocusLost() || panel.current?.contains(document.activeElement) === true;
    if (!isOpening && !isHere) return;
    const first = panel.current?.querySelector<HTMLElement>('input, [data-first]');
    (first ?? panel.current)?.focus();
    if (first instanceof HTMLInputElement) first.select();
  }, [stage]);

  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      className={css.panel}
      data-zone="panel"
      onKeyDown={(event) => {
        const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
        if (isPlain && !(event.target instanceof HTMLInputElement) && /^[\d*#]$/u.test(event.key)) {
          onDigits?.(event.key);
        }
      }}
    >
      <div className={css.head}>
        <h2 className={css.title}>{title}</h2>
        <Button tone="quiet" keys="Esc" onPress={() => show({ type: 'close-panel' })}>
          {t('dial.close')}
        </Button>
      </div>
      {children}
    </div>
  );
}

/** What had it is no longer on the page. */
function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
