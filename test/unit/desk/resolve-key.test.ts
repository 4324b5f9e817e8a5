import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes } from '../../../electron/common/call/outcomes.ts';
import { keyMap, type KeyName } from '../../../renderer/desk/keyboard/key-map.ts';
import { printAction, printChord } from '../../../renderer/desk/keyboard/print-keys.ts';
import { resolveKey, type KeyContext, type KeyPress } from '../../../renderer/desk/keyboard/resolve-key.ts';
import type { Translate } from '../../../renderer/i18n/texts.ts';

const press = (key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^\d$/u.test(key) ? `Digit${key}` : /^[a-z]$/iu.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrl: false,
  meta: false,
  alt: false,
  shift: false,
  altGraph: false,
  isComposing: false,
  ...part,
});

const atRest: KeyContext = {
  isWriting: false,
  zone: 'none',
  areSingleKeysOn: true,
  isMac: false,
  isRtl: false,
  isModal: false,
  answers: [1, 2, 3],
  candidates: 0,
  detours: 2,
  calls: 2,
  outcomes,
  testChoices: [],
};
const inNote: KeyContext = { ...atRest, isWriting: true, zone: 'other' };

describe('keys of call controls', () => {
  it.each([
    ['F2', 'answerOrEnd'],
    ['F4', 'mute'],
    ['F6', 'hold'],
    ['F7', 'transfer'],
    ['F8', 'keypad'],
    ['F9', 'readyOrPause'],
    ['F10', 'reject'],
    ['F1', 'help'],
    ['F3', 'search'],
  ])('%s means %s wherever the focus is', (key, type) => {
    for (const context of [atRest, inNote, { ...atRest, zone: 'control' as const }]) {
      expect(resolveKey(press(key), context)).toEqual({ type });
    }
  });

  it('connect two calls with each other with Shift+F7', () => {
    expect(resolveKey(press('F7', { shift: true }), inNote)).toEqual({ type: 'connect' });
  });

  it('join two calls in a conference, and split it, with Shift+F6', () => {
    expect(resolveKey(press('F6', { shift: true }), inNote)).toEqual({ type: 'conference' });
  });

  it('work while the list of keys stands over the window, and nothing else does', () => {
    const modal = { ...atRest, isModal: true };
    expect(resolveKey(press('F2'), modal)).toEqual({ type: 'answerOrEnd' });
    expect(resolveKey(press('F4'), modal)).toEqual({ type: 'mute' });
    expect(resolveKey(press('1'), modal)).toBeNull();
    expect(resolveKey(press('Escape'), modal)).toBeNull();
  });

  it('leave the keys of the system alone', () => {
    for (const combination of [
      press('F4', { alt: true }),
      press('w', { ctrl: true }),
      press('r', { ctrl: true }),
      press('F5'),
      press('F12'),
      press('F10', { shift: true }),
      press('Tab'),
    ]) {
      expect(resolveKey(combination, { ...atRest, outcomes: [] })).toBeNull();
    }
  });
});

