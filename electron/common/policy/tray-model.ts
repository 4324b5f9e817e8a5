import type { NativeTexts } from './native-texts.ts';
import type { Platform } from './window-options.ts';

export type TrayGlyph = 'ready' | 'busy' | 'pause' | 'offline';
export type TrayAction = 'show' | 'quit';

export interface TrayModel {
  /** File name below the icons folder. */
  readonly icon: string;
  /** macOS colours a template image itself; the state is told by the shape alone. */
  readonly isTemplate: boolean;
  readonly tooltip: string;
  readonly menu: readonly { readonly action: TrayAction; readonly label: string }[];
}

// Windows cuts a longer tip off in the middle of a word (NOTIFYICONDATA.szTip holds 128 units with the final zero).
const longestTip = 127;

/** What the tray shows for a state of the operator: a shape, never a colour alone, and the state in words. */
export function trayModel(
  glyph: TrayGlyph,
  label: string,
  platform: Platform,
  texts: NativeTexts,
): TrayModel {
  const isTemplate = platform === 'darwin';
  return {
    icon: `tray-${glyph}${isTemplate ? 'Template' : ''}.png`,
    isTemplate,
    tooltip: `Offhook: ${label}`.slice(0, longestTip),
    menu: [
      { action: 'show', label: texts.show },
      { action: 'quit', label: texts.quit },
    ],
  };
}
