import { describe, expect, it } from 'vitest';
import { encodeLights } from '../../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import {
  bits,
  closeDelimiter,
  describeItems,
  headset,
  input,
  led,
  lights,
  longItem,
  longUsage,
  openDelimiter,
  output,
  pop,
  push,
  reportCount,
  reportId,
  reportSize,
  telephony,
  usage,
  usageMax,
  usageMin,
  usages,
  type Items,
} from './unseen-builder.ts';
import { button, itReads, light } from './unseen-cases.ts';
import { heldBytes } from './unseen-memory.ts';

const { hook, mute, flash } = usages;
const level = input('var', 'noPref');
const toggle = input('var', 'rel');
const longest = 0xffff_ffff;

describe('counts and sizes no device has', () => {
  itReads([
    {
      // The report is cut at 16 KiB: where later fields of it would lie cannot be told. Other reports are not touched.
      name: 'a field of 2^32 elements ends its own report only',
      items: [
        headset(
          reportId(1),
          bits(1),
          usage(hook),
          level,
          reportCount(longest),
          usage(mute),
          toggle,
          reportCount(1),
          usage(flash),
          toggle,
          reportId(2),
          usage(mute),
          toggle,
        ),
      ],
      capability: 'muteOnly',
      numbered: true,
      inputs: [button('hook', '1.0', 'level'), button('mute', '2.0', 'toggle')],
      warnings: ['report 1 is longer than 16384 bytes'],
    },
    {
      name: 'a field of 2^32 bits, and one of 2^32 times 2^32',
      items: [
        headset(
          reportId(1),
          bits(1),
          reportSize(longest),
          usage(hook),
          level,
          reportId(2),
          reportCount(longest),
          usage(flash),
          toggle,
          reportId(3),
          bits(1),
          usage(mute),
          toggle,
        ),
      ],
      capability: 'muteOnly',
      numbered: true,
      inputs: [button('mute', '3.0', 'toggle')],
      warnings: ['report 1 is longer than 16384 bytes', 'report 2 is longer than 16384 bytes'],
    },
    {
      // Reports of 1 kB and more do exist, on vendor pages; the fields behind them count.
      name: 'padding of 2,000 bytes before the hook',
      items: [
        headset(reportSize(8), reportCount(2000), input('const'), bits(1), usage(hook), level),
        headset(
          reportSize(8),
          reportCount(2000),
          output('const'),
          led,
          bits(1),
          usage(lights.offHook),
          output('var'),
        ),
      ],
      capability: 'noRing',
      inputs: [button('hook', '0.16000', 'level')],
      outputs: [light('offHook', '0.16000')],
    },
    {
      // 2^32 usages in a range for 2 elements: 0B:20 stands at index 20, beyond them.
      name: 'a range over a whole page, and one over several pages',
      items: [
        headset(
          bits(2),
          usageMin(0),
          usageMax(0xffff),
          toggle,
          usageMin(0x08_0000, 4),
          usageMax(0x0c_0000, 4),
          toggle,
          bits(1),
          usage(mute),
          toggle,
        ),
      ],
      capability: 'muteOnly',
      inputs: [button('mute', '0.4', 'toggle')],
      warnings: ['a usage range is not a range'],
    },
  ]);

  it('the last usage, repeated over a whole report, gives 512 controls and a warning', () => {
    const descriptor = headset(bits(100_000), usage(mute), toggle, led, usage(lights.offHook), output('var'));
    const layout = readTelephonyLayout(parseHidDescriptor(describeItems(descriptor)));
    expect([layout.inputs.length, layout.outputs.length]).toEqual([512, 512]);
    expect(layout.warnings).toEqual(['only the first 512 controls are used']);
    expect(layout.outBytes.get(0)).toBe(12_500);
    expect(encodeLights(layout, new Set(['offHook']))[0]?.bytes.length).toBe(12_501);
  });
});

const size = 0x10000;
const repeat = (items: Items): Uint8Array =>
  Uint8Array.from({ length: size }, (_, index) => items[index % items.length] ?? 0);
