import type { ReactElement } from 'react';
import type { StepView } from '../../../../electron/common/script/step-view.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { choicesOf, isTyped } from '../../model/script-choices.ts';
import { Button } from '../../../ui/button.tsx';
import { ArrowOut } from '../../../ui/icons.tsx';
import columnCss from '../../column.module.css';
import { goOn, sendScript } from './send-script.ts';
import css from './script.module.css';

/** Everything the digits choose at this step, and the way on. */
export function ScriptAnswers({
  callId,
  step,
}: {
  readonly callId: string;
  readonly step: StepView;
}): ReactElement {
  const desk = useDesk();
  const { t, keys } = useWords();
  const choices = choicesOf(step);
  const isField = step.field !== null && isTyped(step.field);
  return (
    <div className={css.answers}>
      {choices.length > 0 && (
        <>
          <h3 className={columnCss.heading}>
            {t(step.kind === 'hold' ? 'script.reasons' : 'script.answers')}
          </h3>
          <ol className={css.answerList}>
            {choices.map((choice) => (
              <li key={choice.key}>
                <Button
                  shape="wide"
                  keys={keys('answer', String(choice.key))}
                  onPress={() => sendScript(desk, callId, choice.event)}
                >
                  <bdi lang={step.language}>
                    {typeof choice.label === 'string' ? choice.label : t(choice.label.text)}
                  </bdi>
                </Button>
              </li>
            ))}
          </ol>
          <p className={columnCss.quiet}>{t('script.keysInText')}</p>
        </>
      )}
      {step.warnings !== undefined && step.warnings !== null && (
        <p className={columnCss.quiet}>{t('script.warnings', { ...step.warnings })}</p>
      )}
      {(step.canGoOn || isField) && (
        <Button
          tone="primary"
          icon={<ArrowOut />}
          keys={isField ? t('key.enter') : keys('on')}
          onPress={() => goOn(desk, callId, step)}
        >
          {t(step.canReturn && !isField ? 'script.return' : 'script.on')}
        </Button>
      )}
    </div>
  );
}
