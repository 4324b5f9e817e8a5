import { exhausted } from '../../../electron/common/lib/exhaustive.ts';
import type { SelfTestChoice } from '../model/self-test-choices.ts';
import { keyMap, type Chord, type KeyBinding, type KeyName } from './key-map.ts';

/** One key going down, without anything of the DOM. */
export interface KeyPress {
  readonly key: string;
  /** The place of the key on the keyboard (`KeyboardEvent.code`), the same for every layout and script. */
  readonly code: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** AltGr writes characters; Windows reports it as Ctrl and Alt together. */
  readonly altGraph: boolean;
  readonly isComposing: boolean;
}

/** Where the focus is: panel has keys of its own, control is a button or the like, popup a list that is open. */
export type Zone =
  'none' | 'script' | 'test' | 'chooser' | 'panel' | 'search' | 'control' | 'popup' | 'other';

export interface KeyContext {
  readonly isWriting: boolean;
  readonly zone: Zone;
  readonly areSingleKeysOn: boolean;
  readonly isMac: boolean;
  readonly isRtl: boolean;
  /** Whether something stands over the window. */
  readonly isModal: boolean;
  /** Keys of the answers that the step offers. */
  readonly answers: readonly number[];
  /** How many customers the open chooser lists; 0 without one. */
  readonly candidates: number;
  readonly detours: number;
  readonly calls: number;
  readonly outcomes: readonly { readonly code: string; readonly key: string }[];
  /** What the test of the headset offers; empty elsewhere. */
  readonly testChoices: readonly SelfTestChoice[];
}

type ScriptName = 'on' | 'onArrow' | 'back' | 'offScript' | 'jump' | 'length' | 'language';
type IndexedName = 'switchCall' | 'choose' | 'detour';
type TestName = 'testAnswer' | 'testOn';
type PlainName = Exclude<KeyName, IndexedName | ScriptName | TestName | 'answer' | 'outcome'>;

/** Positions count from 0, keys of answers are those of the script. */
export type ScriptAction =
  | { readonly type: ScriptName }
  | { readonly type: 'detour'; readonly index: number }
  | { readonly type: 'answer'; readonly key: number };

export type DeskAction =
  | ScriptAction
  | { readonly type: PlainName }
  | { readonly type: 'switchCall' | 'choose'; readonly index: number }
  | { readonly type: 'outcome'; readonly code: string }
  | { readonly type: 'selfTest'; readonly action: SelfTestChoice['action'] };

/** What a key means here and now; null when it is none of the desk's keys. */
export function resolveKey(press: KeyPress, context: KeyContext): DeskAction | null {
  if (press.isComposing || press.altGraph) return null;
  for (const binding of keyMap) {
    if (context.isModal && binding.always !== true) continue;
    for (const chord of binding.chords) {
      if (!hasModifiers(press, chord, context) || !isThere(chord, context)) continue;
      const action = match(binding, chord, press, context);
      if (action !== null) return action;
    }
  }
  return null;
}

function hasModifiers(press: KeyPress, chord: Chord, { isMac }: KeyContext): boolean {
  const primary = isMac ? press.meta : press.ctrl;
  const secondary = isMac ? press.ctrl : press.meta;
  // Shift belongs to the character in `?`, and to digits on keyboards such as the French one.
  const isShiftRight = chord.key === '?' || press.shift === (chord.shift === true);
  return (
    !secondary && primary === (chord.primary === true) && press.alt === (chord.alt === true) && isShiftRight
  );
}

function isThere(chord: Chord, context: KeyContext): boolean {
  // On macOS Option with an arrow moves the caret by words.
  const isCaretKey = chord.alt === true && (chord.key === 'forward' || chord.key === 'backward');
  if (isCaretKey && context.isMac && context.isWriting) return false;
  if (context.zone === 'popup') return chord.where === undefined && chord.key !== 'Escape';
  switch (chord.where) {
    case undefined:
      return true;
    case 'outside-text':
      return context.areSingleKeysOn && !context.isWriting && context.zone !== 'panel';
    case 'script':
    case 'test':
      return !context.isWriting && (context.zone === 'none' || context.zone === chord.where);
    default:
      return exhausted(chord.where);
  }
}

