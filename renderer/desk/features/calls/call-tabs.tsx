import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import type { TextKey } from '../../../i18n/texts.ts';
import { focusPort } from '../../keyboard/focus-port.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { callerLine } from '../../model/caller.ts';
import { pairOf } from '../../model/consultation.ts';
import { controlsOf } from '../../model/controls.ts';
import { Button } from '../../../ui/button.tsx';
import { ArrowOut, BellShape, HeldShape, PenShape, People, SpeechShape } from '../../../ui/icons.tsx';
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
      <JointActions />
    </nav>
  );
}

/** What can be done with two calls together. */
function JointActions(): ReactElement | null {
  const desk = useDesk();
  const { t, keys } = useWords();
  const { conference } = controlsOf(desk.state);
  const pair = pairOf(desk.state);
  const perform = (type: 'conference' | 'connect'): void => performAction({ type }, desk, focusPort);
  return (
    <span className={css.joint}>
      {conference.wish !== null && (
        <Button icon={<People />} keys={keys('conference')} onPress={() => perform('conference')}>
          {t(conference.text)}
        </Button>
      )}
      {pair !== null && pair.other.state !== 'ringing' && (
        <Button icon={<ArrowOut />} keys={keys('connect')} onPress={() => perform('connect')}>
          {t('transfer.complete')}
        </Button>
      )}
    </span>
  );
}

function stateText(call: CallView): TextKey {
  if (call.inConference && call.state === 'active') return 'call.state.conference';
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
