import { expect, it } from 'vitest';
import { inspectDescriptor } from '../../../electron/common/headset/headset-inspect.ts';
import type { Capability, Semantics } from '../../../electron/common/headset/telephony-layout.ts';
import type { InRole, OutRole } from '../../../electron/common/headset/telephony-usages.ts';
import { describeItems, type Items } from './unseen-builder.ts';

/** A synthetic descriptor and what it must be read as, worked out by hand. */
export interface UnseenDescriptor {
  readonly name: string;
  readonly items: readonly Items[];
  readonly capability: Capability;
  /** False unless told. */
  readonly numbered?: boolean;
  readonly inputs?: readonly SeenInput[];
  readonly outputs?: readonly SeenOutput[];
  readonly warnings?: readonly string[];
}

interface SeenInput {
  readonly role: InRole;
  readonly reportId: number;
  readonly bit: number;
  readonly size: number;
  readonly semantics: Semantics;
}

interface SeenOutput {
  readonly role: OutRole;
  readonly reportId: number;
  readonly bit: number;
}

/** `id.bit`, as in `2.11` for bit 11 of report 2; report 0 where the device has no report ids. */
type Place = `${number}.${number}`;

function readPlace(place: Place): { reportId: number; bit: number } {
  const [reportId = 0, bit = 0] = place.split('.').map(Number);
  return { reportId, bit };
}

export const button = (role: InRole, place: Place, semantics: Semantics, size = 1): SeenInput => ({
  role,
  ...readPlace(place),
  size,
  semantics,
});

export const light = (role: OutRole, place: Place): SeenOutput => ({ role, ...readPlace(place) });

/** The order of fields is free; everything else is exact. */
const sorted = (fields: readonly object[]): string[] => fields.map((field) => JSON.stringify(field)).sort();

export function itReads(cases: readonly UnseenDescriptor[]): void {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, expected) => {
    const seen = inspectDescriptor(describeItems(...expected.items));
    expect({ ...seen, inputs: sorted(seen.inputs), outputs: sorted(seen.outputs) }).toEqual({
      capability: expected.capability,
      numbered: expected.numbered ?? false,
      inputs: sorted(expected.inputs ?? []),
      outputs: sorted(expected.outputs ?? []),
      warnings: expected.warnings ?? [],
    });
  });
}
