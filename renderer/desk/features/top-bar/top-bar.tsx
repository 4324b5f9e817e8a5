import type { ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { speaksWhileMuted } from '../../model/speaking-muted.ts';
import { HiddenText } from '../../../ui/hidden-text.tsx';
import { QualityBlock } from '../quality/quality-block.tsx';
import { CallControls } from './call-controls.tsx';
import { CallerBlock } from './caller-block.tsx';
import { DeviceBlock } from './device-block.tsx';
import { MutedWarning } from './muted-warning.tsx';
import { StateBlock } from './state-block.tsx';
import css from './top-bar.module.css';

/** 56 px that never scroll and never move: state, caller, line and headset, and the controls in fixed places. */
export function TopBar(): ReactElement {
  const { state } = useDesk();
  const { t } = useWords();
  return (
    <header className={css.bar} aria-label={t('region.bar')}>
      <HiddenText>
        <h1>Offhook</h1>
      </HiddenText>
      <StateBlock />
      <CallerBlock />
      <QualityBlock />
      {speaksWhileMuted(state) ? <MutedWarning /> : <DeviceBlock />}
      {state.practice && (
        <span className={css.practice} title={t('practice.hint')}>
          {t('practice.badge')}
        </span>
      )}
      <CallControls />
    </header>
  );
}
