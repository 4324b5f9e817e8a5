import type { ReactElement } from 'react';
import { useWords } from '../../desk-context.ts';
import css from './sound.module.css';
import { loudestDb, quietestDb, useLevel } from './use-level.ts';

/** How loud the microphone is, ten times a second. */
export function LevelBar(): ReactElement {
  const { t } = useWords();
  const level = useLevel();
  const shown = Math.min(loudestDb, Math.max(quietestDb, Math.round(level ?? quietestDb)));
  return (
    <div className={css.field}>
      <span className={css.label} id="sound-level">
        {t('sound.level')}
      </span>
      <meter
        className={css.meter}
        aria-labelledby="sound-level"
        min={quietestDb}
        max={loudestDb}
        low={-45}
        high={-6}
        optimum={-20}
        value={shown}
      />
      <p className={css.help}>{t(level === null ? 'sound.levelWaiting' : 'sound.levelHelp')}</p>
    </div>
  );
}
