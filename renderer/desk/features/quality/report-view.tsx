import type { ReactElement } from 'react';
import type { CallReport } from '../../../../electron/common/call/call-report.ts';
import { useWords } from '../../desk-context.ts';
import { warningFigure } from '../../model/line-quality.ts';
import css from './quality.module.css';

const phases = [
  'microphone',
  'gathering',
  'signalling',
  'path',
  'dtls',
  'firstPacketIn',
  'firstPacketOut',
] as const;

/** One report in words and figures: what stood out first, then everything that was measured. */
export function ReportView({ report }: { readonly report: CallReport }): ReactElement {
  const { t, formats } = useWords();
  const { quality, live } = report;
  const round = (value: number, digits = 0): string => formats.number(Number(value.toFixed(digits)));
  const ms = (value: number): string => t('quality.unit.ms', { value: round(value) });
  const percent = (value: number): string => t('quality.unit.percent', { value: round(value, 1) });
  const spread = (
    values: { readonly mean: number; readonly worst: number } | null,
    show: (value: number) => string,
  ): string | null =>
    values === null ? null : t('quality.meanWorst', { mean: show(values.mean), worst: show(values.worst) });
  const grade = live?.grade ?? quality.grade;
  const remotePorts = quality.candidates
    .filter(({ side }) => side === 'remote')
    .map(({ type, protocol, port }) => `${type}/${protocol} ${String(port)}`);
  const figures: readonly (readonly [string, string | null])[] = [
    [t('quality.mos'), spread(quality.mos, (value) => round(value, 1))],
    [t('quality.roundTrip'), spread(quality.roundTripMs, ms)],
    [t('quality.jitter'), spread(quality.jitterMs, ms)],
    [t('quality.loss'), quality.lossPercent === null ? null : percent(quality.lossPercent)],
    [t('quality.codec'), quality.codec],
    [
      t('quality.path'),
      quality.path && `${quality.path.local} – ${quality.path.remote}, ${quality.path.protocol}`,
    ],
    [t('quality.ports'), remotePorts.length === 0 ? null : remotePorts.join(', ')],
    [t('quality.restarts'), quality.iceRestarts === 0 ? null : formats.number(quality.iceRestarts)],
    ...phases.map((phase) => {
      const took = quality.phases[phase];
      return [t(`quality.phase.${phase}`), took === null ? null : ms(took)] as const;
    }),
    [t('quality.microphone'), quality.devices.microphone],
    [t('quality.speaker'), quality.devices.speaker],
    [t('quality.headset'), quality.devices.headset],
  ];
  return (
    <>
      {grade !== null && <p className={css.grade}>{t(`quality.grade.${grade}`)}</p>}
      {quality.warnings.length === 0 ? (
        <p>{t('quality.calm')}</p>
      ) : (
        <ul className={css.warnings}>
          {quality.warnings.map(({ kind, count, ms: stoodMs, worst }) => (
            <li key={kind}>
              <strong>{t(`quality.warning.${kind}`)}</strong>{' '}
              <bdi>{warningFigure(kind, worst, t, formats)}</bdi>{' '}
              {t('quality.stood', { times: formats.number(count), time: formats.duration(stoodMs) })}
            </li>
          ))}
        </ul>
      )}
      <details className={css.details}>
        <summary>{t('quality.details')}</summary>
        <dl className={css.figures}>
          {figures.map(
            ([name, value]) =>
              value !== null && (
                <div key={name} className={css.figure}>
                  <dt>{name}</dt>
                  <dd>
                    <bdi>{value}</bdi>
                  </dd>
                </div>
              ),
          )}
        </dl>
      </details>
    </>
  );
}