const inHeadset = (items: Items): Uint8Array => {
  const start = headset(bits(1)).slice(0, -1);
  return Uint8Array.from([...start, ...repeat(items).subarray(0, size - start.length)]);
};

/** 64 KB of the same, each built to make a careless parser slow, deep or large. */
const floods: Readonly<Record<string, Uint8Array>> = {
  zeros: new Uint8Array(size),
  'long item prefixes': new Uint8Array(size).fill(0xfe),
  'pushes without a pop': inHeadset(push),
  'pops without a push': inHeadset(pop),
  'pushes and pops': inHeadset([...push, ...pop]),
  'collections without an end': repeat([0xa1, 0x01]),
  'ends without a collection': repeat([0xc0]),
  'headset collections, one in the other': repeat([0x05, 0x0b, 0x09, 0x05, 0xa1, 0x01]),
  'headset collections, one after the other': repeat(headset()),
  'fields of no usage': inHeadset(toggle),
  hooks: inHeadset([...usage(hook), ...level]),
  lights: inHeadset([...led, ...usage(lights.offHook), ...output('var')]),
  'reports, each with a field': inHeadset([
    ...Array.from({ length: 255 }, (_, id) => [...reportId(id + 1), ...usage(mute), ...toggle]).flat(),
  ]),
  'usages before one field': inHeadset(usage(mute)),
  'ranges before one field': inHeadset([...usageMin(0), ...usageMax(0xff)]),
  'fields with 257 usages each': inHeadset([
    ...usageMin(0),
    ...usageMax(0xff),
    ...longUsage(0x0b_0020),
    ...toggle,
  ]),
  'fields over a whole page': inHeadset([
    ...telephony,
    ...usageMin(0),
    ...usageMax(0xffff),
    ...reportCount(1),
    ...toggle,
  ]),
  'fields of 60,000 hooks': inHeadset([...usage(hook), ...reportCount(60_000), ...level]),
  delimiters: inHeadset([...openDelimiter, ...usage(hook), ...closeDelimiter]),
  'delimiters that only open': inHeadset([...openDelimiter, ...usage(hook)]),
  'long items': inHeadset(longItem(0xf0, 1, 2, 3)),
  'reserved items': inHeadset([0x0c, 0xd0, 0x70]),
};

describe('64 KB of a descriptor', () => {
  /** Quadratic work over 64 KB takes minutes, linear work milliseconds: the bar is far from both. */
  const maxCpuSeconds = 2;
  /** About 256 usages of 8 bytes for every 8 bytes of descriptor, at the very worst. */
  const maxHeldMegabytes = 40;

  it.each(Object.entries(floods))('of %s is read in bounded time and memory', (_, bytes) => {
    expect(bytes).toHaveLength(size);
    const heldBefore = heldBytes();
    const cpuBefore = process.cpuUsage();
    const parsed = parseHidDescriptor(bytes);
    const layout = readTelephonyLayout(parsed);
    const { user, system } = process.cpuUsage(cpuBefore);
    const held = heldBytes() - heldBefore;
    expect((user + system) / 1e6).toBeLessThan(maxCpuSeconds);
    expect(held / 1e6).toBeLessThan(maxHeldMegabytes);
    expect(layout.inputs.length).toBeLessThanOrEqual(512);
    expect(layout.outputs.length).toBeLessThanOrEqual(512);
    expect(parsed.warnings.length).toBeLessThanOrEqual(20);
  });

  it('keeps a hook that stands at its very end, behind 64 KB of fields', () => {
    const fill = Array.from({ length: 10_900 }, () => [...reportCount(1), ...usage(0x22), ...level]).flat();
    const layout = readTelephonyLayout(
      parseHidDescriptor(describeItems(headset(bits(1), fill, usage(hook), level))),
    );
    expect(layout.inputs).toMatchObject([{ role: 'hook', bit: 10_900, size: 1, semantics: 'level' }]);
    expect(layout.inBytes.get(0)).toBe(1363);
  });
});
