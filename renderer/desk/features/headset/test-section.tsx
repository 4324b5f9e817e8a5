import type { ReactElement } from 'react';
import type { SelfTestView } from '../../../../electron/common/contract/headset-panel.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { testObstacle } from '../../model/self-test-choices.ts';
import { verdictOf } from '../../model/test-progress.ts';
import { Button } from '../../../ui/button.tsx';
import { Warning } from '../../../ui/icons.tsx';
import { classNames } from '../../../ui/class-names.ts';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';
import { SelfTestChoices } from './self-test-choices.tsx';

/** Where the test begins; why it cannot, when it cannot; and what came of the last one. */
export function TestSection({ test }: { readonly test: SelfTestView | null }): ReactElement {
  const { state, show } = useDesk();
  const { t, keys } = useWords();
  const obstacle = testObstacle(state);
  const last = test === null || test.state === 'running' ? null : test;
  return (
    <section className={pageCss.section} aria-labelledby="headset-test">
      <h3 id="headset-test" className={pageCss.subtitle}>
        {t('headsetPage.section.test')}
      </h3>
      <p>{t('headsetPage.test.help')}</p>
      {obstacle === null ? (
        <p className={css.quiet}>{t('headsetPage.test.undisturbed', { key: keys('readyOrPause') })}</p>
      ) : (
        <p className={classNames(pageCss.caution, css.warning)} role="status">
          <Warning /> {t(`headsetPage.testObstacle.${obstacle}`)}
        </p>
      )}
      <div className={pageCss.row}>
        <SelfTestChoices />
        {obstacle !== null && (
          <Button isDisabled onPress={() => undefined}>
            {t('headsetPage.testChoice.start')}
          </Button>
        )}
        {last !== null && obstacle !== 'in-call' && (
          <Button onPress={() => show({ type: 'open-test' })}>{t('headsetPage.test.showResults')}</Button>
        )}
      </div>
      {last !== null && (
        <p>
          <strong>{t('headsetPage.test.last')}:</strong> {verdictOf(last, t)}
        </p>
      )}
    </section>
  );
}
