import { createFormats, type Formats } from '../../i18n/formats.ts';
import { directionOf } from '../../i18n/languages.ts';
import type { Translate } from '../../i18n/texts.ts';
import type { KeyName } from '../keyboard/key-map.ts';
import { printAction, type Platform } from '../keyboard/print-keys.ts';

const isMac = /Mac/u.test(navigator.userAgent);

export interface Words {
  readonly t: Translate;
  readonly formats: Formats;
  readonly language: string;
  readonly platform: Platform;
  /** The key of an action as printed on its control; `member` names one of a family. */
  readonly keys: (action: KeyName, member?: string) => string;
}

/** Made once a language: the formats of the browser are dear, a millisecond for a set. */
export function createWords(t: Translate, language: string): Words {
  const platform: Platform = { isMac, isRtl: directionOf(language) === 'rtl' };
  return {
    t,
    language,
    platform,
    formats: createFormats(language),
    keys: (action, member) => printAction(action, platform, t, member),
  };
}
