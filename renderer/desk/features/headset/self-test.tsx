import { useEffect, useRef, useState, type ReactElement } from 'react';
import type {
  HeadsetPanel,
  SelfTestTask,
  SelfTestView,
} from '../../../../electron/common/contract/headset-panel.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { focusPort } from '../../keyboard/focus-port.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { progressOf, taskWords, verdictOf, wasWrong } from '../../model/test-progress.ts';
import { Button } from '../../../ui/button.tsx';
import { Warning } from '../../../ui/icons.tsx';
import { SelfTestChoices } from './self-test-choices.tsx';
import { SelfTestResults } from './self-test-results.tsx';
import css from './self-test.module.css';

/** One task at a time in large words, and afterwards what came of each. Takes the place of the headset page. */
export function SelfTest({
  test,
  panel,
}: {
  readonly test: SelfTestView | null;
  readonly panel: HeadsetPanel;
}): ReactElement {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { task } = test ?? { task: null };
  const taskKey = JSON.stringify(task);
  const isRunning = test?.state === 'running';

  // The button that was pressed may be gone with its task; the keys act from here.
  useEffect(() => heading.current?.focus(), [taskKey, isRunning]);

  return (
    <div className={css.test}>
      <h2 className={css.title} ref={heading} tabIndex={-1}>
        {t('headsetPage.test.title')}
        {panel.device !== null && (
          <>
            {' · '}
            <bdi>{panel.device.product}</bdi>
          </>
        )}
      </h2>
      {isRunning && <Progress test={test} />}
      <div className={css.task} aria-live="polite" aria-atomic="true">
        {task !== null && isRunning ? <Task task={task} /> : test !== null && <Verdict test={test} />}
      </div>
      {isRunning && task?.kind === 'press' && <Waiting key={taskKey} test={test} live={panel.live} />}
      <div className={css.choices}>
        <SelfTestChoices />
        <LeaveButton isRunning={isRunning} />
      </div>
      {test !== null && <SelfTestResults test={test} />}
    </div>
  );
}

function Task({ task }: { readonly task: SelfTestTask }): ReactElement {
  const { t } = useWords();
  const { order, help } = taskWords(task, t);
  return (
    <>
      <p className={css.order}>{order}</p>
      <p className={css.help}>{help}</p>
    </>
  );
}

function Progress({ test }: { readonly test: SelfTestView }): ReactElement {
  const { t } = useWords();
  const { step, total } = progressOf(test);
  const text = t('headsetPage.test.progress', { step, total });
  return (
    <div className={css.progress}>
      <p>{text}</p>
      <progress className={css.bar} value={step - 1} max={total} aria-label={text} />
    </div>
  );
}

/** What came since the task was set is told, so that another button is not taken for none. */
function Waiting({
  test,
  live,
}: {
  readonly test: SelfTestView;
  readonly live: HeadsetPanel['live'];
}): ReactElement {
  const { t } = useWords();
  const newest = live.recent.at(-1);
  const [before] = useState(newest?.at ?? 0);
  const came = live.recent.findLast(({ at, value }) => at > before && value !== 0);
  const control = came === undefined ? null : t(`headsetPage.input.${came.role}`);
  return (
    <p className={css.waiting} role="status">
      {control !== null && wasWrong(test) ? (
        <>
          <Warning /> <strong>{t('headsetPage.test.wrong', { control })}</strong>
        </>
      ) : (
        <>
          {t('headsetPage.test.waiting')}
          {control !== null && <strong>{t('headsetPage.test.came', { control })}</strong>}
        </>
      )}
    </p>
  );
}

function Verdict({ test }: { readonly test: SelfTestView }): ReactElement {
  const { t } = useWords();
  return <p className={css.order}>{verdictOf(test, t)}</p>;
}

function LeaveButton({ isRunning }: { readonly isRunning: boolean }): ReactElement {
  const desk = useDesk();
  const { t } = useWords();
  return (
    <Button keys={t('key.escape')} onPress={() => performAction({ type: 'noteOrScript' }, desk, focusPort)}>
      {t(isRunning ? 'headsetPage.test.cancel' : 'headsetPage.test.back')}
    </Button>
  );
}
