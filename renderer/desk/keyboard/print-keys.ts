import type { Translate } from '../../i18n/texts.ts';
import { bindingOf, type Chord, type KeyName } from './key-map.ts';

export interface Platform {
  readonly isMac: boolean;
  readonly isRtl: boolean;
}

/** Names of modifiers as the keyboards of the system have them printed. */
const macModifiers = { primary: '⌘', alt: '⌥', shift: '⇧' };
const otherModifiers = { primary: 'Ctrl+', alt: 'Alt+', shift: 'Shift+' };

/** A chord as printed; `member` names one key of a family, such as the digit 3. */
export function printChord(chord: Chord, platform: Platform, t: Translate, member?: string): string {
  const names = platform.isMac ? macModifiers : otherModifiers;
  const modifiers = [
    chord.primary === true ? names.primary : '',
    chord.alt === true ? names.alt : '',
    chord.shift === true ? names.shift : '',
  ].join('');
  return modifiers + (member ?? printKey(chord.key, platform, t));
}

/** The key printed on the control of an action. */
export function printAction(action: KeyName, platform: Platform, t: Translate, member?: string): string {
  return printChord(bindingOf(action).chords[0], platform, t, member);
}

function printKey(key: string, { isRtl }: Platform, t: Translate): string {
  switch (key) {
    case 'digit':
      return t('key.digits');
    case 'outcome':
      return t('key.outcome');
    case 'detour':
      return 'F1–F8';
    // The way on points to where the text runs. A thin space: fonts draw + and an arrow into each other.
    case 'forward':
      return isRtl ? '\u2009←' : '\u2009→';
    case 'backward':
      return isRtl ? '\u2009→' : '\u2009←';
    case 'Enter':
      return t('key.enter');
    case 'Escape':
      return t('key.escape');
    case ' ':
      return t('key.space');
    default:
      return key.length === 1 ? key.toUpperCase() : key;
  }
}
