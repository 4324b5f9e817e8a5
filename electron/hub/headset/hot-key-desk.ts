import { hotKeyActions, wishOfHotKey, type HotKeyAction, type HotKeys } from '../../common/call/hot-key.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import type { SystemKeys } from '../../shell/hot-keys.ts';
import type { Pages } from '../../shell/pages.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { Notices } from '../base/notices.ts';

/** Keys that act from any program, as the settings have them. */
export interface HotKeyDesk {
  /** Gives back the old keys and takes those of the settings; tells which ones another program has. */
  apply(): void;
  stop(): void;
}

export function createHotKeyDesk(
  shell: { readonly systemKeys: SystemKeys; readonly pages: Pick<Pages, 'showDesk'> },
  parts: {
    readonly settings: { current(): { readonly hotKeys: HotKeys } };
    readonly calls: CallDesk;
    readonly notices: Pick<Notices, 'raise' | 'clear'>;
  },
): HotKeyDesk {
  const { systemKeys, pages } = shell;
  let held: Dispose[] = [];

  const stop = (): void => {
    for (const giveBack of held) giveBack();
    held = [];
  };

  const press = (action: HotKeyAction): void => {
    if (action === 'show') {
      pages.showDesk();
      return;
    }
    const wish = wishOfHotKey(action, parts.calls.state());
    if (wish === null) return;
    void parts.calls.wish(wish, `desk hot key ${action}`).then((result) => {
      if (!result.ok) parts.notices.raise(result.error);
    });
  };

  return {
    stop,
    apply() {
      stop();
      parts.notices.clear('hot-key.taken');
      if (!systemKeys.canGrab) return;
      const wanted = parts.settings.current().hotKeys;
      const taken: string[] = [];
      for (const action of hotKeyActions) {
        const accelerator = wanted[action];
        if (accelerator === undefined) continue;
        const giveBack = systemKeys.grab(accelerator, () => press(action));
        if (giveBack === null) taken.push(accelerator);
        else held.push(giveBack);
      }
      if (taken.length > 0) parts.notices.raise(appError('hot-key.taken', { keys: taken.join(', ') }));
    },
  };
}
