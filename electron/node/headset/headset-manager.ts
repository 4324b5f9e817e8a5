import type {
  HeadsetDeviceInfo,
  HeadsetPhase,
  HeadsetStatus,
  HeadsetWishes,
} from '../../common/contract/hid-contract.ts';
import type { Quirks } from '../../common/headset/headset-quirks.ts';
import type { MachineContext } from '../../common/headset/machine-state.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { createDeviceFinder } from './device-finder.ts';
import { createDeviceOpener } from './device-opener.ts';
import {
  chooseCandidate,
  identify,
  isBetter,
  isChosen,
  mayBeUsed,
  usbIdOf,
  type Candidate,
} from './headset-choice.ts';
import { createHeadsetInUse, type ActiveHeadset, type HeadsetInUseEvents } from './headset-in-use.ts';
import { showCandidate, showStatus } from './headset-status.ts';
import type { HidEntry, HidTransport } from './hid-transport.ts';
import { scheduleScans } from './scan-schedule.ts';
import { createTrialLedger } from './trial-ledger.ts';

export interface HeadsetManagerEvents extends HeadsetInUseEvents {
  /** Devices were looked for; what is attached or what is wrong may be other than before. */
  looked(): void;
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
  readonly wishes: HeadsetWishes;
  /** By USB id, as they are now. */
  readonly quirksOf: (usbId: string) => Quirks;
  /** Identities of real headsets, the one used last first. */
  readonly lastUsed: { devices(): readonly string[]; note(identity: string): void };
  readonly events: HeadsetManagerEvents;
}

export interface HeadsetManager {
  setPhase(phase: HeadsetPhase, muted: boolean): void;
  setWishes(wishes: HeadsetWishes): void;
  /** Quirks of some device are other than before. */
  quirksChanged(): void;
  /** Looks soon for devices and at what they declare; what failed before gets another chance. */
  lookAnew(): void;
  devices(): HeadsetDeviceInfo[];
  /** All HID devices as they were listed last. */
  entries(): readonly HidEntry[];
  active(): ActiveHeadset | undefined;
  status(): HeadsetStatus;
  /** What keeps devices from being used. */
  errors(): readonly AppError[];
  /** Looks for devices now; settles when the best one is open or all are given up. */
  scan(): Promise<void>;
  /** Lights out and devices closed, within 300 ms. Afterwards nothing happens any more. */
  stop(): Promise<void>;
}

