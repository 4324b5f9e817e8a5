import assert from 'node:assert/strict';
import { chownSync, mkdtempSync } from 'node:fs';
import { createForkedProcesses } from '../../../electron/browser-host/forked-processes.ts';
import type { Client } from '../../../electron/common/contract/client.ts';
import type { HeadsetPanel } from '../../../electron/common/contract/headset-panel.ts';
import {
  hidContract,
  type HeadsetDeviceInfo,
  type HeadsetIntent,
  type HeadsetPhase,
  type HeadsetStatus,
  type HeadsetWishes,
} from '../../../electron/common/contract/hid-contract.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { createHostKeeper } from '../../../electron/hub/base/host-keeper.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import type { HostProcess, ProcessStarter } from '../../../electron/shell/processes.ts';
import { createEventLog, type EventLog } from '../../support/bed/event-log.ts';
import { guestPaths } from './guest-paths.ts';
import { openDeviceFiles } from './process-figures.ts';
import { createSequence, patienceMs, type Sequence } from './sequence.ts';

type HidClient = Client<typeof hidContract>;

/** The app as hid-host knows it: the hub's own keeper and wire, and a call state that the scenario plays. */
export interface CallSide {
  readonly intents: Sequence<HeadsetIntent>;
  readonly statuses: EventLog<HeadsetStatus>;
  /** Told with `performance.now()` of each intent. */
  onIntent(listener: (at: number) => void): void;
  client(): HidClient;
  pid(): number;
  /** The device files that hid-host has open. */
  openDevices(): readonly string[];
  /** The calls are in this phase now. Settles when hid-host has taken it. */
  tell(phase: HeadsetPhase, muted?: boolean): Promise<void>;
  /** The same while hid-host is down; it learns of it when it is back. */
  tellWhileDown(phase: HeadsetPhase): void;
  wish(wishes: Partial<HeadsetWishes>): Promise<void>;
  /** The next intent is this one. */
  wants(intent: HeadsetIntent): Promise<void>;
  /** The status fits now, or will. */
  until(what: string, fits: (status: HeadsetStatus) => boolean): Promise<HeadsetStatus>;
  untilState(state: HeadsetStatus['state']): Promise<HeadsetStatus>;
  /** What the operator sees of the headset fits now, or will. */
  untilPanel(what: string, fits: (panel: HeadsetPanel) => boolean): Promise<HeadsetPanel>;
  /** The list of devices fits; asked for again and again, as nothing tells of it. */
  untilListed(what: string, fits: (devices: readonly HeadsetDeviceInfo[]) => boolean): Promise<void>;
  /** Lights out, as at the end of the app. Then the process is ended. */
  stop(): Promise<void>;
}

export interface CallSideOptions {
  readonly phase?: HeadsetPhase;
  readonly muted?: boolean;
  readonly wishes?: Partial<HeadsetWishes>;
  /** How hid-host is started; by default as browser-host does it. */
  readonly processes?: ProcessStarter;
  /** The check ends hid-host itself; otherwise an end is a failure, although it would be back at once. */
  readonly mayEnd?: true;
  /** How many times longer the keeper waits before it takes a process for hung; 1 is as in the product. */
  readonly keeperPatience?: number;
  /** User id to whom the profile folder belongs. */
  readonly owner?: number;
}

/** What hid-host writes to its output goes to the log of the VM. */
export function printHostOutput(_host: string, line: string): void {
  console.log(`  hid-host: ${line}`);
}

const forked = createForkedProcesses(guestPaths.product, printHostOutput);
let spare: HostProcess | undefined;
let isSpareWanted = false;

/**
 * In an emulated machine a process takes seconds to start. While this is on, the one for the next check starts when the
 * present check has its own; it does nothing before it is told to.
 */
export function keepSpareHost(isOn: boolean): void {
  isSpareWanted = isOn;
}

/** The spare process first; those that are started after a crash are new. */
function startWithSpare(): ProcessStarter {
  let first: HostProcess | undefined = spare ?? forked.start('hid-host');
  spare = isSpareWanted ? forked.start('hid-host') : undefined;
  return {
    start(name) {
      const process = first;
      first = undefined;
      return process ?? forked.start(name);
    },
  };
}

