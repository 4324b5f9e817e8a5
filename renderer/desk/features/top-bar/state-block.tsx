import type { ReactElement } from 'react';
import type { OperatorState } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useNow, useWords } from '../../desk-context.ts';
import {
  BellShape,
  CheckShape,
  CrossShape,
  CupShape,
  HeldShape,
  MicrophoneOff,
  PenShape,
  SpeechShape,
} from '../../../ui/icons.tsx';
import css from './top-bar.module.css';

const shapes: Readonly<Record<OperatorState, () => ReactElement>> = {
  ready: CheckShape,
  ringing: BellShape,
  talking: SpeechShape,
  held: HeldShape,
  'wrap-up': PenShape,
  paused: CupShape,
  offline: CrossShape,
};

/** The state as word, shape, fill and place, readable from two metres; below it how long it has lasted. */
export function StateBlock(): ReactElement {
  const { state } = useDesk();
  const { t } = useWords();
  const Shape = shapes[state.operator.state];
  return (
    <div className={css.state} data-state={state.operator.state}>
      <Shape />
      <div className={css.stateWords}>
        <strong className={css.stateWord}>{t(`state.${state.operator.state}`)}</strong>
        <span className={css.stateBelow}>
          <Elapsed since={state.operator.since} />
          {state.muted && (
            <span className={css.muted}>
              <MicrophoneOff /> {t('control.muted')}
            </span>
          )}
        </span>
      </div>
    </div>
  );
}

/** Silent for screen readers: a timer that speaks every second would speak into the call. */
function Elapsed({ since }: { readonly since: number }): ReactElement {
  const now = useNow();
  const { t, formats } = useWords();
  const time = formats.duration(now - since);
  return (
    <span role="timer" aria-live="off" aria-label={t('call.since', { time })} className="figures">
      {time}
    </span>
  );
}
