import type {
  SelfTestOutcome,
  SelfTestTask,
  SelfTestView,
} from '../../../electron/common/contract/headset-panel.ts';
import type { Translate } from '../../i18n/texts.ts';

/** What came of the tasks that are over. A wrong press of the present one stands among the results until it is mended. */
export function finishedOf({ task, results }: SelfTestView): SelfTestView['results'] {
  return results.filter((result) => !isSameTask(result.task, task));
}

/** Whether another button was pressed than the present task asks for. */
export function wasWrong({ task, results }: SelfTestView): boolean {
  return results.some((result) => result.outcome === 'wrong' && isSameTask(result.task, task));
}

function isSameTask(one: SelfTestTask, other: SelfTestTask | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Which task it is of how many, counted from 1; after the test both are the number of tasks done. */
export function progressOf(test: SelfTestView): { readonly step: number; readonly total: number } {
  const done = finishedOf(test).length;
  const total = done + test.left;
  return { step: Math.min(done + 1, total), total };
}

/** Skipped tasks say nothing about the headset and count neither way. */
export function summaryOf({ results }: SelfTestView): { readonly good: number; readonly total: number } {
  const tried = results.filter(({ outcome }) => outcome !== 'skipped');
  return { good: tried.filter(({ outcome }) => outcome === 'works').length, total: tried.length };
}

export function isGood(outcome: SelfTestOutcome): boolean {
  return outcome === 'works';
}

/** The task in a word or two, for the list of results: the button, or the light. */
export function taskName(task: SelfTestTask, t: Translate): string {
  return task.kind === 'press'
    ? t(`headsetPage.pressName.${task.press}`)
    : t(`headsetPage.output.${task.light}`);
}

/** The task as an order or a question, in a few large words, and what helps to follow it. */
export function taskWords(
  task: SelfTestTask,
  t: Translate,
): { readonly order: string; readonly help: string } {
  return task.kind === 'press'
    ? { order: t(`headsetPage.press.${task.press}`), help: t(`headsetPage.pressHelp.${task.press}`) }
    : { order: t(`headsetPage.look.${task.light}`), help: t('headsetPage.lookHelp') };
}

/** The outcome of a whole test in a sentence. */
export function verdictOf(test: SelfTestView, t: Translate): string {
  if (test.state === 'interrupted') return t('headsetPage.test.interrupted');
  const { good, total } = summaryOf(test);
  if (total === 0) return t('headsetPage.test.nothing');
  return good === total ? t('headsetPage.test.all') : t('headsetPage.test.some', { good, total });
}