describe('keys of a single character', () => {
  it('answer the script outside text fields and write inside them', () => {
    expect(resolveKey(press('2'), atRest)).toEqual({ type: 'answer', key: 2 });
    expect(resolveKey(press('2'), inNote)).toBeNull();
    expect(resolveKey(press('b'), atRest)).toEqual({ type: 'outcome', code: 'bill-explained' });
    expect(resolveKey(press('b'), inNote)).toBeNull();
    expect(resolveKey(press('0'), atRest)).toEqual({ type: 'offScript' });
  });

  it('act with Alt while writing', () => {
    expect(resolveKey(press('2', { alt: true }), inNote)).toEqual({ type: 'answer', key: 2 });
    expect(resolveKey(press('b', { alt: true }), inNote)).toEqual({
      type: 'outcome',
      code: 'bill-explained',
    });
    expect(resolveKey(press('0', { alt: true }), inNote)).toEqual({ type: 'offScript' });
    expect(resolveKey(press('Enter', { alt: true }), inNote)).toEqual({ type: 'on' });
  });

  it('never act while writing, whatever the character', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 1 }), fc.boolean(), (key, shift) => {
        expect(resolveKey(press(key, { shift }), inNote)).toBeNull();
      }),
    );
  });

  it('can be switched off, and then only Alt acts (WCAG 2.1.4)', () => {
    const off = { ...atRest, areSingleKeysOn: false };
    for (const key of ['1', '0', 'b', '?']) expect(resolveKey(press(key), off)).toBeNull();
    expect(resolveKey(press('1', { alt: true }), off)).toEqual({ type: 'answer', key: 1 });
  });

  it('are found by their place under Cyrillic and Persian layouts', () => {
    expect(resolveKey(press('и', { code: 'KeyB' }), atRest)).toEqual({
      type: 'outcome',
      code: 'bill-explained',
    });
    expect(resolveKey(press('۲', { code: 'Digit2' }), atRest)).toEqual({ type: 'answer', key: 2 });
    expect(resolveKey(press('ذ', { code: 'KeyK', ctrl: true }), atRest)).toEqual({ type: 'search' });
    expect(resolveKey(press('¡', { code: 'Digit1', alt: true }), { ...inNote, isMac: true })).toEqual({
      type: 'answer',
      key: 1,
    });
  });

  it('stay with the one who writes by AltGr, by an input method or by the number pad', () => {
    expect(resolveKey(press('2', { altGraph: true, ctrl: true, alt: true }), inNote)).toBeNull();
    expect(resolveKey(press('2', { isComposing: true }), atRest)).toBeNull();
    expect(resolveKey(press('2', { code: 'Numpad2', alt: true }), inNote)).toBeNull();
    expect(resolveKey(press('2', { code: 'Numpad2' }), atRest)).toEqual({ type: 'answer', key: 2 });
  });

  it('belong to a panel that takes digits while the focus is in it', () => {
    expect(resolveKey(press('5'), { ...atRest, zone: 'panel', answers: [5] })).toBeNull();
  });
});

describe('choosing among several customers', () => {
  const several = { ...atRest, candidates: 3 };

  it('takes plain digits when the script asks nothing or the chooser has the focus', () => {
    expect(resolveKey(press('2'), { ...several, answers: [] })).toEqual({ type: 'choose', index: 1 });
    expect(resolveKey(press('2'), { ...several, zone: 'chooser' })).toEqual({ type: 'choose', index: 1 });
    expect(resolveKey(press('2'), several)).toEqual({ type: 'answer', key: 2 });
  });

  it('takes Alt and a digit everywhere', () => {
    expect(resolveKey(press('3', { alt: true }), { ...several, isWriting: true })).toEqual({
      type: 'choose',
      index: 2,
    });
    // Beyond the list the digit is the script's again.
    expect(resolveKey(press('3', { alt: true }), { ...several, candidates: 2 })).toEqual({
      type: 'answer',
      key: 3,
    });
  });
});

describe('going through the script', () => {
  it('goes on by Enter or Space only from the script or from nowhere', () => {
    for (const key of ['Enter', ' ']) {
      expect(resolveKey(press(key), atRest)).toEqual({ type: 'on' });
      expect(resolveKey(press(key), { ...atRest, zone: 'script' })).toEqual({ type: 'on' });
      expect(resolveKey(press(key), { ...atRest, zone: 'control' })).toBeNull();
      expect(resolveKey(press(key), inNote)).toBeNull();
    }
  });

  it('turns the arrows round from right to left', () => {
    const right = press('ArrowRight', { alt: true });
    const left = press('ArrowLeft', { alt: true });
    expect(resolveKey(right, atRest)).toEqual({ type: 'onArrow' });
    expect(resolveKey(left, atRest)).toEqual({ type: 'back' });
    expect(resolveKey(left, { ...atRest, isRtl: true })).toEqual({ type: 'onArrow' });
    expect(resolveKey(right, { ...atRest, isRtl: true })).toEqual({ type: 'back' });
  });

  it('leaves Option and an arrow to the caret while writing on macOS', () => {
    const right = press('ArrowRight', { alt: true });
    expect(resolveKey(right, { ...inNote, isMac: true })).toBeNull();
    expect(resolveKey(right, inNote)).toEqual({ type: 'onArrow' });
  });

  it('opens detours and calls only where there are some', () => {
    expect(resolveKey(press('F2', { shift: true }), atRest)).toEqual({ type: 'detour', index: 1 });
    expect(resolveKey(press('F3', { shift: true }), atRest)).toBeNull();
    expect(resolveKey(press('2', { ctrl: true }), inNote)).toEqual({ type: 'switchCall', index: 1 });
    expect(resolveKey(press('3', { ctrl: true }), inNote)).toBeNull();
  });

  it('uses Command in place of Ctrl on macOS', () => {
    const mac = { ...atRest, isMac: true };
    expect(resolveKey(press('k', { meta: true }), mac)).toEqual({ type: 'search' });
    expect(resolveKey(press('k', { ctrl: true }), mac)).toBeNull();
  });
});

