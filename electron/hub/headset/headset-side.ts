import type { HeadsetEventEntry } from '../../common/contract/headset-panel.ts';
import type { Shell } from '../../shell/shell.ts';
import type { CallDesk } from '../call/call-desk.ts';
import { createHeadsetDesk, type HeadsetDesk } from './headset-desk.ts';
import { createHeadsetLink, type HeadsetLink, type HeadsetLinkOptions } from './headset-link.ts';
import type { Notices } from '../base/notices.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';

/** Everything about the headset: the link to its process, and what operator and site want of it. */
export function createHeadsetSide(
  shell: Pick<Shell, 'clock' | 'log' | 'processes' | 'profile'>,
  parts: {
    readonly calls: CallDesk;
    readonly settings: SettingsKeeper;
    readonly notices: Notices;
    readonly onEvent: (entry: HeadsetEventEntry) => void;
    readonly onOtherIntent: HeadsetLinkOptions['onOtherIntent'];
    readonly onChange: (cause: string) => void;
  },
): { readonly headset: HeadsetLink; readonly headsetDesk: HeadsetDesk } {
  const { calls, settings, notices } = parts;
  const headset = createHeadsetLink({
    clock: shell.clock,
    log: shell.log,
    processes: shell.processes,
    calls,
    wanted: () => {
      const { headset: wanted, practice } = settings.current();
      return { onScreen: wanted.virtual || practice, usb: wanted.usb };
    },
    folder: `${shell.profile}/headsets`,
    wishes: () => headsetDesk.wishes(),
    onUp: () => headsetDesk.resumeWatch(),
    onDown: () => notices.clearGroup('headset.'),
    onPanel: (panel) => headsetDesk.showPanel(panel),
    onEvent: parts.onEvent,
    onTrouble: notices.raise,
    onTroubleOver: notices.clear,
    onStatus: (status) => parts.onChange(`headset ${status.state}`),
    onOtherIntent: parts.onOtherIntent,
  });
  const headsetDesk = createHeadsetDesk({
    settings,
    calls,
    link: () => headset,
    onChange: parts.onChange,
  });
  return { headset, headsetDesk };
}