function match(binding: KeyBinding, chord: Chord, press: KeyPress, context: KeyContext): DeskAction | null {
  const { action } = binding;
  switch (action) {
    case 'choose':
    case 'answer':
    case 'switchCall':
    case 'offScript':
      return matchDigit(action, digitOf(press), chord, context);
    case 'detour': {
      const number = Number(/^F([1-8])$/u.exec(press.key)?.[1] ?? 0);
      return number >= 1 && number <= context.detours ? { type: 'detour', index: number - 1 } : null;
    }
    case 'outcome': {
      const outcome = context.outcomes.find(({ key }) => isCharacter(press, key));
      return outcome === undefined ? null : { type: 'outcome', code: outcome.code };
    }
    case 'testAnswer':
      return matchTest(context, ({ digit }) => digit !== null && digit === digitOf(press));
    case 'testOn':
      return press.key === chord.key ? matchTest(context, ({ isMain }) => isMain) : null;
    case 'onArrow':
    case 'back':
      return press.key === arrowOf(action, context.isRtl) ? { type: action } : null;
    default:
      return isKey(press, chord.key) ? { type: action } : null;
  }
}

/** The way on points to where the text runs. */
function arrowOf(action: 'onArrow' | 'back', isRtl: boolean): string {
  const isToTheLeft = (action === 'onArrow') === isRtl;
  return isToTheLeft ? 'ArrowLeft' : 'ArrowRight';
}

function matchDigit(
  action: 'choose' | 'answer' | 'switchCall' | 'offScript',
  digit: number,
  chord: Chord,
  context: KeyContext,
): DeskAction | null {
  const index = digit - 1;
  switch (action) {
    case 'choose': {
      // A plain digit belongs to the script when the step has answers, unless the chooser has the focus.
      const isTaken = chord.alt !== true && context.zone !== 'chooser' && context.answers.length > 0;
      return !isTaken && index >= 0 && index < context.candidates ? { type: 'choose', index } : null;
    }
    case 'answer':
      return context.answers.includes(digit) ? { type: 'answer', key: digit } : null;
    case 'switchCall':
      return index >= 0 && index < context.calls ? { type: 'switchCall', index } : null;
    case 'offScript':
      return digit === 0 ? { type: 'offScript' } : null;
    default:
      return exhausted(action);
  }
}

function matchTest(context: KeyContext, isMeant: (choice: SelfTestChoice) => boolean): DeskAction | null {
  const meant = context.testChoices.find(isMeant);
  return meant === undefined ? null : { type: 'selfTest', action: meant.action };
}

function isKey(press: KeyPress, key: string): boolean {
  return press.key === key || (key.length === 1 && isCharacter(press, key));
}

/** By the place on the keyboard as well: under a Cyrillic or Persian layout `key` is another letter. */
function isCharacter(press: KeyPress, character: string): boolean {
  if (press.key.toLowerCase() === character.toLowerCase()) return true;
  if (/^[a-z]$/iu.test(character)) return press.code === `Key${character.toUpperCase()}`;
  return /^\d$/u.test(character) && digitOf(press) === Number(character);
}

/** 0–9 of the digit row (in any script) or the number pad with NumLock, else -1. */
function digitOf(press: KeyPress): number {
  const onRow = /^Digit(\d)$/u.exec(press.code)?.[1];
  if (onRow !== undefined) return Number(onRow);
  // Windows writes a character by its number when Alt is held with the number pad.
  if (press.alt && press.code.startsWith('Numpad')) return -1;
  return /^\d$/u.test(press.key) ? Number(press.key) : -1;
}
