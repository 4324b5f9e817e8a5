import type { ReactElement } from 'react';
import { useWords } from '../../desk-context.ts';
import { MicrophoneOff } from '../../../ui/icons.tsx';
import css from './top-bar.module.css';

/**
 * Stands where line and headset are told otherwise, beside the controls, so that nothing moves and neither script nor
 * note is covered. The announcer reads it out.
 */
export function MutedWarning(): ReactElement {
  const { t } = useWords();
  return (
    <p className={css.mutedWarning} aria-hidden="true">
      <MicrophoneOff />
      <span>{t('control.speakingMuted')}</span>
    </p>
  );
}