describe('the headset', () => {
  const test: KeyContext = {
    ...atRest,
    answers: [],
    zone: 'test',
    testChoices: [
      { action: 'seen', digit: 1, isMain: true },
      { action: 'not-seen', digit: 2, isMain: false },
      { action: 'skip', digit: 3, isMain: false },
    ],
  };

  it('is opened by its key wherever the focus is, also under another layout', () => {
    const open = press('i', { ctrl: true });
    for (const context of [atRest, inNote, test]) {
      expect(resolveKey(open, context)).toEqual({ type: 'headset' });
    }
    expect(resolveKey(press('ш', { code: 'KeyI', ctrl: true }), inNote)).toEqual({ type: 'headset' });
    expect(resolveKey(press('i', { meta: true }), { ...atRest, isMac: true })).toEqual({ type: 'headset' });
  });

  it('is tested by digits, and by Enter for what is most likely', () => {
    const actions = ['1', '2', '3', 'Enter'].map((key) => resolveKey(press(key), test));
    expect(actions).toEqual(
      ['seen', 'not-seen', 'skip', 'seen'].map((action) => ({ type: 'selfTest', action })),
    );
    expect(resolveKey(press('4'), test)).toBeNull();
    expect(resolveKey(press('Escape'), test)).toEqual({ type: 'noteOrScript' });
  });

  it('leaves Enter to the button that has the focus, and digits to Alt where single keys are off', () => {
    expect(resolveKey(press('Enter'), { ...test, zone: 'control' })).toBeNull();
    expect(resolveKey(press('2'), { ...test, zone: 'control' })).toMatchObject({ action: 'not-seen' });
    const off = { ...test, areSingleKeysOn: false };
    expect(resolveKey(press('2'), off)).toBeNull();
    expect(resolveKey(press('2', { alt: true }), off)).toMatchObject({ action: 'not-seen' });
  });

  it('takes neither digits nor Enter from the script while no test is open', () => {
    expect(resolveKey(press('1'), atRest)).toEqual({ type: 'answer', key: 1 });
    expect(resolveKey(press('Enter'), atRest)).toEqual({ type: 'on' });
  });
});

describe('the table of keys', () => {
  const t: Translate = (key) => key;

  it('has no chord twice, apart from digits and Enter, whose meaning goes by what is open', () => {
    const shared: readonly KeyName[] = ['choose', 'testAnswer', 'testOn'];
    const printed = keyMap
      .filter(({ action }) => !shared.includes(action))
      .flatMap(({ chords }) => chords.map((chord) => printChord(chord, { isMac: false, isRtl: false }, t)));
    expect(new Set(printed).size).toBe(printed.length);
  });

  it('does not take a letter that an outcome has', () => {
    const plain = keyMap.flatMap(({ chords }) => chords.filter((chord) => chord.primary === undefined));
    for (const { key } of outcomes) expect(plain.map((chord) => chord.key)).not.toContain(key);
  });

  it('is printed as the keyboards of the system have it', () => {
    const windows = { isMac: false, isRtl: false };
    const mac = { isMac: true, isRtl: false };
    expect(printAction('search', windows, t)).toBe('F3');
    expect(printAction('jump', windows, t)).toBe('Ctrl+J');
    expect(printAction('jump', mac, t)).toBe('⌘J');
    expect(printAction('detour', windows, t, 'F2')).toBe('Shift+F2');
    expect(printAction('choose', mac, t, '1')).toBe('⌥1');
    expect(printAction('back', { isMac: false, isRtl: true }, t)).toContain('→');
  });
});
