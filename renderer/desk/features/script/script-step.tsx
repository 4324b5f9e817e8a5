import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import type { StepView } from '../../../../electron/common/script/step-view.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { isLive } from '../../model/controls.ts';
import { outcomeText } from '../../model/labels.ts';
import columnCss from '../../column.module.css';
import { Checklist } from './checklist.tsx';
import { plainWords } from './plain-words.ts';
import { OffScriptForm } from './off-script-form.tsx';
import { ScriptAnswers } from './script-answers.tsx';
import { ScriptField } from './script-field.tsx';
import { JumpForm } from './jump-form.tsx';
import { ScriptTools } from './script-tools.tsx';
import { ScriptWords } from './script-words.tsx';
import css from './script.module.css';

/** One step: the words first, then what can be done, then where one is. */
export function ScriptStep({
  call,
  step,
}: {
  readonly call: CallView;
  readonly step: StepView;
}): ReactElement {
  const { view } = useDesk();
  const { t } = useWords();
  const words = view.isShort && step.short !== null ? step.short : step.words;
  return (
    <>
      <StepHead step={step} />
      <ScriptWords source={words} language={step.language} />
      <Why step={step} />
      <ComingWords step={step} />
      {isLive(call) && (
        <>
          {step.field !== null && (
            <ScriptField key={step.node} callId={call.id} step={step} field={step.field} />
          )}
          {step.kind === 'checklist' && <Checklist key={step.node} step={step} />}
          <ScriptAnswers callId={call.id} step={step} />
          {view.scriptForm === 'off-script' && <OffScriptForm callId={call.id} />}
          {view.scriptForm === 'jump' && <JumpForm callId={call.id} step={step} />}
        </>
      )}
      {step.kind === 'end' && step.outcome !== null && call.outcome === null && (
        <p className={columnCss.quiet}>{t('script.proposed', { outcome: outcomeText(step.outcome, t) })}</p>
      )}
      {step.preview !== null && isLive(call) && (
        <p className={css.preview}>
          <strong>{t('script.preview')}:</strong> <bdi lang={step.language}>{plainWords(step.preview)}</bdi>
        </p>
      )}
      {isLive(call) && <ScriptTools callId={call.id} step={step} />}
    </>
  );
}

function Why({ step }: { readonly step: StepView }): ReactElement | null {
  const { t } = useWords();
  if (step.why === null) return null;
  return (
    <p className={css.why}>
      <strong>{t('script.why')}:</strong> <bdi lang={step.language}>{plainWords(step.why)}</bdi>
    </p>
  );
}

/** Where one is: the title of the script, what kind of step this is, and the steps before it. */
function StepHead({ step }: { readonly step: StepView }): ReactElement {
  const { t } = useWords();
  const shownSteps = 4;
  const path = step.path.slice(-shownSteps);
  return (
    <div className={css.head}>
      <h2 className={columnCss.heading}>
        <bdi>{step.title}</bdi>
        {step.gate !== null && isGate(step.gate) && <> · {t(`script.gate.${step.gate}`)}</>}
      </h2>
      {path.length > 0 && (
        <ol className={css.path} aria-label={t('script.path')}>
          {step.path.length > path.length && <li aria-hidden="true">…</li>}
          {path.map((entry, index) => (
            <li key={`${entry.node} ${index}`}>
              <bdi lang={step.language}>{entry.label}</bdi>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

const gates = ['permission', 'identity', 'consent', 'safety', 'all-solved'] as const;
const isGate = (gate: string): gate is (typeof gates)[number] => gates.some((known) => known === gate);

/** What will have to be said later in this step: good to know before asking leave to hold or to transfer. */
function ComingWords({ step }: { readonly step: StepView }): ReactElement | null {
  const { t } = useWords();
  if (step.phase !== undefined && step.phase !== 'ask') return null;
  const coming = [
    ['script.thanks', step.thanks],
    ['script.closing', step.closing],
    ['script.failed', step.failed],
  ] as const;
  const given = coming.filter(([, words]) => words !== null);
  if (given.length === 0) return null;
  return (
    <dl className={css.coming}>
      {given.map(([name, words]) => (
        <div key={name}>
          <dt className={columnCss.quiet}>{t(name)}</dt>
          <dd>
            <ScriptWords source={words ?? ''} language={step.language} size="small" />
          </dd>
        </div>
      ))}
    </dl>
  );
}
