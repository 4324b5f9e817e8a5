import { useEffect, useRef, useSyncExternalStore, type ReactElement } from 'react';
import type { StepView } from '../../../../electron/common/script/step-view.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { isTyped } from '../../model/script-choices.ts';
import { NumberText } from '../../../ui/number-text.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { fieldKey } from './field-drafts.ts';
import { goOn, inputModeOf } from './send-script.ts';

type FieldView = NonNullable<StepView['field']>;

/**
 * The field of a step. It takes the focus when the operator comes to it, since the value is what is spoken about now,
 * and gives it back afterwards, so that a note can be written on without looking. Enter hands the value to the script.
 */
export function ScriptField({
  callId,
  step,
  field,
}: {
  readonly callId: string;
  readonly step: StepView;
  readonly field: FieldView;
}): ReactElement | null {
  const desk = useDesk();
  const { t } = useWords();
  const { fields } = desk;
  const input = useRef<HTMLInputElement>(null);
  useSyncExternalStore(fields.subscribe, fields.getVersion);
  const key = fieldKey(callId, step.node, field.name);
  const problem = fields.problemOf(key);

  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) {
        before.focus();
      }
    };
  }, []);

  if (!isTyped(field)) {
    return field.value === '' ? null : (
      <p>
        <NumberText>{field.value}</NumberText>
      </p>
    );
  }
  return (
    <TextField
      label={
        field.required ? `${t('script.enterValue')} (${t('script.fieldRequired')})` : t('script.enterValue')
      }
      value={fields.textOf(key) ?? field.value}
      onChange={(text) => fields.edit(key, text)}
      onEnter={() => goOn(desk, callId, step)}
      problem={problem === null ? undefined : t(`script.fieldProblem.${problem}`)}
      inputMode={inputModeOf(field.type)}
      dir={field.type === 'text' ? 'auto' : 'ltr'}
      isRequired={field.required}
      maxLength={10_000}
      inputRef={input}
    />
  );
}
