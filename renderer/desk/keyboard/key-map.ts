import type { TextKey } from '../../i18n/texts.ts';

/**
 * Every key of the desk, in one table: the handler, the keys printed on the controls and the list of keys all read it.
 *
 * Chosen so that no browser, Windows, macOS or screen reader needs them: F5, F11 and F12 stay free, so do Ctrl+W, R
 * and T, Insert and Caps Lock (NVDA, JAWS), Ctrl+Option (VoiceOver). Keys of a single character act only outside text
 * fields and can be switched off (WCAG 2.1.4); with Alt they act everywhere.
 */
export interface Chord {
  /** A `KeyboardEvent.key`, or a family: digit (1–9), outcome, detour (F1–F8), forward and backward (arrows). */
  readonly key: string;
  readonly alt?: true;
  readonly shift?: true;
  /** Ctrl, on macOS Command. */
  readonly primary?: true;
  /** outside-text: not while writing; script, test: only with the focus there or nowhere. */
  readonly where?: 'outside-text' | 'script' | 'test';
}

export interface KeyBinding {
  readonly action: KeyName;
  readonly group: 'call' | 'customer' | 'script' | 'notes' | 'headset' | 'app';
  /** The first one is printed on the control. */
  readonly chords: readonly [Chord, ...Chord[]];
  /** Acts while the list of keys stands over the window: call controls are never locked. */
  readonly always?: true;
}

type NameIn<Key> = Key extends `action.${infer Name}` ? Name : never;
/** The names of the actions are the keys of their texts. */
export type KeyName = NameIn<TextKey>;

export const keyMap: readonly KeyBinding[] = [
  { action: 'answerOrEnd', group: 'call', chords: [{ key: 'F2' }], always: true },
  { action: 'reject', group: 'call', chords: [{ key: 'F10' }], always: true },
  { action: 'mute', group: 'call', chords: [{ key: 'F4' }], always: true },
  { action: 'hold', group: 'call', chords: [{ key: 'F6' }], always: true },
  { action: 'conference', group: 'call', chords: [{ key: 'F6', shift: true }] },
  { action: 'transfer', group: 'call', chords: [{ key: 'F7' }] },
  { action: 'connect', group: 'call', chords: [{ key: 'F7', shift: true }] },
  { action: 'keypad', group: 'call', chords: [{ key: 'F8' }] },
  { action: 'readyOrPause', group: 'call', chords: [{ key: 'F9' }] },
  { action: 'pause', group: 'call', chords: [{ key: 'F9', shift: true }] },
  { action: 'lamps', group: 'call', chords: [{ key: 'e', primary: true }] },
  { action: 'queuePause', group: 'call', chords: [{ key: 'F9', primary: true }] },
  { action: 'queueLogin', group: 'call', chords: [{ key: 'F9', primary: true, shift: true }] },
  { action: 'switchCall', group: 'call', chords: [{ key: 'digit', primary: true }] },
  { action: 'search', group: 'customer', chords: [{ key: 'F3' }, { key: 'k', primary: true }] },
  {
    action: 'choose',
    group: 'customer',
    chords: [
      { key: 'digit', alt: true },
      { key: 'digit', where: 'outside-text' },
    ],
  },
  // Before those of the script, whose Enter and digits mean the test while it is open.
  { action: 'headset', group: 'headset', chords: [{ key: 'i', primary: true }] },
  {
    action: 'testAnswer',
    group: 'headset',
    chords: [
      { key: 'digit', where: 'outside-text' },
      { key: 'digit', alt: true },
    ],
  },
  { action: 'testOn', group: 'headset', chords: [{ key: 'Enter', where: 'test' }] },
  {
    action: 'answer',
    group: 'script',
    chords: [
      { key: 'digit', where: 'outside-text' },
      { key: 'digit', alt: true },
    ],
  },
  {
    action: 'on',
    group: 'script',
    chords: [
      { key: 'Enter', alt: true },
      { key: 'Enter', where: 'script' },
      { key: ' ', where: 'script' },
    ],
  },
  { action: 'onArrow', group: 'script', chords: [{ key: 'forward', alt: true }] },
  { action: 'back', group: 'script', chords: [{ key: 'backward', alt: true }] },
  {
    action: 'offScript',
    group: 'script',
    chords: [
      { key: '0', where: 'outside-text' },
      { key: '0', alt: true },
    ],
  },
  { action: 'jump', group: 'script', chords: [{ key: 'j', primary: true }] },
  { action: 'length', group: 'script', chords: [{ key: 'b', primary: true }] },
  { action: 'language', group: 'script', chords: [{ key: 'l', primary: true }] },
  { action: 'detour', group: 'script', chords: [{ key: 'detour', shift: true }] },
  {
    action: 'outcome',
    group: 'notes',
    chords: [
      { key: 'outcome', where: 'outside-text' },
      { key: 'outcome', alt: true },
    ],
  },
  { action: 'noteOrScript', group: 'notes', chords: [{ key: 'Escape' }] },
  { action: 'preflight', group: 'app', chords: [{ key: 'u', primary: true }] },
  { action: 'sound', group: 'app', chords: [{ key: 'd', primary: true }] },
  {
    action: 'help',
    group: 'app',
    chords: [{ key: 'F1' }, { key: '?', where: 'outside-text' }],
    always: true,
  },
];

export function bindingOf(action: KeyName): KeyBinding {
  const binding = keyMap.find((candidate) => candidate.action === action);
  if (binding === undefined) throw new Error(`No key for ${action}`);
  return binding;
}
