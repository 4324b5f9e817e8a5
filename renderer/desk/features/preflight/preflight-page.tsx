import { useEffect, useRef, useState, type ReactElement } from 'react';
import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';
import type { PreflightReport } from '../../../../electron/common/preflight/preflight.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import { isLive } from '../../model/controls.ts';
import { Button } from '../../../ui/button.tsx';
import pageCss from '../../page.module.css';
import css from './preflight.module.css';
import { PreflightStepView } from './preflight-step.tsx';

/** Probe of the server, microphone (a person may have to allow it), beep and test call, each with its whole time. */
const checkTimeoutMs = 120_000;

/** The check before the shift; takes the place of the columns, the top bar stays. */
export function PreflightPage(): ReactElement {
  const { state, link, show } = useDesk();
  const { t, keys } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const report = state.preflight;
  const isRunning = report?.running === true;
  const isCalled = state.calls.some(isLive);
  useEffect(() => heading.current?.focus(), []);
  useGiveWay(isCalled);

  const start = async (): Promise<void> => {
    setRefusal(null);
    const answer = await link.request('preflight/run', null, { timeoutMs: checkTimeoutMs });
    if (!answer.ok) setRefusal(answer.error);
  };
  const shownRefusal = isCalled ? appError('preflight.in-call') : refusal;

  return (
    <main className={pageCss.page}>
      <div className={pageCss.sheet}>
        <div className={pageCss.head}>
          <h2 className={pageCss.title} tabIndex={-1} ref={heading}>
            {t('preflight.title')}
          </h2>
          <Button keys={keys('preflight')} onPress={() => show({ type: 'toggle-preflight' })}>
            {t('preflight.close')}
          </Button>
        </div>
        <p>{t('preflight.intro')}</p>
        <div className={pageCss.row}>
          <Button tone="primary" isDisabled={isRunning || isCalled} onPress={() => void start()}>
            {t(report === null ? 'preflight.start' : 'preflight.again')}
          </Button>
          <p role="status">
            {shownRefusal !== null && errorSentence(shownRefusal, t)}
            {shownRefusal === null && isRunning && t('preflight.running')}
            {shownRefusal === null && report !== null && !isRunning && t(summaryOf(report))}
          </p>
        </div>
        {report !== null && (
          <ol className={css.steps}>
            {report.steps.map((step) => (
              <PreflightStepView key={step.step} step={step} />
            ))}
          </ol>
        )}
      </div>
    </main>
  );
}

function summaryOf({ ok, steps }: PreflightReport) {
  if (!ok) return 'preflight.notGood';
  return steps.some(({ state }) => state === 'warned') ? 'preflight.goodEnough' : 'preflight.allGood';
}

/** A call that comes gets the whole desk; a page that was opened during a call stays. */
function useGiveWay(isCalled: boolean): void {
  const { show } = useDesk();
  const wasCalled = useRef(isCalled);
  useEffect(() => {
    if (isCalled && !wasCalled.current) show({ type: 'toggle-preflight' });
    wasCalled.current = isCalled;
  }, [isCalled, show]);
}
