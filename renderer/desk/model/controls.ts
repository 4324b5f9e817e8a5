import type { CallView, DeskState } from '../../../electron/common/contract/desk-state.ts';
import type { TextKey } from '../../i18n/texts.ts';
import type { Wish } from '../link/desk-link.ts';

/** What one control of the top bar says and does at the moment; `wish: null` means that it can do nothing now. */
export interface Control {
  readonly text: TextKey;
  readonly wish: Wish | null;
}

export interface Controls {
  readonly answerOrEnd: Control;
  readonly reject: Control;
  readonly mute: Control;
  readonly hold: Control;
  /** Two calls become one talk, and two calls again. */
  readonly conference: Control;
  readonly readyOrPause: Control;
  /** Whether there is a call that could be transferred. */
  readonly canTransfer: boolean;
  /** Whether keys of the keypad go to a call; otherwise the keypad dials. */
  readonly sendsTones: boolean;
}

const nothing = (text: TextKey): Control => ({ text, wish: null });

export function findCall(state: DeskState): CallView | null {
  return state.calls.find((call) => call.id === state.focus) ?? state.calls[0] ?? null;
}

export function isLive(call: CallView): boolean {
  return call.state !== 'ended';
}

export function isRinging(call: CallView): boolean {
  return call.direction === 'incoming' && call.state === 'ringing';
}

/**
 * The controls of the top bar, the same for mouse, touch and keyboard. With a call ringing, the first control answers
 * it, whatever else goes on: the ring is what must be acted on. Once it is answered or rejected, the control ends the
 * call shown again. With none left it takes back a call that a fault of the program cut off, while that is offered.
 */
export function controlsOf(state: DeskState): Controls {
  const focus = findCall(state);
  // The call shown comes first, then any other that is in the state wanted.
  const pick = (isWanted: (call: CallView) => boolean): CallView | null =>
    (focus !== null && isWanted(focus) ? focus : state.calls.find(isWanted)) ?? null;
  const ringing = pick(isRinging);
  const live = pick(isLive);
  const active = state.calls.find((call) => call.state === 'active') ?? null;
  const held = state.calls.find((call) => call.state === 'held') ?? null;
  return {
    answerOrEnd: answerOrEnd(ringing, live, state.takeBack),
    reject: {
      text: 'control.reject',
      wish: ringing === null ? null : { command: 'call/reject', input: { id: ringing.id } },
    },
    mute: mute(state, live),
    hold: hold(active, held),
    conference: conference(state, focus),
    readyOrPause: readyOrPause(state),
    canTransfer: active !== null || held !== null,
    sendsTones: active !== null,
  };
}

function mute({ muted }: DeskState, live: CallView | null): Control {
  const text = muted ? 'control.unmute' : 'control.mute';
  if (live === null || isRinging(live)) return nothing(text);
  return { text, wish: { command: 'call/mute', input: { on: !muted } } };
}

function answerOrEnd(ringing: CallView | null, live: CallView | null, lost: DeskState['takeBack']): Control {
  if (ringing !== null)
    return { text: 'control.answer', wish: { command: 'call/answer', input: { id: ringing.id } } };
  if (live?.inConference === true)
    return { text: 'control.endAll', wish: { command: 'call/hangup', input: {} } };
  if (live !== null) return { text: 'control.end', wish: { command: 'call/hangup', input: { id: live.id } } };
  if (lost !== null)
    return { text: 'control.takeBack', wish: { command: 'call/take-back', input: { id: lost.callId } } };
  return nothing('control.answer');
}

function hold(active: CallView | null, held: CallView | null): Control {
  if (active !== null && held !== null)
    return { text: 'control.swap', wish: { command: 'call/swap', input: null } };
  if (active !== null)
    return { text: 'control.hold', wish: { command: 'call/hold', input: { id: active.id } } };
  if (held !== null)
    return { text: 'control.resume', wish: { command: 'call/resume', input: { id: held.id } } };
  return nothing('control.hold');
}

function conference({ calls }: DeskState, focus: CallView | null): Control {
  if (calls.some((call) => call.inConference))
    return {
      text: 'control.split',
      wish: { command: 'call/split', input: focus?.inConference === true ? { id: focus.id } : {} },
    };
  const talking = calls.filter(({ state }) => state === 'active' || state === 'held');
  if (talking.length !== 2) return nothing('control.conference');
  return { text: 'control.conference', wish: { command: 'call/conference', input: null } };
}

function readyOrPause({ operator }: DeskState): Control {
  if (operator.state === 'ready')
    return { text: 'control.pause', wish: { command: 'operator/pause', input: null } };
  if (operator.state === 'wrap-up' || operator.state === 'paused')
    return { text: 'control.ready', wish: { command: 'operator/ready', input: null } };
  return nothing('control.ready');
}
