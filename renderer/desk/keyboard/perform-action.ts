import type { CallView } from '../../../electron/common/contract/desk-state.ts';
import type { SelfTestAction } from '../../../electron/common/contract/headset-panel.ts';
import { exhausted } from '../../../electron/common/lib/exhaustive.ts';
import type { Desk } from '../desk-context.ts';
import { longestTransferMs, pairOf } from '../model/consultation.ts';
import { controlsOf, findCall, type Control } from '../model/controls.ts';
import { goOn, sendScript } from '../features/script/send-script.ts';
import { queueWords } from '../model/lamp-words.ts';
import { choicesOf, nextLanguage } from '../model/script-choices.ts';
import type { FocusPort } from './focus-port.ts';
import { candidatesOf } from './read-context.ts';
import type { DeskAction, ScriptAction } from './resolve-key.ts';

/** Does what a key means: the same wishes as the buttons send. */
export function performAction(action: DeskAction, desk: Desk, focus: FocusPort): void {
  const { state, show } = desk;
  const call = findCall(state);
  const controls = controlsOf(state);
  switch (action.type) {
    case 'answerOrEnd':
    case 'reject':
    case 'mute':
    case 'hold':
    case 'conference':
      return sendControl(desk, controls[action.type]);
    case 'readyOrPause':
      // What was typed belongs to the call that ends with this key.
      desk.notes.flush();
      return sendControl(desk, controls.readyOrPause);
    case 'pause':
      desk.notes.flush();
      if (state.operator.state === 'wrap-up' || state.operator.state === 'ready')
        void desk.link.run({ command: 'operator/pause', input: null });
      return;
    case 'transfer':
      if (controls.canTransfer) show({ type: 'toggle-panel', panel: 'transfer' });
      return;
    case 'connect':
      if (pairOf(state) !== null)
        void desk.link.ask('call/transfer-complete', null, { timeoutMs: longestTransferMs });
      return;
    case 'keypad':
      return show({ type: 'toggle-panel', panel: 'dial' });
    case 'sound':
      return show({ type: 'toggle-sound' });
    case 'lamps':
      return focus.toLamps();
    case 'queueLogin':
      return askQueue(desk, 'login');
    case 'queuePause':
      return askQueue(desk, 'pause');
    case 'switchCall': {
      const wanted = state.calls[action.index];
      if (wanted !== undefined) void desk.link.run({ command: 'call/focus', input: { id: wanted.id } });
      return;
    }
    case 'search':
      if (desk.view.page === 'settings') show({ type: 'toggle-settings' });
      if (desk.view.page === 'headset') show({ type: 'toggle-headset' });
      if (desk.view.page === 'preflight') show({ type: 'toggle-preflight' });
      return focus.toSearch();
    case 'choose': {
      const customer = candidatesOf(state, desk.view)[action.index];
      if (call === null || customer === undefined) return;
      void desk.link.run({ command: 'customer/choose', input: { callId: call.id, customerId: customer.id } });
      return;
    }
    case 'outcome':
      if (call === null) return;
      void desk.link.run({ command: 'outcome/set', input: { callId: call.id, code: action.code } });
      return;
    case 'headset':
      return show({ type: 'toggle-headset' });
    case 'preflight':
      return show({ type: 'toggle-preflight' });
    case 'selfTest':
      return runSelfTest(action.action, desk);
    case 'help':
      return show({ type: 'toggle-help' });
    case 'noteOrScript':
      return leave(desk, focus);
    case 'answer':
    case 'on':
    case 'onArrow':
    case 'back':
    case 'offScript':
    case 'jump':
    case 'length':
    case 'language':
    case 'detour':
      if (call !== null) performInScript(action, desk, call);
      return;
    default:
      return exhausted(action);
  }
}

function performInScript(action: ScriptAction, desk: Desk, call: CallView): void {
  const step = call.script;
  if (step === null) return;
  const { show } = desk;
  switch (action.type) {
    case 'answer': {
      const choice = choicesOf(step).find(({ key }) => key === action.key);
      if (choice !== undefined) sendScript(desk, call.id, choice.event);
      return;
    }
    case 'on':
    case 'onArrow':
      return goOn(desk, call.id, step);
    case 'back':
      if (step.canGoBack) sendScript(desk, call.id, { type: 'back' });
      return;
    case 'offScript':
      return show({ type: 'open-script-form', form: 'off-script' });
    case 'jump':
      return show({ type: 'open-script-form', form: 'jump' });
    case 'length':
      return show({ type: 'toggle-length' });
    case 'language': {
      const code = nextLanguage(step);
      if (code !== null) sendScript(desk, call.id, { type: 'language', code });
      return;
    }
    case 'detour':
      return sendScript(desk, call.id, { type: 'detour', index: action.index });
    default:
      return exhausted(action);
  }
}

function runSelfTest(action: SelfTestAction, { link, show }: Desk): void {
  void link.run({ command: 'headset/self-test', input: { action } }).then((isDone) => {
    if (isDone && action === 'start') show({ type: 'open-test' });
  });
}

/** Closes what is open, the innermost first; with nothing open it goes between note and script. */
function leave(desk: Desk, focus: FocusPort): void {
  const { state, view, show } = desk;
  if (view.scriptForm !== null) return show({ type: 'close-script-form' });
  if (view.panel !== null) return show({ type: 'close-panel' });
  if (view.page === 'settings') return show({ type: 'toggle-settings' });
  if (view.page === 'preflight') return show({ type: 'toggle-preflight' });
  if (view.page === 'headset') {
    if (!view.isTestOpen) return show({ type: 'toggle-headset' });
    if (state.headsetPanel?.selfTest?.state === 'running') runSelfTest('cancel', desk);
    return show({ type: 'close-test' });
  }
  if (view.looked !== null && !focus.isInNote()) return show({ type: 'look-at', customer: null });
  if (focus.isInNote()) focus.toScript();
  else focus.toNote();
}

function askQueue({ state, link }: Desk, what: 'login' | 'pause'): void {
  const now = state.exchange.queue[what];
  if (now === null) return;
  const { next } = queueWords(what, now);
  const off = what === 'login' ? 'queue/logout' : 'queue/unpause';
  void link.run({ command: next ? `queue/${what}` : off, input: null });
}

function sendControl(desk: Desk, { wish }: Control): void {
  if (wish !== null) void desk.link.run(wish);
}
