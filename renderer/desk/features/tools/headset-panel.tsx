import type { ReactElement } from 'react';
import type { HeadsetButton, HeadsetLights } from '../../../../electron/common/contract/hid-contract.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Headset } from '../../../ui/icons.tsx';
import css from './tools.module.css';

const buttons: readonly HeadsetButton[] = ['hook', 'mute', 'flash', 'reject'];
const lights: readonly (keyof HeadsetLights)[] = ['offHook', 'ring', 'mute', 'hold'];

/** A headset on the screen for practice: its buttons send what a real one sends, its lights show what it was told. */
export function HeadsetPanel(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  return (
    <div
      className={css.headset}
      role="group"
      aria-label={t('headset.onScreen')}
      title={t('headset.onScreen')}
    >
      <Headset />
      {buttons.map((button) => (
        <Button
          key={button}
          onPress={() => void link.run({ command: 'headset/press', input: { button } })}
          isDisabled={state.headset.state !== 'ready'}
        >
          {t(`headset.button.${button}`)}
        </Button>
      ))}
      <ul className={css.lights} aria-label={t('headset.lights')}>
        {lights.map((light) => {
          const isOn = state.headset.lights[light];
          const name = t(`headset.light.${light}`);
          return (
            <li key={light} className={css.light} data-on={isOn}>
              <span aria-hidden="true">{isOn ? '●' : '○'}</span>
              <span>{t(isOn ? 'headset.on' : 'headset.off', { light: name })}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
