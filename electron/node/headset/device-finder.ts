import type { Quirks } from '../../common/headset/headset-quirks.ts';
import { readTelephonyLayout } from '../../common/headset/telephony-layout.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Result } from '../../common/lib/result.ts';
import { withinTime } from './deadline.ts';
import { isSameEntry, type Candidate } from './headset-choice.ts';
import type { DeviceDescriptor, HidEntry, HidTransport } from './hid-transport.ts';

/** Longer than any system takes that works; a list that comes later is used when it comes. */
const listMs = 1_000;
const describeMs = 3_000;

export interface DeviceFinder {
  /** Lists devices and reads what they declare. `anew`: also of those that are known already. */
  refresh(anew?: boolean): Promise<void>;
  /** Those that have call controls at all. */
  candidates(): readonly Candidate[];
  /** All that is attached, with or without call controls. */
  entries(): readonly HidEntry[];
  /** It is gone; if it comes back, it is a new one. */
  forget(candidate: Candidate): void;
  /** Whether the last list of its transport holds the entry; true when there was no such list. */
  isAttached(candidate: Candidate): boolean;
  /** Reads all layouts again, with the quirks as they are now. */
  readLayouts(): void;
  /** Why devices could not be listed the last time. */
  error(): AppError | undefined;
}

export interface DeviceFinderOptions {
  readonly transports: readonly HidTransport[];
  readonly clock: Clock;
  readonly quirksOf: (entry: HidEntry) => Quirks;
  /** A list that was given up came after all: look again. */
  readonly onLate: () => void;
}

type Listed = Result<readonly HidEntry[]>;

interface Shelf {
  readonly transport: HidTransport;
  pending: Promise<Listed> | undefined;
  isSilent: boolean;
  /** Came after its time; used by the next refresh in place of a new list. */
  late: Listed | undefined;
  listed: Listed | undefined;
  found: readonly Found[];
}

interface Found {
  readonly entry: HidEntry;
  readonly descriptor: DeviceDescriptor;
  readonly order: number;
}

export function createDeviceFinder({
  transports,
  clock,
  quirksOf,
  onLate,
}: DeviceFinderOptions): DeviceFinder {
  const shelves = transports.map((transport): Shelf => ({
    transport,
    pending: undefined,
    isSilent: false,
    late: undefined,
    listed: undefined,
    found: [],
  }));
  let candidates: readonly Candidate[] = [];
  let attachedCount = 0;

  /** Undefined while the system does not answer; what was found before stands until it does. */
  const list = async (shelf: Shelf): Promise<Listed | undefined> => {
    if (shelf.late !== undefined) {
      const { late } = shelf;
      shelf.late = undefined;
      return late;
    }
    if (shelf.pending !== undefined) return undefined;
    const listing = shelf.transport.list();
    shelf.pending = listing;
    const listed = await withinTime(clock, listMs, listing, undefined);
    if (listed !== undefined) {
      shelf.pending = undefined;
      return listed;
    }
    shelf.isSilent = true;
    void listing.then((late) => {
      Object.assign(shelf, { pending: undefined, isSilent: false, late });
      onLate();
    });
    return undefined;
  };

  const find = async (shelf: Shelf, entry: HidEntry, anew: boolean): Promise<Found | undefined> => {
    const known = shelf.found.find((one) => isSameEntry(one.entry, entry));
    if (known !== undefined && !anew) return known;
    const order = known?.order ?? attachedCount++;
    const reading = shelf.transport.readDescriptor(entry);
    const descriptor = await withinTime(clock, describeMs, reading, undefined);
    if (descriptor === undefined) return known;
    return { entry, descriptor, order };
  };

  const refreshShelf = async (shelf: Shelf, anew: boolean): Promise<void> => {
    const listed = await list(shelf);
    if (listed === undefined) return;
    shelf.listed = listed;
    if (!listed.ok) return;
    const found = await Promise.all(listed.value.map((entry) => find(shelf, entry, anew)));
    shelf.found = found.filter((one) => one !== undefined);
  };

  const readLayouts = (): void => {
    candidates = shelves.flatMap(({ transport, found }) =>
      found.flatMap((one) => {
        const known = candidates.find(({ order }) => order === one.order);
        const layout = readTelephonyLayout(one.descriptor.parsed, quirksOf(one.entry));
        if (layout.capability === 'none') return [];
        return known?.descriptor === one.descriptor && isSameLayout(known.layout, layout)
          ? [known]
          : [{ ...one, transport, layout }];
      }),
    );
  };

  return {
    async refresh(anew = false) {
      await Promise.all(shelves.map((shelf) => refreshShelf(shelf, anew)));
      readLayouts();
    },
    candidates: () => candidates,
    entries: () => shelves.flatMap(({ listed }) => (listed?.ok === true ? listed.value : [])),
    forget({ entry }) {
      candidates = candidates.filter((one) => !isSameEntry(one.entry, entry));
      for (const shelf of shelves) shelf.found = shelf.found.filter((one) => !isSameEntry(one.entry, entry));
    },
    isAttached({ transport, entry }) {
      const listed = shelves.find((shelf) => shelf.transport === transport)?.listed;
      return listed?.ok !== true || listed.value.some((one) => isSameEntry(one, entry));
    },
    readLayouts,
    error() {
      const refused = shelves.flatMap(({ listed }) => (listed?.ok === false ? [listed.error] : []));
      const silent = shelves.some(({ isSilent }) => isSilent);
      return (
        refused[0] ?? (silent ? appError('headset.failed', { reason: 'no answer to listing' }) : undefined)
      );
    },
  };
}

function isSameLayout(a: Candidate['layout'], b: Candidate['layout']): boolean {
  return JSON.stringify([a.inputs, a.outputs]) === JSON.stringify([b.inputs, b.outputs]);
}
