import { lazy, Suspense, useEffect, useRef, useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import { keepSingleKeys, readSingleKeys } from '../../model/preferences.ts';
import { Button } from '../../../ui/button.tsx';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import columnCss from '../../column.module.css';
import { TraceSection } from '../quality/trace-section.tsx';
import { ExchangeSection } from './exchange-section.tsx';
import { HotKeySection } from './hot-key-section.tsx';
import { ServerForm } from './server-form.tsx';
import pageCss from '../../page.module.css';
import { useSettings } from './use-settings.ts';

/** No part of the first paint. */
const SoundSection = lazy(async () => {
  const { SoundSection: section } = await import('../sound/sound-section.tsx');
  return { default: section };
});

/** Practice mode or the telephone server of the site; takes the place of the columns, the top bar stays. */
export function SettingsPage(): ReactElement {
  const { state, show, view } = useDesk();
  const { t, keys } = useWords();
  const work = useSettings();
  const heading = useRef<HTMLHeadingElement>(null);
  const soundHeading = useRef<HTMLHeadingElement>(null);
  const { isSoundWanted } = view;
  const [areSingleKeysOn, setSingleKeys] = useState(() => readSingleKeys(localStorage));

  useEffect(() => (isSoundWanted ? soundHeading : heading).current?.focus(), [isSoundWanted]);

  return (
    <main className={pageCss.page}>
      <div className={pageCss.sheet}>
        <div className={pageCss.head}>
          <h2 className={pageCss.title} tabIndex={-1} ref={heading}>
            {t('settings.title')}
          </h2>
          <Button keys={t('key.escape')} onPress={() => show({ type: 'toggle-settings' })}>
            {t('settings.close')}
          </Button>
        </div>
        {work.form === null ? (
          <p role="status">{work.unread === null ? t('settings.loading') : errorSentence(work.unread, t)}</p>
        ) : (
          <>
            <SwitchField
              label={t('settings.practice')}
              help={t(work.form.practice ? 'settings.practiceOn' : 'settings.practiceOff')}
              isOn={work.form.practice}
              onChange={(practice) => work.change({ practice })}
            />
            <ServerForm work={work} form={work.form} />
            <ExchangeSection />
          </>
        )}
        <section className={pageCss.section} aria-labelledby="settings-sound">
          <h3 id="settings-sound" className={pageCss.subtitle} tabIndex={-1} ref={soundHeading}>
            {t('sound.title')} <KeyHint keys={keys('sound')} />
          </h3>
          <Suspense fallback={<p role="status">{t('settings.loading')}</p>}>
            <SoundSection />
          </Suspense>
        </section>
        <section className={pageCss.section}>
          <h3 className={pageCss.subtitle}>{t('settings.keys')}</h3>
          <SwitchField
            label={t('settings.singleKeys')}
            help={t('settings.singleKeysHelp')}
            isOn={areSingleKeysOn}
            onChange={(isOn) => {
              keepSingleKeys(localStorage, isOn);
              setSingleKeys(isOn);
            }}
          />
          <HotKeySection />
        </section>
        <section className={pageCss.section}>
          <h3 className={pageCss.subtitle}>{t('trace.title')}</h3>
          <TraceSection />
        </section>
        <p className={columnCss.quiet}>{t('settings.version', { version: state.version })}</p>
      </div>
    </main>
  );
}