/** Finds the headset, keeps it open, and goes on without one: a lost headset never touches the call. */
export function createHeadsetManager(options: HeadsetManagerOptions): HeadsetManager {
  const { clock, events, lastUsed } = options;
  let { phase, muted, wishes } = options;
  let published = '';
  let isStopped = false;
  let scanning: Promise<void> | undefined;
  let isScanWanted = false;
  let isAnewWanted = false;
  /** Chosen by hand in this call: taken at once. */
  let isHandWaiting = false;
  let endPause = (): void => undefined;
  const hasStopped = (): boolean => isStopped;
  const hasScanWaiting = (): boolean => isScanWanted;

  const ledger = createTrialLedger(clock);
  const opener = createDeviceOpener(clock);
  const finder = createDeviceFinder({
    transports: options.transports,
    clock,
    quirksOf: (entry) => options.quirksOf(usbIdOf(entry)),
    onLate: () => {
      schedule.soon();
    },
  });
  const contextOf = ({ entry, layout }: Candidate): MachineContext => ({
    layout,
    quirks: options.quirksOf(usbIdOf(entry)),
    options: wishes.options,
  });
  const inUse = createHeadsetInUse({
    clock,
    contextOf,
    callSide: () => ({ phase, muted, away: wishes.away }),
    events,
    onLost({ candidate, since }, error) {
      const livedMs = clock.now() - since;
      if (error.code === 'headset.flooding') ledger.flooded(candidate.entry.path, livedMs);
      else {
        ledger.lost(candidate.entry.path, livedMs, error);
        finder.forget(candidate);
      }
      publish();
      schedule.search();
    },
  });

  const preferences = () => ({ ...wishes, lastUsed: lastUsed.devices() });
  const choose = (): Candidate | undefined =>
    chooseCandidate(finder.candidates(), preferences(), ledger.isPutAside);

  /** A headset that works stays in use in a call, whatever is plugged in; between calls a better one replaces it. */
  const mayTake = (candidate: Candidate): boolean => {
    const current = inUse.current();
    if (current === undefined) return true;
    if (inUse.is(candidate)) return false;
    if (isHandWaiting && isChosen(candidate, wishes.chosen)) return true;
    return phase === 'idle' && isBetter(candidate, current.candidate, preferences());
  };

  const errors = (): readonly AppError[] => {
    const listing = finder.error();
    const path = inUse.current()?.candidate.entry.path;
    const givenUp = [...ledger.errors()].filter(([one]) => one !== path).map(([, error]) => error);
    return listing === undefined ? givenUp : [listing, ...givenUp];
  };
  const status = (): HeadsetStatus => showStatus(inUse.current(), errors()[0]);
  const publish = (): void => {
    const next = status();
    const text = JSON.stringify(next);
    if (isStopped || text === published) return;
    published = text;
    events.status(next);
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      endPause = () => {
        cancel();
        resolve();
      };
    });

  /** Opens the best device that is there, with patience; returns when there is nothing to do or a new look is wanted. */
  const connect = async (): Promise<void> => {
    while (!hasStopped() && !hasScanWaiting()) {
      const best = choose();
      if (best === undefined || !mayTake(best)) return;
      const { path } = best.entry;
      const waitMs = ledger.waitMs(path);
      if (waitMs > 0) {
        await pause(waitMs);
        continue;
      }
      const opened = await opener.open(best);
      if (!opened.ok) {
        ledger.failed(path, opened.error);
        if (hasVanished(opened.error)) {
          finder.forget(best);
          schedule.search();
        }
      }
      // Meanwhile a call may have come, or another wish.
      else if (hasStopped() || !mayTake(best)) await opened.value.close();
      else {
        isHandWaiting = false;
        if (!best.entry.virtual) lastUsed.note(identify(best.entry));
        schedule.found();
        const taken = inUse.take(best, opened.value);
        publish();
        return taken;
      }
    }
  };

  const look = async (): Promise<void> => {
    const anew = isAnewWanted;
    isScanWanted = isAnewWanted = false;
    await finder.refresh(anew);
    if (hasStopped()) return;
    ledger.keepOnly(new Set(finder.candidates().map(({ entry }) => entry.path)));
    const current = inUse.current();
    // After a sleep a handle may be dead without a word.
    if (current !== undefined && !finder.isAttached(current.candidate))
      current.device.lose('no longer listed');
    inUse.refresh(finder.candidates());
    const kept = inUse.current();
    if (phase === 'idle' && kept !== undefined && !mayBeUsed(kept.candidate, wishes.chosen))
      await inUse.leave();
    await connect();
  };

  const scan = (): Promise<void> => {
    if (isStopped) return Promise.resolve();
    isScanWanted = true;
    endPause();
    scanning ??= (async () => {
      while (hasScanWaiting() && !hasStopped()) await look();
      scanning = undefined;
      if (hasStopped()) return;
      schedule.at(ledger.nextTrialAt());
      publish();
      events.looked();
    })();
    return scanning;
  };

  const schedule = scheduleScans(clock, {
    isIdle: () => phase === 'idle',
    hasHeadset: () => inUse.current() !== undefined,
    scan: () => void scan(),
  });
  const lookSoon = (): void => {
    // Whatever failed may be another device now, also at the same path.
    ledger.forgive();
    schedule.soon();
  };
  const stopWatching = options.watchDevices(lookSoon);

  return {
    setPhase(nextPhase, nextMuted) {
      const hasEnded = nextPhase === 'idle' && phase !== 'idle';
      phase = nextPhase;
      muted = nextMuted;
      inUse.current()?.device.setPhase(phase, muted);
      if (hasEnded) {
        isHandWaiting = false;
        const best = choose();
        if (best !== undefined && mayTake(best)) void scan();
      }
      publish();
    },
    setWishes(next) {
      const before = wishes;
      wishes = next;
      const current = inUse.current();
      if (next.away !== before.away) current?.device.setAway(next.away);
      inUse.refresh(finder.candidates());
      if (next.chosen !== before.chosen)
        isHandWaiting = current !== undefined && !isChosen(current.candidate, next.chosen);
      if (next.chosen !== before.chosen || next.microphone !== before.microphone) void scan();
      publish();
    },
    quirksChanged() {
      finder.readLayouts();
      inUse.refresh(finder.candidates());
      publish();
    },
    lookAnew() {
      isAnewWanted = true;
      lookSoon();
    },
    devices: () =>
      finder.candidates().map((candidate) => showCandidate(candidate, inUse.is(candidate), wishes.chosen)),
    entries: finder.entries,
    active: inUse.current,
    status,
    errors,
    scan,
    async stop() {
      if (isStopped) return;
      isStopped = true;
      endPause();
      stopWatching();
      schedule.stop();
      await inUse.stop();
    },
  };
}

/** Gone between the list and the opening: no use waiting at this path. The words are those of the system (ENOENT, ENODEV). */
function hasVanished({ details }: AppError): boolean {
  return /no such (?:file|device)/i.test(String(details?.['reason'] ?? ''));
}
