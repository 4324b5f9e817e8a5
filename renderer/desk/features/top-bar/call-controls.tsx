import type { ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { focusPort } from '../../keyboard/focus-port.ts';
import type { KeyName } from '../../keyboard/key-map.ts';
import { controlsOf } from '../../model/controls.ts';
import { speaksWhileMuted } from '../../model/speaking-muted.ts';
import { Button, type ButtonProps } from '../../../ui/button.tsx';
import {
  ArrowOut,
  Bars,
  CheckMark,
  Cup,
  Handset,
  HandsetDown,
  Keypad,
  Microphone,
  MicrophoneOff,
  Swap,
  Triangle,
  Warning,
} from '../../../ui/icons.tsx';
import css from './top-bar.module.css';

type CallKey = Extract<
  KeyName,
  'answerOrEnd' | 'reject' | 'mute' | 'hold' | 'transfer' | 'keypad' | 'readyOrPause'
>;

/** The controls in fixed places, each with its key. One that can do nothing now is dimmed; none ever moves. */
export function CallControls(): ReactElement {
  const desk = useDesk();
  const { t, keys } = useWords();
  const controls = controlsOf(desk.state);
  const isHeardMuted = speaksWhileMuted(desk.state);
  const { command } = controls.answerOrEnd.wish ?? {};
  const isAnswer = command === 'call/answer' || command === 'call/take-back';

  const button = (
    action: CallKey,
    words: string,
    icon: ReactElement,
    isDisabled: boolean,
    rest: Pick<ButtonProps, 'tone'> = {},
  ): ReactElement => (
    <Button
      shape="tall"
      icon={icon}
      keys={keys(action)}
      isDisabled={isDisabled}
      onPress={() => performAction({ type: action }, desk, focusPort)}
      {...rest}
    >
      {words}
    </Button>
  );

  return (
    <div className={css.controls} role="group" aria-label={t('region.bar')}>
      {button(
        'answerOrEnd',
        t(controls.answerOrEnd.text),
        isAnswer || controls.answerOrEnd.wish === null ? <Handset /> : <HandsetDown />,
        controls.answerOrEnd.wish === null,
        { tone: isAnswer ? 'urgent' : 'plain' },
      )}
      {button('reject', t('control.reject'), <HandsetDown />, controls.reject.wish === null)}
      {button(
        'mute',
        t(controls.mute.text),
        microphoneIcon(desk.state.muted, isHeardMuted),
        controls.mute.wish === null,
        { tone: isHeardMuted ? 'urgent' : desk.state.muted ? 'primary' : 'plain' },
      )}
      {button('hold', t(controls.hold.text), holdIcon(controls.hold.text), controls.hold.wish === null)}
      {button('transfer', t('control.transfer'), <ArrowOut />, !controls.canTransfer)}
      {button('keypad', t(controls.sendsTones ? 'control.keypad' : 'control.dial'), <Keypad />, false)}
      {button(
        'readyOrPause',
        t(controls.readyOrPause.text),
        controls.readyOrPause.text === 'control.pause' ? <Cup /> : <CheckMark />,
        controls.readyOrPause.wish === null,
        { tone: desk.state.operator.state === 'wrap-up' ? 'primary' : 'plain' },
      )}
    </div>
  );
}

function microphoneIcon(isMuted: boolean, isHeardMuted: boolean): ReactElement {
  if (isHeardMuted) return <Warning />;
  return isMuted ? <MicrophoneOff /> : <Microphone />;
}

function holdIcon(text: string): ReactElement {
  if (text === 'control.swap') return <Swap />;
  return text === 'control.resume' ? <Triangle /> : <Bars />;
}
