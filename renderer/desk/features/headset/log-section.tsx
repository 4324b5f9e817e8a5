import type { ReactElement } from 'react';
import type { HeadsetEventEntry } from '../../../../electron/common/contract/headset-panel.ts';
import { useWords } from '../../desk-context.ts';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';
import { useHeadsetLog } from './use-headset-log.ts';

/** Who or what ended the last call, what shows it, and what the headset did before and since. */
export function LogSection(): ReactElement {
  const { t, formats } = useWords();
  const { lastEnd, events } = useHeadsetLog();
  return (
    <section className={pageCss.section} aria-labelledby="headset-log">
      <h3 id="headset-log" className={pageCss.subtitle}>
        {t('headsetPage.section.log')}
      </h3>
      <h4 className={css.small}>{t('headsetPage.log.lastCall')}</h4>
      {lastEnd === null ? (
        <p>{t('headsetPage.log.noCall')}</p>
      ) : (
        <>
          <p className={css.verdict}>
            {t(`headsetPage.end.${lastEnd.through}`, { time: formats.clockSeconds(lastEnd.at) })}
          </p>
          {lastEnd.evidence.length > 0 && (
            <details className={css.remarks}>
              <summary>{t('headsetPage.log.evidence')}</summary>
              <EventList events={lastEnd.evidence.toReversed()} label={t('headsetPage.log.evidence')} />
            </details>
          )}
        </>
      )}
      <h4 className={css.small}>{t('headsetPage.log.all')}</h4>
      {events.length === 0 ? (
        <p className={css.quiet}>{t('headsetPage.log.nothing')}</p>
      ) : (
        <EventList events={events.slice(0, eventsShown)} label={t('headsetPage.log.all')} />
      )}
    </section>
  );
}

/** The newest of the thousand that the hub keeps. */
const eventsShown = 100;

function EventList({
  events,
  label,
}: {
  readonly events: readonly HeadsetEventEntry[];
  readonly label: string;
}): ReactElement {
  const { t, formats } = useWords();
  return (
    // Focusable, since it scrolls.
    <ol className={css.events} aria-label={label} tabIndex={0}>
      {events.map(({ at, what, detail }, index) => (
        <li key={`${at}-${what}-${index}`} className={css.signal}>
          <time dateTime={new Date(at).toISOString()}>{formats.clockSeconds(at)}</time>
          <span>
            {t(`headsetPage.event.${what}`)}{' '}
            <bdi dir="ltr" className={css.code}>
              {detail}
            </bdi>
          </span>
        </li>
      ))}
    </ol>
  );
}
