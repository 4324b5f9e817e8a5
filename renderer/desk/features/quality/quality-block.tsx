import type { ReactElement } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import { chiefWarning, warningFigure } from '../../model/line-quality.ts';
import { HiddenText } from '../../../ui/hidden-text.tsx';
import { SignalBars, Warning } from '../../../ui/icons.tsx';
import css from './quality.module.css';

const bars = { excellent: 4, good: 3, fair: 2, bad: 1 } as const;

/** How the line is, as shape, word and number, never by colour alone; opens the details. */
export function QualityBlock(): ReactElement | null {
  const { show } = useDesk();
  const call = useFocusCall();
  const { t, formats } = useWords();
  const quality = call?.quality ?? null;
  if (quality?.grade == null) return null;
  const warning = chiefWarning(quality);
  const figure =
    warning === null
      ? quality.mos !== null && formats.number(quality.mos)
      : warningFigure(warning.kind, warning.value, t, formats);
  return (
    <Button
      className={css.block ?? ''}
      data-warning={warning !== null}
      onPress={() => show({ type: 'toggle-panel', panel: 'quality' })}
    >
      {warning === null ? <SignalBars lit={bars[quality.grade]} /> : <Warning />}
      <span className={css.word}>
        {t(warning === null ? `quality.grade.${quality.grade}` : `quality.warning.${warning.kind}`)}
        {figure !== false && figure !== null && (
          <>
            {' '}
            <bdi className="figures">{figure}</bdi>
          </>
        )}
      </span>
      <HiddenText>({t('quality.show')})</HiddenText>
    </Button>
  );
}
