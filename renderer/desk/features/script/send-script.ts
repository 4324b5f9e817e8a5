import type { OperatorScriptEvent, StepView } from '../../../../electron/common/script/step-view.ts';
import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';
import type { Result } from '../../../../electron/common/lib/result.ts';
import type { Desk } from '../../desk-context.ts';
import { isTyped } from '../../model/script-choices.ts';
import { fieldKey, fieldProblems, type FieldProblem } from './field-drafts.ts';

/** Sends what the operator did at a step; a refusal is shown among the notices. */
export function sendScript(desk: Desk, callId: string, event: OperatorScriptEvent): void {
  void desk.link.run({ command: 'script/event', input: { callId, event } });
}

/** On to the next step; at a field with the value that was typed, which the script checks. */
export function goOn(desk: Desk, callId: string, step: StepView): void {
  const { field } = step;
  if (field === null || !isTyped(field)) return sendScript(desk, callId, { type: 'on' });
  void commitField(desk, callId, step.node, field);
}

type FieldView = NonNullable<StepView['field']>;

async function commitField(desk: Desk, callId: string, node: string, field: FieldView): Promise<void> {
  const key = fieldKey(callId, node, field.name);
  const text = desk.fields.textOf(key) ?? field.value;
  const event = { type: 'value', field: field.name, text } as const;
  const result = await desk.link.request('script/event', { callId, event });
  desk.fields.settle(key, result.ok ? null : problemOf(result));
}

function problemOf(result: Extract<Result<null>, { ok: false }>): FieldProblem {
  const reason = result.error.details?.['reason'];
  return fieldProblems.find((known) => known === reason) ?? 'not-valid';
}

/** How the value of a field is typed: the keyboard a touch screen shows, and the direction. */
export function inputModeOf(type: FieldView['type']): 'text' | 'numeric' | 'decimal' | 'tel' | 'email' {
  switch (type) {
    case 'number':
    case 'money':
      return 'decimal';
    case 'phone':
      return 'tel';
    case 'email':
      return 'email';
    case 'date':
    case 'time':
      return 'numeric';
    case 'text':
    case 'account':
    case 'choice':
    case 'yesno':
      return 'text';
    default:
      return exhausted(type);
  }
}
