import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headsetPhaseSchema } from '../../../electron/common/contract/hid-contract.ts';
import { encodeLights, readField, splitReport } from '../../../electron/common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  nextTickAt,
  type HeadsetEvent,
} from '../../../electron/common/headset/headset-machine.ts';
import type { HidCollection } from '../../../electron/common/headset/hid-collection.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { bytesOf, fixtureHex, fixtureNames, layoutOf } from './descriptor-fixtures.ts';

const runs = 5000;
const maxReportBytes = 16_384;

/** Bytes that look like a descriptor: real prefixes and pages, any data. */
const itemLike = fc
  .tuple(
    fc.constantFrom(
      0x05,
      0x06,
      0x09,
      0x0a,
      0x0b,
      0x15,
      0x25,
      0x75,
      0x77,
      0x85,
      0x95,
      0x97,
      0xa1,
      0xc0,
      0x81,
      0x91,
      0x19,
      0x29,
      0xa4,
      0xb4,
      0xa9,
      0xb1,
    ),
    fc.array(fc.oneof(fc.constantFrom(0x0b, 0x08, 0x05, 0x20, 0x2f, 0x01, 0x02, 0xff), fc.nat(255)), {
      minLength: 0,
      maxLength: 4,
    }),
  )
  .map(([prefix, data]) => {
    const size = (prefix & 3) === 3 ? 4 : prefix & 3;
    return [prefix, ...Array.from({ length: size }, (_, index) => data[index] ?? 0)];
  });
const anyDescriptor = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.array(itemLike, { maxLength: 120 }).map((items) => Uint8Array.from(items.flat())),
  fc
    .tuple(
      fc.constantFrom(...fixtureNames),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
    )
    .map(([name, changes, cut]) => {
      const bytes = bytesOf(fixtureHex(name)).slice();
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return cut % 3 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes;
    }),
);

function countItems(collections: readonly HidCollection[]): number {
  return collections.reduce(
    (sum, { children, inputReports, outputReports, featureReports }) =>
      sum +
      countItems(children) +
      [...inputReports, ...outputReports, ...featureReports].reduce(
        (items, report) => items + report.items.length,
        0,
      ),
    0,
  );
}

describe('whatever a device sends', () => {
  it('any bytes as a descriptor give a bounded layout, and no exception', () => {
    fc.assert(
      fc.property(anyDescriptor, (bytes) => {
        const parsed = parseHidDescriptor(bytes);
        expect(countItems(parsed.collections)).toBeLessThanOrEqual(bytes.length);
        for (const length of [...parsed.inputBits.values(), ...parsed.outputBits.values()])
          expect(length).toBeLessThanOrEqual(maxReportBytes * 8);
        const layout = readTelephonyLayout(parsed);
        expect(layout.inputs.length).toBeLessThanOrEqual(512);
        expect(layout.outputs.length).toBeLessThanOrEqual(512);
        // Every field lies inside its declared report.
        for (const { reportId, bit, size } of layout.inputs)
          expect(bit + size).toBeLessThanOrEqual(8 * (layout.inBytes.get(reportId) ?? 0));
        for (const { reportId, bit } of layout.outputs)
          expect(bit).toBeLessThan(8 * (layout.outBytes.get(reportId) ?? 0));
      }),
      { numRuns: runs },
    );
  });

  it('the bits of the items add up to the report length', () => {
    fc.assert(
      fc.property(anyDescriptor, (bytes) => {
        const { collections, inputBits, warnings } = parseHidDescriptor(bytes);
        fc.pre(!warnings.some((text) => text.startsWith('report ') || text.startsWith('a field')));
        const sums = new Map<number, number>();
        const add = ({ inputReports, children }: HidCollection): void => {
          for (const { reportId, items } of inputReports)
            for (const { reportSize, reportCount } of items)
              sums.set(reportId, (sums.get(reportId) ?? 0) + reportSize * reportCount);
          children.forEach(add);
        };
        collections.forEach(add);
        for (const [reportId, length] of inputBits) expect(sums.get(reportId) ?? 0).toBe(length);
      }),
      { numRuns: runs },
    );
  });

  it('any reports, in any order with calls and timers, keep the machine within its rules', () => {
    const event = fc.oneof(
      { weight: 6, arbitrary: fc.record({ report: fc.uint8Array({ maxLength: 6 }), after: fc.nat(400) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          phase: fc.constantFrom(...headsetPhaseSchema.options),
          muted: fc.boolean(),
          after: fc.nat(400),
        }),
      },
      { weight: 1, arbitrary: fc.record({ attached: fc.boolean(), after: fc.nat(400) }) },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtureNames),
        fc.record({
          hookPulses: fc.boolean(),
          rejectByRepeatedOnHook: fc.boolean(),
          noReleaseReport: fc.boolean(),
        }),
        fc.array(event, { maxLength: 30 }),
        (name, quirks, script) => {
          const layout = layoutOf(name, quirks);
          const machine = createHeadsetMachine({ layout, quirks, options: { keypad: true } });
          let state = machine.initial;
          let t = 0;
          const apply = (next: HeadsetEvent): void => {
            const before = state;
            const step = machine.step(state, next);
            state = step.state;
            for (const effect of step.effects) {
              if (effect.type !== 'write') continue;
              expect(state.device).toBeDefined();
              expect(effect.bytes.length).toBe(1 + (layout.outBytes.get(effect.bytes[0] ?? -1) ?? -1));
            }
            const intents = step.effects.filter(({ type }) => type === 'intent');
            if (next.type !== 'report' && next.type !== 'tick' && nextTickAt(before) === undefined)
              expect(intents).toEqual([]);
          };
          apply({ type: 'attached', t });
          for (const one of script) {
            t += one.after;
            for (let due = nextTickAt(state); due !== undefined && due < t; due = nextTickAt(state))
              apply({ type: 'tick', t: due });
            if ('report' in one) {
              const firstId = layout.inputs[0]?.reportId ?? 0;
              const bytes = layout.numbered ? Uint8Array.from([firstId, ...one.report]) : one.report;
              apply({ type: 'report', t, ...splitReport(layout, bytes) });
            } else if ('phase' in one) apply({ type: 'call', t, phase: one.phase, muted: one.muted });
            else apply({ type: one.attached ? 'attached' : 'detached', t });
          }
          expect(state.device?.expectations.length ?? 0).toBeLessThanOrEqual(2 * script.length + 2);
        },
      ),
      { numRuns: runs },
    );
  });

  it('what is written is read back light by light', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtureNames),
        fc.uniqueArray(fc.constantFrom('offHook', 'ring', 'mute', 'hold')),
        (name, lit) => {
          const layout = layoutOf(name);
          const reports = encodeLights(layout, new Set(lit));
          for (const { role, reportId, bit } of layout.outputs) {
            const report = reports.find(({ bytes }) => bytes[0] === reportId);
            const shown = readField(
              {
                role: 'line',
                reportId,
                bit,
                size: 1,
                semantics: 'level',
                usage: 0,
                isConst: false,
                noPreferred: true,
                logicalMin: 0,
                logicalMax: 1,
              },
              report?.bytes.subarray(1) ?? new Uint8Array(),
            );
            expect(shown === 1).toBe(lit.some((one) => one === role));
          }
        },
      ),
      { numRuns: runs },
    );
  });
});
