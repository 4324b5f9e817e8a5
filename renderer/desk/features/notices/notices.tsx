import { useSyncExternalStore, type ReactElement } from 'react';
import type { Notice } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { errorText } from '../../model/error-text.ts';
import { showsStoppedTest, shownNotices } from '../../model/shown-notices.ts';
import { Button } from '../../../ui/button.tsx';
import { Warning } from '../../../ui/icons.tsx';
import css from './notices.module.css';

const listed = 2;

/** What is wrong and what to do about it. Below the columns, never over them. */
export function Notices(): ReactElement {
  const { state, view, link } = useDesk();
  const { t } = useWords();
  const { failures } = useSyncExternalStore(link.subscribe, link.getSnapshot);
  const notices = shownNotices(state, failures);
  return (
    <div className={css.notices} role="log" aria-label={t('notice.title')}>
      {showsStoppedTest(state, view) && <StoppedTestLine />}
      {notices.slice(0, listed).map((notice) => (
        <NoticeLine key={notice.error.code} notice={notice} />
      ))}
      {notices.length > listed && (
        <p className={css.more}>{t('notice.more', { count: notices.length - listed })}</p>
      )}
    </div>
  );
}

function NoticeLine({ notice }: { readonly notice: Notice }): ReactElement {
  const { link } = useDesk();
  const { t, formats } = useWords();
  const { code, details } = notice.error;
  const text = errorText(notice.error, t);
  const dismiss = (): void => {
    link.dismiss(code);
    void link.run({ command: 'notice/dismiss', input: { code } });
  };
  return (
    <div className={css.notice}>
      <Warning />
      <p className={css.text}>
        <strong>{text.what}</strong> {text.do}{' '}
        <span className={css.since}>· {t('notice.since', { time: formats.clock(notice.since) })}</span>
      </p>
      {details !== undefined && (
        <details className={css.details}>
          <summary>{t('problem.details')}</summary>
          <bdi dir="ltr">
            {[code, ...Object.entries(details).map(([name, value]) => `${name}: ${value}`)].join(' · ')}
          </bdi>
        </details>
      )}
      <Button onPress={dismiss}>{t('notice.dismiss')}</Button>
    </div>
  );
}

function StoppedTestLine(): ReactElement {
  const { show } = useDesk();
  const { t, keys } = useWords();
  return (
    <div className={css.notice}>
      <Warning />
      <p className={css.text}>{t('notice.testStopped')}</p>
      <Button keys={keys('headset')} onPress={() => show({ type: 'toggle-headset' })}>
        {t('headsetPage.title')}
      </Button>
      <Button onPress={() => show({ type: 'pass-stopped-test' })}>{t('notice.dismiss')}</Button>
    </div>
  );
}
