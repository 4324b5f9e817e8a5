import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useDesk, useWords } from './desk-context.ts';
import { Button } from '../ui/button.tsx';
import css from './panel.module.css';

/** A dialog beside the work, not over it: takes the focus when it opens and gives it back when it closes. */
export function SidePanel({
  title,
  onDigits,
  children,
}: {
  readonly title: string;
  /** Receives characters typed while the focus is in the panel but in no text field. */
  readonly onDigits?: (character: string) => void;
  readonly children: ReactNode;
}): ReactElement {
  const { show } = useDesk();
  const { t } = useWords();
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    const first = panel.current?.querySelector<HTMLElement>('input, [data-first]');
    (first ?? panel.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

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
