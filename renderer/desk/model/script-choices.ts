import { exhausted } from '../../../electron/common/lib/exhaustive.ts';
import type { OperatorScriptEvent, StepView } from '../../../electron/common/script/step-view.ts';
import type { TextKey } from '../../i18n/texts.ts';

/** One thing that a digit chooses at a step: an answer, a reason to hold, an option of a field. */
export interface StepChoice {
  readonly key: number;
  /** Words of the script, or a text of the interface. */
  readonly label: string | { readonly text: TextKey };
  readonly event: OperatorScriptEvent;
}

const maxKey = 9;

/** Everything that digits choose at this step, each with the event it sends. */
export function choicesOf(step: StepView): readonly StepChoice[] {
  if (step.answers.length > 0) {
    return step.answers.map(({ key, label }) => ({ key, label, event: { type: 'answer', key } }));
  }
  if (step.kind === 'hold' && isAsking(step)) {
    return numbered(step.items).map(({ key, label }) => ({ key, label, event: { type: 'answer', key } }));
  }
  if (step.kind === 'conduct' && isAsking(step)) return conductChoices(step);
  return step.field === null ? [] : fieldChoices(step.field);
}

const isAsking = (step: StepView): boolean => step.phase === undefined || step.phase === 'ask';

const numbered = (items: StepView['items']) =>
  items.slice(0, maxKey).map(({ id, label }, index) => ({ id, label, key: index + 1 }));

/** R39: the end of the call is open only after the warnings that the policy asks for. */
function conductChoices({ warnings }: StepView): readonly StepChoice[] {
  const warned: StepChoice = {
    key: 1,
    label: { text: 'script.conduct.warned' },
    event: { type: 'answer', key: 1 },
  };
  const isEndOpen = warnings !== undefined && warnings !== null && warnings.given >= warnings.needed;
  if (!isEndOpen) return [warned];
  return [warned, { key: 2, label: { text: 'script.conduct.end' }, event: { type: 'answer', key: 2 } }];
}

function fieldChoices({ name, type, options }: NonNullable<StepView['field']>): readonly StepChoice[] {
  switch (type) {
    case 'yesno':
      return [
        { key: 1, label: { text: 'script.yes' }, event: { type: 'value', field: name, text: 'yes' } },
        { key: 2, label: { text: 'script.no' }, event: { type: 'value', field: name, text: 'no' } },
      ];
    case 'choice':
      return numbered(options).map(({ id, key, label }) => ({
        key,
        label,
        event: { type: 'value', field: name, text: id },
      }));
    case 'text':
    case 'number':
    case 'date':
    case 'time':
    case 'phone':
    case 'email':
    case 'money':
    case 'account':
      return [];
    default:
      return exhausted(type);
  }
}

/** Whether the value of the step's field is typed, rather than chosen by a digit. */
export function isTyped(field: NonNullable<StepView['field']>): boolean {
  return field.type !== 'yesno' && field.type !== 'choice';
}

/** The language after the present one; null when there is no other. */
export function nextLanguage(step: StepView): string | null {
  if (step.languages.length < 2) return null;
  const at = step.languages.indexOf(step.language);
  return step.languages[(at + 1) % step.languages.length] ?? null;
}
