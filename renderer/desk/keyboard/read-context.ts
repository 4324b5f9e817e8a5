import type { DeskState } from '../../../electron/common/contract/desk-state.ts';
import { findCall, isLive } from '../model/controls.ts';
import { choicesOf } from '../model/script-choices.ts';
import { testChoicesOf } from '../model/self-test-choices.ts';
import type { ViewState } from '../model/view-state.ts';
import type { Platform } from './print-keys.ts';
import type { KeyContext, KeyPress, Zone } from './resolve-key.ts';

const textFields =
  'textarea, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"])';
const openLists = '[role="listbox"]:not([data-zone] *), [role="menu"], [data-trigger="Select"]';
const controls = 'button, a[href], input, select, summary, [role="button"], [role="switch"], [role="tab"]';

/** Customers that the chooser lists for the focused call; empty when there is nothing to choose. */
export function candidatesOf(state: DeskState, view: ViewState): readonly { readonly id: string }[] {
  const call = findCall(state);
  if (call === null || call.customer.status !== 'several' || view.passedChoosers.includes(call.id)) return [];
  return call.customer.candidates;
}

/** What the keys mean now: from the state, from what is open, and from where the focus is. */
export function readKeyContext(
  state: DeskState,
  view: ViewState,
  platform: Platform,
  options: { readonly areSingleKeysOn: boolean; readonly target: Element | null },
): KeyContext {
  const { target, areSingleKeysOn } = options;
  const call = findCall(state);
  const isWorking = view.page === 'work';
  const step = isWorking && call !== null && isLive(call) && call.state !== 'ringing' ? call.script : null;
  return {
    ...platform,
    areSingleKeysOn,
    isWriting: target?.matches(textFields) === true,
    zone: zoneOf(target),
    isModal: view.isHelpOpen,
    answers: step === null ? [] : choicesOf(step).map(({ key }) => key),
    candidates: isWorking ? candidatesOf(state, view).length : 0,
    detours: step?.detours.length ?? 0,
    calls: state.calls.length,
    outcomes: isWorking && call !== null ? state.outcomes : [],
    testChoices: testChoicesOf(state, view),
  };
}

function zoneOf(target: Element | null): Zone {
  if (target === null || target.matches('body, html')) return 'none';
  if (target.closest(openLists) !== null) return 'popup';
  const zone = target.closest('[data-zone]')?.getAttribute('data-zone');
  if (zone === 'chooser' || zone === 'panel' || zone === 'search') return zone;
  if (target.matches(controls)) return 'control';
  return zone === 'script' || zone === 'test' ? zone : 'other';
}

export function readKeyPress(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    alt: event.altKey,
    shift: event.shiftKey,
    altGraph: event.getModifierState('AltGraph'),
    isComposing: event.isComposing,
  };
}
