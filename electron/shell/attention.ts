import type { Dispose } from '../common/lib/disposable.ts';

export type TrayGlyph = 'ready' | 'busy' | 'pause' | 'offline';

/** What the operating system shows besides the window: tray, and a notice while a call rings. */
export interface Attention {
  showState(glyph: TrayGlyph, label: string): void;
  /** A ringing call; replaces the one shown. `null` takes it away. No customer data beyond name and number. */
  showRinging(call: { readonly title: string; readonly body: string } | null): void;
  onAnswerWish(listener: () => void): Dispose;
}
