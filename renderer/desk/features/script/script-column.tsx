import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import { focusTargets } from '../../keyboard/focus-port.ts';
import { isLive } from '../../model/controls.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import columnCss from '../../column.module.css';
import { IdleView } from './idle-view.tsx';
import { ScriptStep } from './script-step.tsx';
import { ScriptWords } from './script-words.tsx';
import css from './script.module.css';

/** What to say. While it rings only the greeting, in large type, to be ready with the first word (R01, R24). */
export function ScriptColumn(): ReactElement {
  const { t } = useWords();
  const call = useFocusCall();
  return (
    <section
      className={classNames(columnCss.column, css.script)}
      aria-label={t('region.script')}
      id={focusTargets.script}
      data-zone="script"
      tabIndex={-1}
    >
      {call === null ? <IdleView /> : <CallScript call={call} />}
    </section>
  );
}

function CallScript({ call }: { readonly call: CallView }): ReactElement {
  const { t } = useWords();
  const step = call.script;
  if (step === null) return <NoScript call={call} />;
  if (call.state === 'ringing' && call.direction === 'incoming') {
    return (
      <>
        <h2 className={columnCss.heading}>{t('script.greeting')}</h2>
        <ScriptWords source={step.words} language={step.language} size="greeting" />
      </>
    );
  }
  return (
    <>
      {!isLive(call) && <CallOver call={call} />}
      <ScriptStep call={call} step={step} />
    </>
  );
}

/** How the call ended, and what is left to do. */
function CallOver({ call }: { readonly call: CallView }): ReactElement {
  const { t, keys } = useWords();
  return (
    <div className={css.wrapUp}>
      {call.endedBy !== null && <p>{t(`call.ended.${call.endedBy}`)}.</p>}
      {call.error !== null && <p>{t(`error.${call.error.code}.what`)}</p>}
      <p>{t('script.idleWrapUp', { key: keys('readyOrPause') })}</p>
    </div>
  );
}

/** No script began by itself: the library, by title. */
function NoScript({ call }: { readonly call: CallView }): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  if (!isLive(call)) {
    return <CallOver call={call} />;
  }
  return (
    <>
      <h2 className={columnCss.heading}>{t('script.none')}</h2>
      {state.scripts.map((script) => (
        <Button
          key={script.id}
          shape="wide"
          onPress={() => {
            void link.run({ command: 'script/start', input: { callId: call.id, script: script.id } });
          }}
        >
          <bdi>{script.title}</bdi>
        </Button>
      ))}
    </>
  );
}
