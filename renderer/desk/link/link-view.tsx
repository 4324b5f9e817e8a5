import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { CrossShape } from '../../ui/icons.tsx';
import type { LinkSnapshot } from './desk-link.ts';
import css from './link-view.module.css';

/** Before the first state: opening, or trying again. */
export function LinkView({ status }: { readonly status: LinkSnapshot['status'] }): ReactElement {
  const { t } = useTexts();
  return (
    <main className={css.view}>
      {status === 'lost' ? (
        <div className={css.lost} role="alert">
          <CrossShape />
          <div>
            <h1 className={css.title}>{t('link.lost')}</h1>
            <p>{t('link.lostHelp')}</p>
          </div>
        </div>
      ) : (
        <h1 className={css.title}>{t('link.opening')}</h1>
      )}
    </main>
  );
}

/** Over the desk while the hub does not answer; what was typed stays and is sent later. */
export function LostBanner(): ReactElement {
  const { t } = useTexts();
  return (
    <div className={css.banner} role="alert">
      <CrossShape />
      <p>
        <strong>{t('link.lost')}</strong> {t('link.lostHelp')}
      </p>
    </div>
  );
}
