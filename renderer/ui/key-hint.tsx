import type { ReactElement } from 'react';
import css from './key-hint.module.css';

/** A key as it is printed on a control. Always left to right: keys are named in Latin letters. */
export function KeyHint({ keys }: { readonly keys: string }): ReactElement {
  return (
    <kbd className={css.key} dir="ltr">
      {keys}
    </kbd>
  );
}
