import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import { CopyText } from '../headset/copy-text.tsx';

/** Writes the SIP trace into the profile. The customers' data is in it only if somebody wants it so, each time anew. */
export function TraceSection(): ReactElement {
  const { link } = useDesk();
  const { t, formats } = useWords();
  const [includeCustomer, setIncludeCustomer] = useState(false);
  const [written, setWritten] = useState<{ readonly file: string; readonly messages: number } | null>(null);

  const write = async (): Promise<void> => {
    setWritten(null);
    const answer = await link.ask('trace/export', { includeCustomer }, { timeoutMs: 30_000 });
    if (answer.ok) setWritten(answer.value);
    setIncludeCustomer(false);
  };

  return (
    <>
      <p>{t('trace.help')}</p>
      <SwitchField
        label={t('trace.include')}
        help={t('trace.includeHelp')}
        isOn={includeCustomer}
        onChange={setIncludeCustomer}
      />
      <Button onPress={() => void write()}>{t('trace.export')}</Button>
      {written !== null && (
        <div role="status">
          <p>{t('trace.exported', { messages: formats.number(written.messages) })}</p>
          <CopyText text={written.file} />
        </div>
      )}
    </>
  );
}
