import type { ReactElement } from 'react';
import type { PreflightStep } from '../../../../electron/common/preflight/preflight.ts';
import type { RelayVerdict } from '../../../../electron/common/preflight/relays.ts';
import { useWords } from '../../desk-context.ts';
import type { Words } from '../../model/words.ts';
import { errorSentence } from '../../model/error-text.ts';
import { CheckMark, Dash, Warning } from '../../../ui/icons.tsx';
import css from './preflight.module.css';

/** The best that the estimate gives (ITU-T G.107). */
const bestMos = 4.4;

/** One step: how it is, and what was found or what to do. */
export function PreflightStepView({ step }: { readonly step: PreflightStep }): ReactElement {
  const words = useWords();
  const { t } = words;
  const { state } = step;
  const sentences = describe(step, words);
  return (
    <li className={css.step} data-state={state}>
      {state === 'passed' ? <CheckMark /> : state === 'failed' || state === 'warned' ? <Warning /> : <Dash />}
      <span>
        <strong>{t(`preflight.step.${step.step}`)}:</strong> {t(`preflight.state.${state}`)}
        {step.step === 'relays' ? (
          sentences.map((sentence) => (
            <span className={css.detail} key={sentence}>
              {sentence}
            </span>
          ))
        ) : sentences.length > 0 ? (
          <span className={css.detail}>{sentences.join(' ')}</span>
        ) : null}
      </span>
    </li>
  );
}

function describe({ step, state, error, figures }: PreflightStep, words: Words): readonly string[] {
  const { t, formats } = words;
  if (figures.relays !== undefined) return figures.relays.map((relay) => describeRelay(relay, words));
  if (error !== null) return [errorSentence(error, t)];
  if (state === 'skipped') return [t('preflight.because')];
  const sentences: string[] = [];
  if (figures.device != null) sentences.push(t('preflight.device', { device: isolate(figures.device) }));
  if (figures.levelDb !== undefined) {
    const level = isolate(formats.number(Math.round(figures.levelDb)));
    sentences.push(t('preflight.heard', { level }));
  }
  if (step === 'speaker' && state === 'passed') sentences.push(t('preflight.played'));
  if (figures.mos != null && figures.lossPercent !== undefined) {
    sentences.push(
      t('preflight.quality', {
        mos: formats.number(Math.round(figures.mos * 10) / 10),
        best: formats.number(bestMos),
        loss: formats.number(Math.round(figures.lossPercent * 10) / 10),
      }),
    );
  }
  return sentences;
}

function describeRelay({ server, error }: RelayVerdict, { t }: Words): string {
  return error === null ? t('preflight.relayWorks', { server: isolate(server) }) : errorSentence(error, t);
}

/** Names of devices and signed numbers run their own way, whatever the text around them does. */
const isolate = (text: string): string => `\u2068${text}\u2069`;
