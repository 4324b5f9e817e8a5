import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeadsetEventEntry, HeadsetPanel } from '../../../electron/common/contract/headset-panel.ts';
import type { HeadsetStatus, HeadsetWishes } from '../../../electron/common/contract/hid-contract.ts';
import type { AppError } from '../../../electron/common/lib/app-error.ts';
import { openProfileFiles } from '../../../electron/node/headset/files/profile-files.ts';
import { startHeadsetSession } from '../../../electron/node/headset/headset-session.ts';
import type { HidTransport } from '../../../electron/node/headset/hid-transport.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { noWishes } from './bench-desk.ts';
import type { FixtureName } from './descriptor-fixtures.ts';
import { createManualClock, settle } from './manual-clock.ts';
import { createBenchTransport } from './transport-double.ts';

export interface SessionOptions {
  readonly folder?: string;
  readonly extra?: readonly HidTransport[];
  readonly wishes?: Partial<HeadsetWishes>;
  readonly usbIds?: Partial<Record<FixtureName, [number, number]>>;
  readonly obstacles?: readonly AppError[];
}

/** A session on bench devices, a clock of the test's, and a real folder. */
export async function startSession(options: SessionOptions = {}) {
  const folder = options.folder ?? join(mkdtempSync(join(tmpdir(), 'offhook-session-')), 'headsets');
  const clock = createManualClock();
  const usb = createBenchTransport({ L380: [0x0b0e, 0x24c9], BT7: [0x047f, 0x02e6], ...options.usbIds });
  const intents: string[] = [];
  const statuses: HeadsetStatus[] = [];
  const panels: HeadsetPanel[] = [];
  const events: HeadsetEventEntry[] = [];
  const troubles: string[] = [];
  const faults: AppError[] = [];
  let change = (): void => undefined;
  let told = (): void => undefined;
  // Files are read in real time, whatever the session's clock says.
  const files = openProfileFiles(folder, systemClock, {
    onQuirks: () => {
      session.quirksChanged();
      told();
    },
    onDescriptors: () => {
      session.describedAnew();
    },
  });
  const session = startHeadsetSession({
    clock,
    transports: [usb, ...(options.extra ?? [])],
    watchDevices: (onChange) => {
      change = onChange;
      return () => undefined;
    },
    findObstacles: () => Promise.resolve(options.obstacles ?? []),
    descriptorFaults: () => faults,
    files,
    phase: 'idle',
    muted: false,
    wishes: { ...noWishes, ...options.wishes },
    news: {
      intent: ({ type }) => intents.push(type),
      status: (status) => statuses.push(status),
      panel: (panel) => panels.push(panel),
      event: (entry) => events.push(entry),
      trouble: ({ code, details }) => troubles.push(`${code} ${String(details?.['where'] ?? '')}`.trim()),
      troubleOver: (code) => troubles.push(`over ${code}`),
    },
  });
  await files.ready;
  await settle();
  return {
    session,
    folder,
    files,
    clock,
    usb,
    intents,
    statuses,
    panels,
    events,
    troubles,
    faults,
    /** The next change of the quirk files has been taken up. */
    quirksTaken: () =>
      new Promise<void>((resolve) => {
        told = resolve;
      }),
    /** Plugs in and lets the session find it. */
    async plug(fixture: FixtureName, path: string, serial = '') {
      const device = usb.plug(fixture, path, serial);
      change();
      await clock.pass(2_000);
      return device;
    },
    async end() {
      await session.stop();
      await files.close();
    },
  };
}
