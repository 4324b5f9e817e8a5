import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { sendScript } from './send-script.ts';
import css from './script.module.css';

const longest = 2_000;

/** "No suitable answer": what the customer said goes to the author of the script; the step stays (R31, R35). */
export function OffScriptForm({ callId }: { readonly callId: string }): ReactElement {
  const desk = useDesk();
  const { t } = useWords();
  const [said, setSaid] = useState('');
  const save = (): void => {
    if (said.trim() === '') return;
    sendScript(desk, callId, { type: 'off-script', said: said.trim() });
    desk.show({ type: 'close-script-form' });
  };
  return (
    <div className={css.form}>
      <TextField
        label={t('script.offScriptSaid')}
        value={said}
        onChange={setSaid}
        onEnter={save}
        maxLength={longest}
        autoFocus
      />
      <div className={css.row}>
        <Button tone="primary" keys={t('key.enter')} onPress={save}>
          {t('script.save')}
        </Button>
        <Button keys={t('key.escape')} onPress={() => desk.show({ type: 'close-script-form' })}>
          {t('script.cancel')}
        </Button>
      </div>
    </div>
  );
}
