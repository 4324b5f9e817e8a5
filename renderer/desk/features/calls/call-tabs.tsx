import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import type { TextKey } from '../../../i18n/texts.ts';
import { callerLine } from '../../model/caller.ts';
import { Button } from '../../../ui/button.tsx';
import { BellShape, HeldShape, PenShape, SpeechShape } from '../../../ui/icons.tsx';
import css from './call-tabs.module.css';

/** All calls when there is more than one; each keeps its own customer, script and note. */
export function CallTabs(): ReactElement {
  const { state, link } = useDesk();
  const { t, keys } = useWords();
  const focus = useFocusCall();
  return (
    <nav className={css.tabs} aria-label={t('call.tabs')}>
      {state.calls.map((call, index) => (
        <Button
          key={call.id}
          icon={shapeOf(call)}
          keys={keys('switchCall', String(index + 1))}
          isOn={call.id === focus?.id}
          onPress={() => void link.run({ command: 'call/focus', input: { id: call.id } })}
        >
          <strong>{t(stateText(call))}</strong> <bdi>{callerLine(call, t)}</bdi>
        </Button>
      ))}
    </nav>
  );
}

function stateText(call: CallView): TextKey {
  if (call.state === 'ringing' && call.direction === 'outgoing') return 'call.state.calling';
  return `call.state.${call.state}`;
}

function shapeOf(call: CallView): ReactElement {
  switch (call.state) {
    case 'ringing':
      return <BellShape />;
    case 'connecting':
    case 'active':
      return <SpeechShape />;
    case 'held':
      return <HeldShape />;
    case 'ended':
      return <PenShape />;
  }
}
