import { useState, type ReactElement } from 'react';
import type { StepView } from '../../../../electron/common/script/step-view.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { SearchList } from '../../../ui/search-list.tsx';
import { findSteps } from '../../model/find-steps.ts';
import { sendScript } from './send-script.ts';
import css from './script.module.css';

/** Goes to a step met in this call, or to a detour, by a part of its name. */
export function JumpForm({
  callId,
  step,
}: {
  readonly callId: string;
  readonly step: StepView;
}): ReactElement {
  const desk = useDesk();
  const { t } = useWords();
  const [text, setText] = useState('');
  const found = findSteps(step, text);
  return (
    <div className={css.form}>
      <SearchList
        label={t('script.jump')}
        placeholder={t('script.jumpHelp')}
        text={text}
        onTextChange={setText}
        items={found}
        idOf={(entry) => entry.node}
        nameOf={(entry) => entry.label}
        renderItem={(entry) => <bdi lang={step.language}>{entry.label}</bdi>}
        onChoose={(entry) => {
          sendScript(desk, callId, { type: 'jump', node: entry.node });
          desk.show({ type: 'close-script-form' });
        }}
        status={found.length === 0 ? t('customer.nothing') : ''}
        listLabel={t('script.jump')}
        autoFocus
      />
    </div>
  );
}
