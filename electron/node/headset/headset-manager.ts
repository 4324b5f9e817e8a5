import type {
  HeadsetDeviceInfo,
  HeadsetIntent,
  HeadsetLights,
  HeadsetPhase,
  HeadsetStatus,
} from '../../common/contract/hid-contract.ts';
import { parseHidDescriptor } from '../../common/headset/hid-descriptor.ts';
import {
  findQuirks,
  formatUsbId,
  type HeadsetOptions,
  type Quirks,
} from '../../common/headset/headset-quirks.ts';
import { readTelephonyLayout } from '../../common/headset/telephony-layout.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { chooseCandidate, identify, type Candidate } from './headset-choice.ts';
import { runHeadsetDevice, type HeadsetDevice } from './headset-device.ts';
import type { HidDevice, HidEntry, HidTransport } from './hid-transport.ts';
import { scheduleScans } from './scan-schedule.ts';

/** A device is not ready right after it is attached: its HID side may take seconds (node-hid issue 412). */
const openAfterMs = [0, 300, 1000, 3000] as const;

export interface HeadsetManagerEvents {
  intent(intent: HeadsetIntent, reportAt: number): void;
  diagnosed(code: string, at: number): void;
  /** Every change, and only changes. */
  status(status: HeadsetStatus): void;
}

export interface HeadsetManagerOptions {
  /** Those to use, in any order. */
  readonly transports: readonly HidTransport[];
  readonly clock: Clock;
  /** Calls back when devices may have come or gone. */
  readonly watchDevices: (onChange: () => void) => Dispose;
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  /** By USB id; they win over the known ones. */
  readonly quirks?: Readonly<Record<string, Quirks>>;
  readonly options?: HeadsetOptions;
  readonly events: HeadsetManagerEvents;
}

export interface HeadsetManager {
  setPhase(phase: HeadsetPhase, muted: boolean): void;
  devices(): HeadsetDeviceInfo[];
  status(): HeadsetStatus;
  /** Looks for devices now; settles when the best one is open or all are given up. */
  scan(): Promise<void>;
  /** Lights out and devices closed, within 300 ms. Afterwards nothing happens any more. */
  stop(): Promise<void>;
}

interface ActiveHeadset {
  readonly candidate: Candidate;
  readonly device: HeadsetDevice;
}

const noLights: HeadsetLights = { offHook: false, ring: false, mute: false, hold: false };

/** Finds the headset, keeps it open, and goes on without one: a lost headset never touches the call. */
export function createHeadsetManager(options: HeadsetManagerOptions): HeadsetManager {
  const { transports, clock, events } = options;
  let { phase, muted } = options;
  let candidates: readonly Candidate[] = [];
  let active: ActiveHeadset | undefined;
  let failure: AppError | undefined;
  let published = '';
  let lastUsed: string | undefined;
  let attachedCount = 0;
  let isStopped = false;
  let scanning: Promise<void> | undefined;
  let isScanWanted = false;
  const hasStopped = (): boolean => isStopped;

  const status = (): HeadsetStatus => {
    if (active !== undefined) {
      const { product, virtual } = active.candidate.entry;
      return { state: 'ready', product, virtual, lights: active.device.lights() };
    }
    if (failure !== undefined) return { state: 'failed', virtual: false, error: failure, lights: noLights };
    return { state: 'none', virtual: false, lights: noLights };
  };
  const publish = (): void => {
    const next = status();
    const text = JSON.stringify(next);
    if (isStopped || text === published) return;
    published = text;
    events.status(next);
  };
  const quirksOf = ({ vendorId, productId }: HidEntry): Quirks =>
    findQuirks(formatUsbId(vendorId, productId), options.quirks);

  const readEntry = async (transport: HidTransport, entry: HidEntry): Promise<Candidate | undefined> => {
    const known = candidates.find((one) => one.transport === transport && one.entry.path === entry.path);
    if (known !== undefined && identify(known.entry) === identify(entry)) return known;
    const descriptor = await transport.readDescriptor(entry);
    if (descriptor === undefined) return undefined;
    const layout = readTelephonyLayout(parseHidDescriptor(descriptor), quirksOf(entry));
    return layout.capability === 'none' ? undefined : { entry, transport, layout, order: attachedCount++ };
  };

  /** What is attached now; a transport that cannot tell is the failure to report when nothing else works. */
  const refresh = async (): Promise<void> => {
    const found: Candidate[] = [];
    let refused: AppError | undefined;
    for (const transport of transports) {
      const listed = await transport.list();
      if (!listed.ok) refused = listed.error;
      for (const entry of listed.ok ? listed.value : []) {
        const candidate = await readEntry(transport, entry);
        if (candidate !== undefined) found.push(candidate);
      }
    }
    candidates = found;
    failure = refused;
  };

  const openWithPatience = async ({ transport, entry }: Candidate): Promise<HidDevice | undefined> => {
    for (const ms of openAfterMs) {
      if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
      if (isStopped) return undefined;
      const opened = await transport.open(entry);
      if (opened.ok) return opened.value;
      failure = opened.error;
    }
    return undefined;
  };

  const use = (candidate: Candidate, device: HidDevice): ActiveHeadset => ({
    candidate,
    device: runHeadsetDevice({
      device,
      context: {
        layout: candidate.layout,
        quirks: quirksOf(candidate.entry),
        options: options.options ?? {},
      },
      clock,
      phase,
      muted,
      events: {
        intent: events.intent,
        diag: (diag) => {
          events.diagnosed(diag, clock.now());
        },
        gone: () => {
          if (active?.candidate !== candidate) return;
          active = undefined;
          candidates = candidates.filter((one) => one !== candidate);
          publish();
          schedule.search();
        },
      },
    }),
  });

  const connect = async (): Promise<void> => {
    await refresh();
    const failed = new Set<string>();
    while (!hasStopped()) {
      const best = chooseCandidate(candidates, lastUsed, failed);
      // A headset in use stays in use, but for the one on the screen, which gives way between calls.
      const mayReplace = active === undefined || (active.candidate.entry.virtual && phase === 'idle');
      if (best === undefined || !mayReplace || best.entry.path === active?.candidate.entry.path) return;
      const device = await openWithPatience(best);
      if (device === undefined) {
        failed.add(best.entry.path);
        continue;
      }
      if (hasStopped()) return device.close();
      const replaced = active;
      active = use(best, device);
      failure = undefined;
      lastUsed = identify(best.entry);
      schedule.found();
      publish();
      return replaced?.device.stop();
    }
  };

  const scan = (): Promise<void> => {
    isScanWanted = true;
    scanning ??= (async () => {
      while (isScanWanted && !isStopped) {
        isScanWanted = false;
        await connect();
      }
    })().finally(() => {
      scanning = undefined;
      publish();
    });
    return scanning;
  };

  const schedule = scheduleScans(
    clock,
    () => phase === 'idle',
    () => void scan(),
  );
  const stopWatching = options.watchDevices(schedule.soon);

  return {
    setPhase(nextPhase, nextMuted) {
      phase = nextPhase;
      muted = nextMuted;
      active?.device.setPhase(phase, muted);
      publish();
    },
    devices: () =>
      candidates.map(({ entry, layout }) => ({
        key: entry.path,
        product: entry.product,
        vendorId: entry.vendorId,
        productId: entry.productId,
        virtual: entry.virtual,
        capability: layout.capability,
        active: active?.candidate.entry.path === entry.path,
      })),
    status,
    scan,
    async stop() {
      if (isStopped) return;
      isStopped = true;
      stopWatching();
      schedule.stop();
      await active?.device.stop();
    },
  };
}
