import { useEffect, useState, type ReactElement } from 'react';
import type { CallReport } from '../../../../electron/common/call/call-report.ts';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import columnCss from '../../column.module.css';
import { ReportView } from './report-view.tsx';

/** In wrap-up: how the line was, to be looked at or handed on. Nothing for a call without sound. */
export function LineSection({ call }: { readonly call: CallView }): ReactElement | null {
  const { link } = useDesk();
  const { t } = useWords();
  const [report, setReport] = useState<CallReport | null>(null);

  useEffect(() => {
    let isOver = false;
    void link.request('call/report', { id: call.id }).then((answer) => {
      if (!isOver && answer.ok) setReport(answer.value);
    });
    return () => {
      isOver = true;
    };
  }, [call.id, link]);

  if (report === null) return null;
  return (
    <section aria-labelledby="line-title">
      <h2 className={columnCss.heading} id="line-title">
        {t('quality.was')}
      </h2>
      <ReportView report={report} />
      <Button onPress={() => saveFile(`offhook-call-${call.id}.json`, report)}>{t('quality.save')}</Button>
    </section>
  );
}

function saveFile(name: string, content: unknown): void {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(address);
}
