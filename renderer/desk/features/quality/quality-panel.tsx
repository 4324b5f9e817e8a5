import { useEffect, useState, type ReactElement } from 'react';
import type { CallReport } from '../../../../electron/common/call/call-report.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import { browserClock } from '../../link/browser-clock.ts';
import { SidePanel } from '../../side-panel.tsx';
import { ReportView } from './report-view.tsx';

const askEveryMs = 1_000;

/** The figures of the call that is shown, renewed every second while somebody looks at them. */
export function QualityPanel(): ReactElement {
  const { link } = useDesk();
  const { t } = useWords();
  const id = useFocusCall()?.id;
  const [report, setReport] = useState<CallReport | null>(null);

  useEffect(() => {
    if (id === undefined) return;
    let isOver = false;
    let cancel: () => void = () => undefined;
    const ask = async (): Promise<void> => {
      const answer = await link.request('call/report', { id });
      if (isOver) return;
      setReport(answer.ok ? answer.value : null);
      cancel = browserClock.after(askEveryMs, () => void ask());
    };
    void ask();
    return () => {
      isOver = true;
      cancel();
    };
  }, [id, link]);

  return (
    <SidePanel title={t('quality.title')}>
      {report === null || report.id !== id ? <p>{t('quality.none')}</p> : <ReportView report={report} />}
    </SidePanel>
  );
}
