import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import css from './sound.module.css';

/** Moved freely, sent when it is let go: each change is written to the settings file. */
export function VolumeField(): ReactElement {
  const { state, link } = useDesk();
  const { t, formats } = useWords();
  const { ringVolume } = state.sound;
  const [moved, setMoved] = useState<number | null>(null);
  const shown = moved ?? ringVolume;
  const send = (): void => {
    if (moved === null) return;
    setMoved(null);
    void link.run({ command: 'sound/change', input: { ringVolume: moved } });
  };
  return (
    <label className={css.field}>
      <span className={css.label}>{t('sound.volume')}</span>
      <span className={css.volume}>
        <input
          type="range"
          min={5}
          max={100}
          step={5}
          value={shown}
          aria-valuetext={formats.percent(shown)}
          onChange={(event) => setMoved(event.target.valueAsNumber)}
          onPointerUp={send}
          onKeyUp={send}
          onBlur={send}
        />
        <span aria-hidden="true">{formats.percent(shown)}</span>
      </span>
    </label>
  );
}
