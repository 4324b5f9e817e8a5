import type { TelephonyLayout } from '../../common/headset/telephony-layout.ts';
import { formatUsbId } from '../../common/headset/headset-quirks.ts';
import type { HidEntry, HidTransport } from './hid-transport.ts';

/** A device interface with its layout read. */
export interface Candidate {
  readonly entry: HidEntry;
  readonly transport: HidTransport;
  readonly layout: TelephonyLayout;
  /** Counts up: the highest came last. */
  readonly order: number;
}

/** What survives a re-plug, unlike the path. */
export function identify({ vendorId, productId, serial }: HidEntry): string {
  return `${formatUsbId(vendorId, productId)}:${serial}`;
}

/** Mute-only and hook-only devices (cameras, microphones) are never taken by themselves (P33). */
function canCall({ layout: { capability } }: Candidate): boolean {
  return capability === 'full' || capability === 'noRing';
}

/** The device to use: real before on-screen, then the one used last, then the newest. `failed` holds paths. */
export function chooseCandidate(
  candidates: readonly Candidate[],
  lastUsed: string | undefined,
  failed: ReadonlySet<string>,
): Candidate | undefined {
  const rank = ({ entry, order }: Candidate): readonly [number, number, number] => [
    entry.virtual ? 0 : 1,
    identify(entry) === lastUsed ? 1 : 0,
    order,
  ];
  return candidates
    .filter((one) => canCall(one) && !failed.has(one.entry.path))
    .toSorted((a, b) => {
      const [left, right] = [rank(a), rank(b)];
      return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
    })[0];
}
