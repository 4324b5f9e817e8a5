import type { Shell } from '../shell/shell.ts';
import type { CallDesk } from './call/call-desk.ts';
import type { CallLedger } from './record/call-ledger.ts';
import type { CtlLink } from './desk/ctl-link.ts';
import type { DeskLink } from './desk/desk-link.ts';
import type { DialOffers } from './call/dial-offers.ts';
import type { ExchangeDesk } from './exchange/exchange-desk.ts';
import type { HotKeyDesk } from './headset/hot-key-desk.ts';
import type { HeadsetLink } from './headset/headset-link.ts';
import type { Line } from './line/line.ts';
import type { Notices } from './base/notices.ts';
import type { ScriptDesk } from './script/script-desk.ts';
import type { SettingsKeeper } from './base/settings-keeper.ts';
import type { StoreKeeper } from './customer/store-keeper.ts';

export interface HubLife {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** In which order the hub comes up, what of the system it listens to, and how it takes its leave. */
export function createHubLife(
  shell: Shell,
  parts: {
    readonly settings: SettingsKeeper;
    readonly scripts: ScriptDesk;
    readonly notices: Notices;
    readonly store: StoreKeeper;
    readonly headset: HeadsetLink;
    readonly line: Line;
    readonly ledger: CallLedger;
    readonly calls: CallDesk;
    readonly dialOffers: DialOffers;
    readonly exchange: ExchangeDesk;
    readonly hotKeys: HotKeyDesk;
    readonly desk: DeskLink;
    readonly ctl: CtlLink;
  },
): HubLife {
  const { settings, scripts, notices, store, headset, line, ledger, calls, dialOffers, desk, ctl } = parts;

  const listen = (): void => {
    shell.pages.onConnect((page, wire) => {
      if (page === 'desk') desk.attach(wire);
      else line.phone.attach(wire);
    });
    shell.attention.onAnswerWish(() => void calls.wish({ type: 'answer' }, 'notification answer'));
    shell.dialLinks.onLink((number) => {
      dialOffers.offer(number, 'dial link');
      shell.pages.showDesk();
    });
    shell.network.onChange(() => {
      shell.log.info('network.changed');
      line.phone.networkChanged();
    });
    shell.power.onResume(() => {
      line.phone.reconnect();
      headset.wake();
    });
  };

  const leave = async (): Promise<void> => {
    shell.log.info('hub.stopping');
    parts.exchange.stop();
    parts.hotKeys.stop();
    await Promise.all([line.stop(), headset.stop()]);
    await Promise.race([ledger.flush(), new Promise<void>((done) => shell.clock.after(1_000, done))]);
    await store.stop();
    await shell.remoteControl.close();
    shell.exit(0);
  };
  let leaving: Promise<void> | undefined;

  return {
    async start() {
      for (const error of [...shell.startTroubles, ...(await settings.load())]) notices.raise(error);
      const library = await shell.scripts.load();
      scripts.use(library.scripts);
      for (const error of library.broken) notices.raise(error);
      shell.remoteControl.onConnect(ctl.attach);
      const control = await shell.remoteControl.open();
      if (!control.ok) notices.raise(control.error);
      store.start();
      headset.start();
      line.start();
      parts.exchange.start();
      parts.hotKeys.apply();
      listen();
      await shell.pages.open();
    },
    stop: () => (leaving ??= leave()),
  };
}
