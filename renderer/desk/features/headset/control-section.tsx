import type { ReactElement, ReactNode } from 'react';
import type { HeadsetPanel } from '../../../../electron/common/contract/headset-panel.ts';
import { useNow, useWords } from '../../desk-context.ts';
import { controlsView, type ButtonView, type LightView, type Signal } from '../../model/headset-controls.ts';
import { quirkTexts } from '../../model/quirk-texts.ts';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';

/** The buttons and lights of the headset, as they are at this moment. */
export function ControlSection({
  device,
  live,
}: {
  readonly device: NonNullable<HeadsetPanel['device']>;
  readonly live: HeadsetPanel['live'];
}): ReactElement {
  const now = useNow();
  const { t } = useWords();
  const { buttons, signs, lights } = controlsView(device, live, now);
  const known = quirkTexts(device.quirks, t);
  return (
    <section className={pageCss.section}>
      <div className={css.pair}>
        <LampList title={t('headsetPage.section.buttons')}>
          {buttons.map((button) => (
            <ButtonLamp key={button.role} button={button} />
          ))}
        </LampList>
        {lights.length > 0 && (
          <LampList title={t('headsetPage.section.lights')}>
            {lights.map((light) => (
              <LightLamp key={light.role} light={light} />
            ))}
          </LampList>
        )}
        {signs.length > 0 && (
          <LampList title={t('headsetPage.section.signs')}>
            {signs.map((sign) => (
              <ButtonLamp key={sign.role} button={sign} />
            ))}
          </LampList>
        )}
        <RecentList recent={live.recent} />
      </div>
      <p className={css.quiet}>{t(`headsetPage.origin.${device.origin}`)}</p>
      {known.length > 0 && (
        <p className={css.quiet}>
          {t('headsetPage.known')}: {known.join(' ')}
        </p>
      )}
      {device.warnings.length > 0 && (
        <details className={css.remarks}>
          <summary>{t('headsetPage.remarks')}</summary>
          <ul lang="en" dir="ltr">
            {[...new Set(device.warnings)].map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function LampList({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div>
      <h3 className={pageCss.subtitle}>{title}</h3>
      <ul className={css.lamps} aria-label={title}>
        {children}
      </ul>
    </div>
  );
}

function ButtonLamp({ button }: { readonly button: ButtonView }): ReactElement {
  const { t, formats } = useWords();
  const { role, semantics, isPressed, pressedAt } = button;
  return (
    <li className={css.lamp} data-on={isPressed} data-role={role}>
      <span className={css.bulb} aria-hidden="true" />
      <span className={css.lampWords}>
        <span className={css.lampName}>{t(`headsetPage.input.${role}`)}</span>{' '}
        <span className={css.quiet}>
          {semantics.map((kind) => t(`headsetPage.speaks.${kind}`)).join('; ')}
        </span>
      </span>
      <span className={css.lampState}>
        {t(isPressed ? 'headsetPage.pressed' : 'headsetPage.released')}
        {pressedAt !== null && (
          <span className={css.lastAt}>
            {t('headsetPage.lastAt', { time: formats.clockSeconds(pressedAt) })}
          </span>
        )}
      </span>
    </li>
  );
}

function LightLamp({ light: { role, isLit } }: { readonly light: LightView }): ReactElement {
  const { t } = useWords();
  return (
    <li className={css.lamp} data-on={isLit} data-role={role}>
      <span className={css.bulb} aria-hidden="true" />
      <span className={css.lampWords}>
        <span className={css.lampName}>{t(`headsetPage.output.${role}`)}</span>
      </span>
      <span className={css.lampState}>{t(isLit ? 'headsetPage.lit' : 'headsetPage.dark')}</span>
    </li>
  );
}

const recentShown = 6;

function RecentList({ recent }: { readonly recent: readonly Signal[] }): ReactElement {
  const { t, formats } = useWords();
  const title = t('headsetPage.section.recent');
  return (
    <div>
      <h3 className={pageCss.subtitle}>{title}</h3>
      {recent.length === 0 ? (
        <p className={css.quiet}>{t('headsetPage.noSignal')}</p>
      ) : (
        <ol className={css.signals} aria-label={title}>
          {recent
            .slice(-recentShown)
            .reverse()
            .map((signal, index) => (
              // Two signals of one report have the same time; their place is all that tells them apart.
              <li key={`${signal.at}-${signal.role}-${index}`} className={css.signal}>
                <time dateTime={new Date(signal.at).toISOString()}>{formats.clockSeconds(signal.at)}</time>
                <span>
                  {t(signal.value === 0 ? 'headsetPage.cameOff' : 'headsetPage.cameOn', {
                    control: t(`headsetPage.input.${signal.role}`),
                  })}
                </span>
              </li>
            ))}
        </ol>
      )}
    </div>
  );
}
