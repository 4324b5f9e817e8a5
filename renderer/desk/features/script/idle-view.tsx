import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import type { TextKey } from '../../../i18n/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Handset } from '../../../ui/icons.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import columnCss from '../../column.module.css';
import css from './script.module.css';

/** Between calls: whether calls can arrive, and in practice mode a way to let one arrive. */
export function IdleView(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const [calling, setCalling] = useState<string | null>(null);
  const letCall = async (): Promise<void> => {
    const result = await link.request('practice/call', {});
    if (result.ok) setCalling(result.value.number);
  };
  return (
    <div className={css.idle}>
      <h2 className={css.idleTitle}>{t(idleText(state.operator.state))}</h2>
      {state.practice && (
        <>
          <p className={columnCss.quiet}>{t('practice.hint')}</p>
          <Button icon={<Handset />} onPress={() => void letCall()}>
            {t('practice.call')}
          </Button>
          <p className={columnCss.quiet} role="status">
            {calling !== null && calling !== '' && (
              <>
                {t('headset.light.ring')}: <NumberText>{calling}</NumberText>
              </>
            )}
          </p>
        </>
      )}
    </div>
  );
}

function idleText(operator: string): TextKey {
  if (operator === 'paused') return 'script.idlePaused';
  return operator === 'offline' ? 'script.idleOffline' : 'script.idle';
}
