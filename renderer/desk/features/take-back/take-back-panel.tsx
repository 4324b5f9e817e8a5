import type { ReactElement } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Handset } from '../../../ui/icons.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import { useDesk, useNow, useWords } from '../../desk-context.ts';
import css from '../../panel.module.css';
import { SidePanel } from '../../side-panel.tsx';

/** A call that a fault of the program cut off: the other side still waits, and Enter goes on with the talk. */
export function TakeBackPanel(): ReactElement | null {
  const { state, link } = useDesk();
  const { t, formats } = useWords();
  const now = useNow();
  const { takeBack } = state;
  if (takeBack === null) return null;
  const input = { id: takeBack.callId };
  return (
    <SidePanel title={t('takeBack.title')}>
      <p>
        <NumberText>{takeBack.display}</NumberText>
      </p>
      <p className={css.help}>{t('takeBack.help')}</p>
      <Button
        tone="urgent"
        icon={<Handset />}
        keys={t('key.enter')}
        isFirst
        onPress={() => void link.run({ command: 'call/take-back', input })}
      >
        {t('takeBack.take')}
      </Button>
      <div className={css.row}>
        <Button onPress={() => void link.run({ command: 'call/let-go', input })}>
          {t('takeBack.letGo')}
        </Button>
        <span className={css.help}>
          {t('takeBack.left', { time: formats.duration(takeBack.until - now) })}
        </span>
      </div>
    </SidePanel>
  );
}
