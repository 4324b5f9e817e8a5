import { useState, type ReactElement } from 'react';
import type { HeadsetPanel } from '../../../../electron/common/contract/headset-panel.ts';
import { useDesk, useNow, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from './copy-text.tsx';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';

/** Records what the headset sends and is told, for somebody who wants to know why a button does the wrong thing. */
export function RecordingSection({
  recording,
}: {
  readonly recording: HeadsetPanel['recording'];
}): ReactElement {
  const { link } = useDesk();
  const { t } = useWords();
  const [file, setFile] = useState<string | null>(null);

  const exportFile = async (): Promise<void> => {
    setFile(null);
    const written = await link.ask('headset/export', null);
    if (written.ok) setFile(written.value.file);
  };

  return (
    <section className={pageCss.section} aria-labelledby="headset-recording">
      <h3 id="headset-recording" className={pageCss.subtitle}>
        {t('headsetPage.section.recording')}
      </h3>
      <p className={css.quiet}>{t('headsetPage.record.help')}</p>
      <div className={pageCss.row}>
        <Button
          isOn={recording !== null}
          onPress={() => void link.run({ command: 'headset/record', input: { on: recording === null } })}
        >
          {t(recording === null ? 'headsetPage.record.start' : 'headsetPage.record.stop')}
        </Button>
        <Button onPress={() => void exportFile()}>{t('headsetPage.record.export')}</Button>
        {recording !== null && <Running {...recording} />}
      </div>
      {file !== null && (
        <div role="status">
          <p>{t('headsetPage.record.exported')}</p>
          <CopyText text={file} />
        </div>
      )}
    </section>
  );
}

function Running({ since, reports }: { readonly since: number; readonly reports: number }): ReactElement {
  const now = useNow();
  const { t, formats } = useWords();
  return (
    <p className="figures">
      {t('headsetPage.record.running', { time: formats.duration(now - since), reports })}
    </p>
  );
}
