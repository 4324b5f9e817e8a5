import { describe, expect, it } from 'vitest';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import {
  bits,
  buttons,
  closeDelimiter,
  collection,
  consumer,
  describeItems,
  designator,
  designatorMax,
  designatorMin,
  feature,
  headset,
  input,
  led,
  lights,
  logicalMax,
  logicalMin,
  longItem,
  longUsage,
  openDelimiter,
  output,
  padding,
  page,
  physicalMax,
  physicalMin,
  pop,
  push,
  reportCount,
  reportId,
  reportSize,
  stringIndex,
  telephony,
  unit,
  unitExponent,
  usage,
  usageMax,
  usageMin,
  usages,
} from './unseen-builder.ts';
import { button, itReads, light } from './unseen-cases.ts';

const { hook, mute, flash, redial, hold, drop } = usages;
const level = input('var', 'noPref');
const toggle = input('var', 'rel');

describe('the same device, spelled in unusual items', () => {
  describe('global items', () => {
    itReads([
      {
        // Push saves all globals, Pop brings all of them back (§6.2.2.7): page, size, count and range.
        name: 'Pop brings back page, size and count',
        items: [
          headset(
            bits(1),
            push,
            led,
            reportSize(8),
            reportCount(3),
            logicalMin(-1),
            pop,
            usage(hook),
            level,
            push,
            buttons,
            push,
            reportCount(4),
            pop,
            usage(7),
            toggle,
            pop,
            usage(mute),
            toggle,
          ),
        ],
        capability: 'muteOnly',
        inputs: [
          button('hook', '0.0', 'level'),
          button('reject', '0.1', 'toggle'),
          button('mute', '0.2', 'toggle'),
        ],
      },
      {
        // The report id is a global item too; the bits of report 1 go on where they stopped.
        name: 'Pop brings back the report id',
        items: [
          headset(
            reportId(1),
            bits(1),
            usage(hook),
            level,
            push,
            reportId(2),
            usage(mute),
            toggle,
            pop,
            usage(flash),
            toggle,
          ),
        ],
        capability: 'muteOnly',
        numbered: true,
        inputs: [
          button('hook', '1.0', 'level'),
          button('mute', '2.0', 'toggle'),
          button('flash', '1.1', 'toggle'),
        ],
      },
      {
        // Bits are counted per report id and direction, whatever stands between.
        name: 'report ids come and go, for inputs, outputs and features',
        items: [
          headset(
            reportId(1),
            bits(1),
            usage(hook),
            level,
            led,
            usage(lights.offHook),
            output('var', 'noPref'),
            telephony,
            usage(hook),
            feature('var'),
            reportId(2),
            usage(mute),
            toggle,
            reportId(1),
            usage(flash),
            toggle,
            led,
            usage(lights.ring),
            output('var', 'noPref'),
          ),
        ],
        capability: 'full',
        numbered: true,
        inputs: [
          button('hook', '1.0', 'level'),
          button('flash', '1.1', 'toggle'),
          button('mute', '2.0', 'toggle'),
        ],
        outputs: [light('offHook', '1.0'), light('ring', '1.1')],
      },
      {
        // HID 1.11 forbids both: id 0 is reserved, and either all fields have an id or none. Both are built all the same.
        name: 'fields before the first report id belong to report 0',
        items: [headset(bits(1), usage(hook), level, reportId(5), usage(mute), toggle)],
        capability: 'muteOnly',
        numbered: true,
        inputs: [button('hook', '0.0', 'level'), button('mute', '5.0', 'toggle')],
      },
      {
        name: 'report id 0 is a report id: reports begin with it',
        items: [headset(reportId(0), bits(1), usage(hook), level)],
        capability: 'hookOnly',
        numbered: true,
        inputs: [button('hook', '0.0', 'level')],
        warnings: ['a report id is not between 1 and 255'],
      },
      {
        // §6.2.2.2: the size of the data is the writer's choice; 0 bytes of data mean 0.
        name: 'data may be longer than needed, or none at all',
        items: [
          page(0x0b, 4),
          usage(0x05),
          collection(
            'application',
            [0x14],
            logicalMax(1, 4),
            reportSize(1, 2),
            reportCount(1, 4),
            reportId(1, 2),
            usage(hook),
            level,
          ),
        ],
        capability: 'hookOnly',
        numbered: true,
        inputs: [button('hook', '1.0', 'level')],
      },
      {
        // A field of no bits takes no place; its usages are spent all the same (§6.2.2.8).
        name: 'fields of size 0 and of count 0 take no place and leave no usage behind',
        items: [
          headset(
            bits(0),
            usage(hook),
            level,
            reportSize(0),
            reportCount(1),
            usage(flash),
            toggle,
            bits(1),
            input('var'),
            usage(mute),
            toggle,
          ),
        ],
        capability: 'muteOnly',
        inputs: [button('mute', '0.1', 'toggle')],
      },
      {
        // Units, physical ranges, designators and strings describe the case of the device, not its reports.
        name: 'units, physical ranges, designators and strings change nothing',
        items: [
          headset(
            bits(1),
            physicalMin(-100),
            physicalMax(100_000),
            unitExponent(-2),
            unit(0xf0d121),
            usage(hook),
            designator(1),
            stringIndex(4),
            level,
            designatorMin(1),
            designatorMax(9),
            usage(mute),
            toggle,
          ),
        ],
        capability: 'muteOnly',
        inputs: [button('hook', '0.0', 'level'), button('mute', '0.1', 'toggle')],
      },
    ]);
  });

  describe('usages', () => {
    itReads([
      {
        // 0B:22 is Feature, which is no control of ours; its bit counts.
        name: 'a range gives one usage per element',
        items: [headset(bits(5), usageMin(hook), usageMax(redial), level)],
        capability: 'hookOnly',
        inputs: [
          button('hook', '0.0', 'level'),
          button('flash', '0.1', 'momentary'),
          button('hold', '0.3', 'momentary'),
          button('redial', '0.4', 'momentary'),
        ],
      },
      {
        name: 'the last usage of a short range repeats, the rest of a long one is spare',
        items: [
          headset(
            bits(4),
            usageMin(hook),
            usageMax(flash),
            level,
            bits(2),
            usageMin(hold),
            usageMax(mute),
            toggle,
          ),
        ],
        capability: 'hookOnly',
        inputs: [
          button('hook', '0.0', 'level'),
          button('flash', '0.1', 'momentary'),
          button('flash', '0.2', 'momentary'),
          button('flash', '0.3', 'momentary'),
          button('hold', '0.4', 'toggle'),
          button('redial', '0.5', 'toggle'),
        ],
      },
      {
        name: 'ranges and single usages stand in one item, in the order they were written',
        items: [
          headset(
            bits(5),
            usageMin(hook),
            usageMax(flash),
            usage(mute),
            usageMax(redial),
            usageMin(hold),
            toggle,
          ),
        ],
        capability: 'muteOnly',
        inputs: [
          button('hook', '0.0', 'toggle'),
          button('flash', '0.1', 'toggle'),
          button('mute', '0.2', 'toggle'),
          button('hold', '0.3', 'toggle'),
          button('redial', '0.4', 'toggle'),
        ],
      },
      {
        // A short usage takes the page in force at the main item, a range as well (P10).
        name: 'a range written before its page is one of the later page',
        items: [
          headset(
            bits(1),
            usage(hook),
            level,
            bits(2),
            usageMin(lights.offHook),
            usageMax(lights.ring),
            led,
            output('var', 'noPref'),
          ),
        ],
        capability: 'full',
        inputs: [button('hook', '0.0', 'level')],
        outputs: [light('offHook', '0.0'), light('ring', '0.1')],
      },
      {
        name: 'lights written before their page, one by one',
        items: [
          headset(
            bits(1),
            usage(hook),
            level,
            bits(3),
            usage(lights.offHook, lights.mute, lights.ring),
            led,
            output('var', 'noPref'),
          ),
        ],
        capability: 'full',
        inputs: [button('hook', '0.0', 'level')],
        outputs: [light('offHook', '0.0'), light('mute', '0.1'), light('ring', '0.2')],
      },
      {
        // §6.2.2.8: a usage of 4 bytes is page and id, whatever page is in force.
        name: 'usages of 4 bytes bring their page: fields, lights and the collection itself',
        items: [
          page(0x01),
          longUsage(0x0b_0005),
          collection(
            'application',
            consumer,
            bits(1),
            longUsage(0x0b_0020),
            level,
            bits(2),
            longUsage(0x08_0017),
            longUsage(0x08_0018),
            output('var', 'noPref'),
          ),
        ],
        capability: 'full',
        inputs: [button('hook', '0.0', 'level')],
        outputs: [light('offHook', '0.0'), light('ring', '0.1')],
      },
      {
        name: 'long and short usages stand in one item',
        items: [headset(buttons, bits(2), usage(7), longUsage(0x0b_002f), toggle)],
        capability: 'muteOnly',
        inputs: [button('reject', '0.0', 'toggle'), button('mute', '0.1', 'toggle')],
      },
      {
        name: 'a range of 4-byte usages, on a foreign page',
        items: [headset(consumer, bits(2), usageMin(0x0b_0020, 4), usageMax(0x0b_0021, 4), level)],
        capability: 'hookOnly',
        inputs: [button('hook', '0.0', 'level'), button('flash', '0.1', 'momentary')],
      },
      {
        // §6.2.2.8: of the usages between delimiters the first is the preferred one; each set is one control.
        name: 'of delimited usages the first counts, set by set',
        items: [
          headset(
            bits(3),
            openDelimiter,
            usage(hook, flash),
            closeDelimiter,
            openDelimiter,
            usage(mute, hold, redial),
            closeDelimiter,
            usage(drop),
            toggle,
          ),
        ],
        capability: 'muteOnly',
        inputs: [
          button('hook', '0.0', 'toggle'),
          button('mute', '0.1', 'toggle'),
          button('drop', '0.2', 'toggle'),
        ],
      },
      {
        // The usage before a collection names the collection, not the first field in it; its end spends usages too.
        name: 'the usage of a collection does not reach into it, nor one at its end out of it',
        items: [
          headset(
            bits(1),
            usage(mute),
            collection('logical', input('var', 'rel')),
            usage(drop),
            collection('logical', usage(flash)),
            input('var', 'rel'),
            usage(hook),
            level,
          ),
        ],
        capability: 'hookOnly',
        inputs: [button('hook', '0.2', 'level')],
      },
    ]);
  });

  describe('long items', () => {
    itReads([
      {
        // Their data looks like items and must not be read as such; usages before them stay in force.
        name: 'are skipped, between usage and field too',
        items: [
          longItem(0xf0, 0x09, 0x20, 0x81, 0x02),
          headset(
            bits(1),
            usage(hook),
            longItem(0xf1),
            level,
            longItem(0xf2, 0xc0, 0xc0),
            usage(mute),
            toggle,
          ),
          longItem(0xff, ...Array.from({ length: 255 }, () => 0xa1)),
        ],
        capability: 'muteOnly',
        inputs: [button('hook', '0.0', 'level'), button('mute', '0.1', 'toggle')],
      },
    ]);

    it('that are cut off end the descriptor with a warning', () => {
      const whole = describeItems(headset(bits(1), usage(hook), level), longItem(0xf0, 1, 2, 3, 4));
      for (const missing of [1, 4, 5, 6]) {
        const { collections, warnings } = parseHidDescriptor(whole.subarray(0, whole.length - missing));
        expect(collections).toHaveLength(1);
        expect(warnings).toEqual(['the descriptor ends inside an item']);
      }
    });
  });

  describe('logical ranges', () => {
    const range = (...items: readonly (readonly number[])[]) => {
      const { collections } = parseHidDescriptor(
        describeItems(headset(reportSize(8), reportCount(1), ...items, usage(hook), level)),
      );
      const item = collections[0]?.inputReports[0]?.items[0];
      return [item?.logicalMinimum, item?.logicalMaximum];
    };

    it('are signed in 1, 2 and 4 bytes', () => {
      expect(range(logicalMin(-1), logicalMax(1))).toEqual([-1, 1]);
      expect(range(logicalMin(-1, 2), logicalMax(1, 2))).toEqual([-1, 1]);
      expect(range(logicalMin(-1, 4), logicalMax(2_147_483_647, 4))).toEqual([-1, 2_147_483_647]);
      expect(range(logicalMin(-2_147_483_648, 4), logicalMax(-1, 1))).toEqual([-2_147_483_648, -1]);
    });

    it('with a maximum that reads as negative, and a minimum that is not, mean the unsigned maximum', () => {
      // 25 FF is written for 255 by firmware authors, 26 FF FF for 65,535; -1 as the top of 0… would be empty.
      expect(range(logicalMin(0), [0x25, 0xff])).toEqual([0, 255]);
      expect(range(logicalMin(0), [0x26, 0xff, 0xff])).toEqual([0, 65_535]);
      expect(range([0x25, 0xff], logicalMin(0))).toEqual([0, 255]);
    });
  });

  it('padding that no usage stands before is no field, in either direction', () => {
    const { collections } = parseHidDescriptor(
      describeItems(headset(padding(6), bits(1), usage(hook), level, bits(9), output('const', 'var'))),
    );
    expect(
      collections[0]?.inputReports[0]?.items.map(({ bitOffset, usages: named }) => [bitOffset, named]),
    ).toEqual([
      [0, []],
      [6, [0x0b_0020]],
    ]);
    expect(collections[0]?.outputReports[0]?.items[0]?.usages).toEqual([]);
  });
});
