import type {
  HeadsetPhase,
  HeadsetStatus,
  HeadsetWishes,
} from '../../../electron/common/contract/hid-contract.ts';
import { findQuirks } from '../../../electron/common/headset/headset-quirks.ts';
import type { QuirkFile } from '../../../electron/common/headset/quirk-file.ts';
import { createHeadsetManager } from '../../../electron/node/headset/headset-manager.ts';
import type { HidTransport } from '../../../electron/node/headset/hid-transport.ts';
import type { FixtureName } from './descriptor-fixtures.ts';
import { createManualClock } from './manual-clock.ts';
import { createBenchTransport } from './transport-double.ts';

export const noWishes: HeadsetWishes = { options: {}, chosen: null, microphone: null, away: false };

export interface DeskOptions {
  readonly extra?: readonly HidTransport[];
  readonly phase?: HeadsetPhase;
  readonly wishes?: Partial<HeadsetWishes>;
  readonly usbIds?: Partial<Record<FixtureName, [number, number]>>;
  readonly quirks?: QuirkFile;
  /** As the file of the last run has them. */
  readonly lastUsed?: readonly string[];
}

/** A manager on bench devices and a clock of the test's. */
export function createDesk(options: DeskOptions = {}) {
  const clock = createManualClock();
  const usb = createBenchTransport(options.usbIds);
  const said: string[] = [];
  const statuses: HeadsetStatus[] = [];
  const remembered = [...(options.lastUsed ?? [])];
  let change = (): void => undefined;
  let quirks = options.quirks ?? {};
  let wishes = { ...noWishes, ...options.wishes };
  const manager = createHeadsetManager({
    transports: [usb, ...(options.extra ?? [])],
    clock,
    watchDevices: (onChange) => {
      change = onChange;
      return () => {
        change = () => undefined;
      };
    },
    phase: options.phase ?? 'idle',
    muted: false,
    wishes,
    quirksOf: (usbId) => findQuirks(usbId, quirks),
    lastUsed: {
      devices: () => remembered,
      note: (identity) => remembered.unshift(identity),
    },
    events: {
      status: (status) => statuses.push(status),
      effect: (effect) => {
        if (effect.type === 'intent') said.push(effect.intent.type);
        if (effect.type === 'diag') said.push(`diag ${effect.diag}`);
      },
      attached: () => undefined,
      detached: () => undefined,
      fields: () => undefined,
      traffic: () => undefined,
      changed: () => undefined,
      looked: () => undefined,
    },
  });
  return {
    clock,
    usb,
    manager,
    said,
    statuses,
    remembered,
    activeKey: () => manager.devices().find(({ active }) => active)?.key,
    wish(next: Partial<HeadsetWishes>) {
      wishes = { ...wishes, ...next };
      manager.setWishes(wishes);
    },
    setQuirks(next: QuirkFile) {
      quirks = next;
      manager.quirksChanged();
    },
    devicesChanged: () => {
      change();
    },
  };
}
