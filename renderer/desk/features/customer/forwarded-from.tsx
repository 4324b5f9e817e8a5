import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useWords } from '../../desk-context.ts';
import { NumberText } from '../../../ui/number-text.tsx';
import css from './customer.module.css';

/** Whom the caller dialled first: what they expect depends on it. */
export function ForwardedFrom({ call }: { readonly call: CallView }): ReactElement | null {
  const { t } = useWords();
  const { forwardedFrom } = call;
  if (forwardedFrom === undefined) return null;
  const { name, number, display } = forwardedFrom;
  return (
    <p className={css.quiet} data-forwarded-from={number}>
      {t('call.forwardedFrom')}{' '}
      {name !== undefined && (
        <>
          <bdi>{name}</bdi> ·{' '}
        </>
      )}
      <NumberText>{display === '' ? number : display}</NumberText>
    </p>
  );
}
