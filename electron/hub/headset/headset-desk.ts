import { operatorState } from '../../common/call/call-selectors.ts';
import type { DeskState } from '../../common/contract/desk-state.ts';
import type { HeadsetPanel } from '../../common/contract/headset-panel.ts';
import type { HeadsetDeviceInfo, HeadsetWishes } from '../../common/contract/hid-contract.ts';
import type { Settings } from '../../common/contract/settings.ts';
import { formatUsbId, type HeadsetOptions } from '../../common/headset/headset-quirks.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { HeadsetLink } from './headset-link.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';

/** What the operator and the site want of the headset, and the live view of it while somebody looks. */
export interface HeadsetDesk {
  wishes(): HeadsetWishes;
  /** By its key in the list; null: by the rules again. The model is remembered, a key is not: it changes at every plug. */
  choose(key: string | null): Promise<Result<null>>;
  saveOptions(options: HeadsetOptions): Promise<Result<null>>;
  useMicrophone(usbId: string | null): void;
  watch(on: boolean): Promise<Result<null>>;
  /** Asks for the live view again after the headset process came back. */
  resumeWatch(): void;
  showPanel(panel: HeadsetPanel): void;
  panel(): DeskState['headsetPanel'];
}

export function createHeadsetDesk(options: {
  readonly settings: SettingsKeeper;
  readonly calls: CallDesk;
  readonly link: () => HeadsetLink;
  readonly onChange: (cause: string) => void;
}): HeadsetDesk {
  const { settings, calls, link } = options;
  let chosenKey: string | null = null;
  let microphone: string | null = null;
  let isWatched = false;
  let shown: DeskState['headsetPanel'] = null;
  let isAway = false;

  const awayNow = (): boolean => {
    const state = operatorState(calls.state(), true);
    return state === 'wrap-up' || state === 'paused';
  };

  const change = (headset: Settings['headset']): Promise<Result<null>> => {
    const saved = settings.change({ headset });
    link().wishesChanged();
    return saved;
  };

  const list = async (): Promise<HeadsetDeviceInfo[]> => {
    const listed = await link().ask('headset/list', null);
    return listed.ok ? listed.value : [];
  };

  calls.onChange(() => {
    if (awayNow() === isAway) return;
    isAway = !isAway;
    link().wishesChanged();
  });

  const showPanel = (panel: HeadsetPanel): void => {
    if (!isWatched) return;
    shown = { ...panel, devices: shown?.devices ?? [] };
    options.onChange('headset panel');
    void list().then((devices) => {
      if (shown === null || JSON.stringify(devices) === JSON.stringify(shown.devices)) return;
      shown = { ...shown, devices };
      options.onChange('headset devices');
    });
  };

  const watch = async (on: boolean): Promise<Result<null>> => {
    isWatched = on;
    if (!on) shown = null;
    const told = await link().ask('headset/watch', { on });
    if (!on || !told.ok) return on ? told : ok(null);
    const panel = await link().ask('headset/panel', null);
    if (panel.ok) showPanel(panel.value);
    return ok(null);
  };

  return {
    wishes() {
      const { headset } = settings.current();
      const chosen = chosenKey ?? headset.device ?? null;
      return { options: headset.options, chosen, microphone, away: awayNow() };
    },
    async choose(key) {
      const { virtual, usb, options: wishedOptions } = settings.current().headset;
      const rest = { virtual, usb, options: wishedOptions };
      if (key === null) {
        chosenKey = null;
        return change(rest);
      }
      const wanted = (await list()).find((device) => device.key === key);
      if (wanted === undefined) return fail(appError('headset.no-such-device'));
      chosenKey = key;
      return change({ ...rest, device: formatUsbId(wanted.vendorId, wanted.productId) });
    },
    saveOptions: (wanted) => change({ ...settings.current().headset, options: wanted }),
    useMicrophone(usbId) {
      if (usbId === microphone) return;
      microphone = usbId;
      link().wishesChanged();
    },
    watch,
    resumeWatch() {
      if (isWatched) void watch(true);
    },
    showPanel,
    panel: () => shown,
  };
}
