import { formatUsbId } from '../../common/headset/headset-quirks.ts';
import type { TelephonyLayout } from '../../common/headset/telephony-layout.ts';
import type { DeviceDescriptor, HidEntry, HidTransport } from './hid-transport.ts';

/** A device interface with its layout read. */
export interface Candidate {
  readonly entry: HidEntry;
  readonly transport: HidTransport;
  readonly descriptor: DeviceDescriptor;
  readonly layout: TelephonyLayout;
  /** Counts up: the highest came last. */
  readonly order: number;
}

/** What decides between several headsets. */
export interface Preferences {
  /** `path`, USB id or `usb-id:serial` of the operator's own choice. */
  readonly chosen: string | null;
  /** USB id of the microphone in use. */
  readonly microphone: string | null;
  /** Identities, the one used last first. */
  readonly lastUsed: readonly string[];
}

export function usbIdOf({ vendorId, productId }: HidEntry): string {
  return formatUsbId(vendorId, productId);
}

/** What survives a re-plug, unlike the path. */
export function identify(entry: HidEntry): string {
  return `${usbIdOf(entry)}:${entry.serial}`;
}

/** The same device at the same place. A path alone may belong to another device after a re-plug. */
export function isSameEntry(a: HidEntry, b: HidEntry): boolean {
  return a.path === b.path && identify(a) === identify(b);
}

export function isChosen({ entry }: Candidate, chosen: string | null): boolean {
  return chosen !== null && [entry.path, usbIdOf(entry), identify(entry)].includes(chosen);
}

/** Cameras, microphones and half-described devices are never used by themselves (P33), only by hand. */
export function mayBeUsed(candidate: Candidate, chosen: string | null): boolean {
  const { capability } = candidate.layout;
  return capability === 'full' || capability === 'noRing' || isChosen(candidate, chosen);
}

/** Most important first. What stands before `isBetter`'s bound is worth leaving a working headset for. */
function rank(candidate: Candidate, { chosen, microphone, lastUsed }: Preferences): readonly number[] {
  const { entry, order } = candidate;
  const used = lastUsed.indexOf(identify(entry));
  return [
    isChosen(candidate, chosen) ? 1 : 0,
    entry.virtual ? 0 : 1,
    usbIdOf(entry) === microphone ? 1 : 0,
    used < 0 ? Number.NEGATIVE_INFINITY : -used,
    order,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}

/**
 * The device to use: by hand, real before on-screen, that of the microphone, the one used last, the newest.
 * `isPutAside` tells paths that are not to be tried now.
 */
export function chooseCandidate(
  candidates: readonly Candidate[],
  preferences: Preferences,
  isPutAside: (path: string) => boolean,
): Candidate | undefined {
  return candidates
    .filter((one) => mayBeUsed(one, preferences.chosen) && !isPutAside(one.entry.path))
    .toSorted((a, b) => compare(rank(b, preferences), rank(a, preferences)))[0];
}

/** Worth leaving a working headset for, between calls: chosen, real or the microphone's; not just newer. */
export function isBetter(candidate: Candidate, than: Candidate, preferences: Preferences): boolean {
  const reasons = 3;
  return (
    compare(rank(candidate, preferences).slice(0, reasons), rank(than, preferences).slice(0, reasons)) > 0
  );
}