const log = {
  info: () => undefined,
  warn: (event: string, fields?: object) => {
    console.log(`  ${event} ${JSON.stringify(fields ?? {})}`);
  },
  error: (event: string, fields?: object) => {
    console.log(`  ${event} ${JSON.stringify(fields ?? {})}`);
  },
};

/** The machine is emulated, and its host may have other work: what takes a second on a desktop takes ten and more. */
const usualPatience = 4;

function slowDown(times: number): Clock {
  return { now: systemClock.now, after: (ms, run) => systemClock.after(ms * times, run) };
}

const dark = { offHook: false, ring: false, mute: false, hold: false } as const;

export function startCallSide(options: CallSideOptions = {}): CallSide {
  const folder = mkdtempSync('/tmp/profile-');
  if (options.owner !== undefined) chownSync(folder, options.owner, options.owner);
  const intents = createSequence<HeadsetIntent>('intents');
  const statuses = createEventLog<HeadsetStatus>('status');
  let wishes: HeadsetWishes = { options: {}, chosen: null, microphone: null, away: false, ...options.wishes };
  let phase = options.phase ?? 'idle';
  let muted = options.muted ?? false;
  let tellIntent: (at: number) => void = () => undefined;
  let isStopping = false;
  let ends = 0;

  const keeper = createHostKeeper({
    name: 'hid-host',
    contract: hidContract,
    processes: options.processes ?? startWithSpare(),
    clock: slowDown(options.keeperPatience ?? usualPatience),
    log,
    onUp(client) {
      client.on('headset/status', (status) => {
        statuses.add(status);
      });
      client.on('headset/intent', ({ intent }) => {
        tellIntent(performance.now());
        intents.add(intent);
      });
      void client.request('headset/start', { onScreen: false, usb: true, folder, wishes, phase, muted });
    },
    onDown() {
      ends += 1;
      statuses.add({ state: 'failed', virtual: false, error: appError('headset.host-down'), lights: dark });
    },
  });

  const running = (): HidClient => {
    const client = keeper.client();
    if (client === undefined) throw new Error('hid-host is down');
    return client;
  };
  const until = (what: string, fits: (status: HeadsetStatus) => boolean): Promise<HeadsetStatus> => {
    const latest = statuses.all().at(-1);
    if (latest !== undefined && fits(latest)) return Promise.resolve(latest);
    return statuses.until(what, fits, { since: statuses.mark(), timeoutMs: patienceMs });
  };

  const pid = (): number => {
    const known = keeper.pid();
    if (known === undefined) throw new Error('hid-host is down');
    return known;
  };

  keeper.start();
  return {
    intents,
    statuses,
    onIntent(listener) {
      tellIntent = listener;
    },
    client: running,
    pid,
    openDevices: () => openDeviceFiles(pid()),
    async tell(nextPhase, nextMuted = false) {
      phase = nextPhase;
      muted = nextMuted;
      const told = await running().request('headset/set-phase', { phase, muted });
      assert.ok(told.ok, `phase ${phase} was not taken`);
    },
    tellWhileDown(nextPhase) {
      phase = nextPhase;
      muted = false;
    },
    async wish(change) {
      wishes = { ...wishes, ...change };
      const told = await running().request('headset/set-wishes', wishes);
      assert.ok(told.ok, 'wishes were not taken');
    },
    async wants(intent) {
      assert.deepEqual(await intents.next(), intent);
    },
    until,
    untilState: (state) => until(state, (status) => status.state === state),
    async untilPanel(what, fits) {
      const panels = createEventLog<HeadsetPanel>('panel');
      const stop = running().on('headset/panel-changed', (panel) => {
        panels.add(panel);
      });
      await running().request('headset/watch', { on: true });
      const present = await running().request('headset/panel', null);
      if (present.ok) panels.add(present.value);
      const found = await panels.until(what, fits, { timeoutMs: patienceMs });
      stop();
      await running().request('headset/watch', { on: false });
      return found;
    },
    async untilListed(what, fits) {
      const giveUpAt = performance.now() + patienceMs;
      for (;;) {
        const listed = await running().request('headset/list', null);
        if (listed.ok && fits(listed.value)) return;
        assert.ok(performance.now() < giveUpAt, `${what}: ${JSON.stringify(listed)}`);
      }
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      await keeper.client()?.request('headset/stop', null);
      keeper.stop();
      assert.ok(options.mayEnd === true || ends === 0, `hid-host ended ${ends} times by itself`);
    },
  };
}
