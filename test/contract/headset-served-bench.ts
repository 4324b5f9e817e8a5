import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createClient } from '../../electron/common/contract/client.ts';
import type { HeadsetEventEntry, HeadsetPanel } from '../../electron/common/contract/headset-panel.ts';
import {
  hidContract,
  type HeadsetIntent,
  type HeadsetPhase,
  type HeadsetStatus,
  type HeadsetWishes,
} from '../../electron/common/contract/hid-contract.ts';
import { createMemoryWires } from '../../electron/common/contract/memory-wire.ts';
import { formatBytes } from '../../electron/common/headset/headset-codec.ts';
import { onScreenDescriptor } from '../../electron/common/headset/on-screen-headset.ts';
import type { AppError } from '../../electron/common/lib/app-error.ts';
import { createDescriptorSources } from '../../electron/node/headset/descriptors/descriptor-sources.ts';
import type { NodeHidInfo } from '../../electron/node/headset/hid-listing.ts';
import { serveHeadset } from '../../electron/node/headset/headset-service.ts';
import { createNodeHidTransport } from '../../electron/node/headset/node-hid-transport.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { createNodeHidDouble, HandleDouble } from './headset-node-hid-double.ts';

/** Of the present test's profile. */
export let folder = '';
let ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'offhook-life-')), 'headsets');
  mkdirSync(folder);
});
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
  rmSync(join(folder, '..'), { recursive: true });
});

export const noWishes: HeadsetWishes = { options: {}, chosen: null, microphone: null, away: false };

/** A USB headset that speaks as the one on the screen does. */
export const bench = (path: string, serialNumber: string): NodeHidInfo => ({
  vendorId: 0x1234,
  productId: 0x5678,
  path,
  serialNumber,
  product: 'Bench headset',
  usagePage: 0x0b,
  usage: 0x05,
});

/** The served contract on node-hid handles of the test, and everything that comes out of it. */
export function serveBench(platform: NodeJS.Platform = 'linux') {
  writeFileSync(join(folder, '1234-5678.hex'), formatBytes(onScreenDescriptor));
  const [ours, theirs] = createMemoryWires();
  const double = createNodeHidDouble();
  const handles = new Map<string, HandleDouble[]>();
  let attached: readonly NodeHidInfo[] = [];
  let change = (): void => undefined;
  double.devices = () => Promise.resolve(attached);
  double.open = (path) => {
    if (!attached.some((info) => info.path === path))
      return Promise.reject(new Error('No such file or directory'));
    const handle = new HandleDouble();
    handles.set(path, [...(handles.get(path) ?? []), handle]);
    return Promise.resolve(handle);
  };
  const descriptors = createDescriptorSources(platform);
  const service = serveHeadset(theirs, {
    clock: systemClock,
    usb: createNodeHidTransport({ load: () => Promise.resolve(double.module), descriptors }),
    descriptors,
    findObstacles: () => Promise.resolve([]),
    watchDevices: (onChange) => {
      change = onChange;
      return () => {
        change = () => undefined;
      };
    },
    onError: () => undefined,
  });
  ends.push(() => service.stop());
  const client = createClient(hidContract, ours, { clock: systemClock });

  const heard = {
    intents: [] as HeadsetIntent[],
    statuses: [] as HeadsetStatus[],
    panels: [] as HeadsetPanel[],
    events: [] as HeadsetEventEntry[],
    troubles: [] as (AppError | string)[],
  };
  const waiting = new Set<() => void>();
  const add = <T>(list: T[], item: T): void => {
    list.push(item);
    for (const check of [...waiting]) check();
  };
  client.on('headset/intent', ({ intent }) => {
    add(heard.intents, intent);
  });
  client.on('headset/status', (status) => {
    add(heard.statuses, status);
  });
  client.on('headset/panel-changed', (panel) => {
    add(heard.panels, panel);
  });
  client.on('headset/event', (entry) => {
    add(heard.events, entry);
  });
  client.on('headset/trouble', ({ error }) => {
    add(heard.troubles, error);
  });
  client.on('headset/trouble-over', ({ code }) => {
    add(heard.troubles, code);
  });

  return {
    client,
    service,
    heard,
    /** Resolves when something was told after which this holds. */
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!holds()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    attach(...infos: NodeHidInfo[]) {
      attached = infos;
      change();
    },
    handle(path: string): HandleDouble {
      const handle = handles.get(path)?.at(-1);
      if (handle === undefined) throw new Error(`${path} was not opened`);
      return handle;
    },
    opened: () => [...handles.values()].flat(),
    start: (phase: HeadsetPhase = 'idle', asked: { usb?: boolean; onScreen?: boolean } = {}) =>
      client.request('headset/start', {
        usb: asked.usb ?? true,
        onScreen: asked.onScreen ?? false,
        folder,
        wishes: noWishes,
        phase,
        muted: false,
      }),
  };
}
export const isReady = ({ statuses }: { statuses: readonly HeadsetStatus[] }, product: string): boolean => {
  const last = statuses.at(-1);
  return last?.state === 'ready' && last.product === product;
};
