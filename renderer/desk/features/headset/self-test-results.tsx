import type { ReactElement } from 'react';
import type { SelfTestOutcome, SelfTestView } from '../../../../electron/common/contract/headset-panel.ts';
import { useWords } from '../../desk-context.ts';
import { quirkTexts } from '../../model/quirk-texts.ts';
import { finishedOf, isGood, taskName } from '../../model/test-progress.ts';
import { CheckMark, Dash, Warning } from '../../../ui/icons.tsx';
import pageCss from '../../page.module.css';
import css from './self-test.module.css';

/** What came of each task, in words and shapes, and what was learnt about the headset. */
export function SelfTestResults({ test }: { readonly test: SelfTestView }): ReactElement {
  const { t } = useWords();
  const learnt = quirkTexts(test.learnt, t);
  const finished = finishedOf(test);
  return (
    <>
      {learnt.length > 0 && test.state === 'done' && (
        <section className={css.learnt} aria-labelledby="test-learnt">
          <h3 id="test-learnt">{t('headsetPage.test.learnt')}</h3>
          <ul>
            {learnt.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p role="status">{t(test.isKept ? 'headsetPage.test.kept' : 'headsetPage.test.learntHelp')}</p>
        </section>
      )}
      {finished.length > 0 && (
        <section aria-labelledby="test-results">
          <h3 id="test-results" className={pageCss.subtitle}>
            {t('headsetPage.test.results')}
          </h3>
          <ul className={css.results}>
            {finished.map(({ task, outcome }) => (
              <li key={JSON.stringify(task)} className={css.result} data-outcome={outcome}>
                <OutcomeShape outcome={outcome} />
                <span className={css.resultName}>{taskName(task, t)}</span>
                <span>{t(`headsetPage.outcome.${outcome}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function OutcomeShape({ outcome }: { readonly outcome: SelfTestOutcome }): ReactElement {
  if (isGood(outcome)) return <CheckMark />;
  return outcome === 'skipped' ? <Dash /> : <Warning />;
}
