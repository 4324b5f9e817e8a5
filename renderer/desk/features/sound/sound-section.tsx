import type { ReactElement } from 'react';
import { noiseSuppressionSchema } from '../../../../electron/common/sound/sound-processing.ts';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import { isLive } from '../../model/controls.ts';
import { Button } from '../../../ui/button.tsx';
import { Warning } from '../../../ui/icons.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import { DeviceChoice } from './device-choice.tsx';
import { LevelBar } from './level-bar.tsx';
import pageCss from '../../page.module.css';
import css from './sound.module.css';
import { VolumeField } from './volume-field.tsx';

/** Where the operator speaks, listens and is rung, tried out at once; every change holds from then on, also in a call. */
export function SoundSection(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const { devices } = state.sound;
  const play = (sound: 'ring' | 'voice') => () => void link.run({ command: 'sound/play', input: { sound } });
  return (
    <div className={css.sound}>
      {devices === null && <p role="status">{t('sound.away')}</p>}
      {devices?.permission === 'denied' && (
        <p className={pageCss.caution}>
          <Warning /> {errorSentence(appError('media.microphone-denied'), t)}
        </p>
      )}
      <div className={css.group}>
        <DeviceChoice role="microphone" />
        <LevelBar />
      </div>
      <div className={css.group}>
        <DeviceChoice role="speaker" />
        <Button onPress={play('voice')}>{t('sound.playVoice')}</Button>
        <EchoTest />
      </div>
      <div className={css.group}>
        <DeviceChoice role="ringer" />
        <SwitchField
          label={t('sound.ringTone')}
          isOn={state.sound.ringTone}
          onChange={(ringTone) => void link.run({ command: 'sound/change', input: { ringTone } })}
        />
        <VolumeField />
        <Button onPress={play('ring')}>{t('sound.playRing')}</Button>
      </div>
      <ProcessingFields />
    </div>
  );
}

function EchoTest(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const { echoNumber } = state.sound;
  const isBusy = state.calls.some(isLive) || state.registration.state !== 'registered';
  return (
    <div className={css.echo}>
      <Button
        isDisabled={echoNumber === null || isBusy}
        onPress={() => void link.run({ command: 'sound/echo', input: null })}
      >
        {t('sound.echo')}
      </Button>
      <p className={css.help}>
        {echoNumber === null
          ? t('sound.noEcho')
          : t('sound.echoHelp', { number: `\u2066${echoNumber}\u2069` })}
      </p>
    </div>
  );
}

function ProcessingFields(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const { echoCancellation, noiseSuppression, gainControl } = state.sound;
  return (
    <div className={css.group}>
      <SwitchField
        label={t('sound.echoCancellation')}
        help={t('sound.echoCancellationHelp')}
        isOn={echoCancellation}
        onChange={(isOn) => void link.run({ command: 'sound/change', input: { echoCancellation: isOn } })}
      />
      <SelectField
        label={t('sound.noise')}
        help={t('sound.noiseHelp')}
        value={noiseSuppression}
        options={noiseSuppressionSchema.options.map((id) => ({ id, label: t(`sound.noiseBy.${id}`) }))}
        onChange={(chosen) => void link.run({ command: 'sound/change', input: { noiseSuppression: chosen } })}
      />
      <SwitchField
        label={t('sound.gainControl')}
        help={t('sound.gainControlHelp')}
        isOn={gainControl}
        onChange={(isOn) => void link.run({ command: 'sound/change', input: { gainControl: isOn } })}
      />
    </div>
  );
}
