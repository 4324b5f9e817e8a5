import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phoneContract } from '../../../electron/common/contract/phone-contract.ts';
import type { WebHidDevice } from '../../../electron/common/contract/hid-collections.ts';
import type { HidCollection, HidReport } from '../../../electron/common/headset/hid-collection.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { mayBeHeadset } from '../../../electron/common/policy/headset-collections.ts';
import {
  describeHidDevices,
  type HidCollectionInfo,
  type HidDeviceInfo,
  type HidReportInfo,
} from '../../../renderer/phone/page/hid-devices.ts';
import { findWebHid, watchHidDevices, type WebHid } from '../../../renderer/phone/page/web-hid.ts';
import { bytesOf, fixtureHex, fixtureNames, fixtures, layoutOf } from '../headset/descriptor-fixtures.ts';

/** As Chromium fills the dictionaries: no bit positions, and usages or their range but never both. */
const asReport = ({ reportId, items }: HidReport): HidReportInfo => ({
  reportId,
  items: items.map(
    ({ usages, usageMinimum, usageMaximum, isRange, isArray, isAbsolute, isConstant, ...item }) => ({
      isRange,
      isArray,
      isAbsolute,
      isConstant,
      hasNull: item.hasNull,
      hasPreferredState: item.hasPreferredState,
      reportSize: item.reportSize,
      reportCount: item.reportCount,
      logicalMinimum: item.logicalMinimum,
      logicalMaximum: item.logicalMaximum,
      ...(isRange ? { usageMinimum, usageMaximum } : { usages }),
    }),
  ),
});

const asCollection = (collection: HidCollection): HidCollectionInfo => ({
  ...collection,
  inputReports: collection.inputReports.map(asReport),
  outputReports: collection.outputReports.map(asReport),
  featureReports: collection.featureReports.map(asReport),
  children: collection.children.map(asCollection),
});

const devices = fixtures.map(({ vendorId, productId, name, hex }): HidDeviceInfo => {
  const { collections } = parseHidDescriptor(bytesOf(hex));
  return {
    vendorId: Number(vendorId),
    productId: Number(productId),
    productName: name,
    collections: collections.map(asCollection),
  };
});

const device = (productId: number, ...usagePages: number[]): HidDeviceInfo => ({
  vendorId: 0x0b0e,
  productId,
  productName: `device ${productId}`,
  collections: usagePages.map((usagePage) => ({ usagePage, usage: 1, type: 1 })),
});

const idsOf = (described: readonly WebHidDevice[]): number[] => described.map(({ productId }) => productId);
const { 'phone/hid-devices': payloadSchema } = phoneContract.events;

describe('what is told of HID devices', () => {
  test('is every item of every recorded headset, as the contract wants it', () => {
    const [first, ...more] = describeHidDevices(devices.slice(0, 12));
    expect(first).toBeDefined();
    const described = [first, ...more, ...describeHidDevices(devices.slice(12))];
    expect(payloadSchema.safeParse({ devices: described }).success).toBe(true);
    const expected = devices.filter(({ collections }) =>
      collections.some(({ usagePage = 0 }) => [0x08, 0x0b, 0x0c].includes(usagePage)),
    );
    expect(described).toHaveLength(expected.length);
    for (const original of expected) {
      const told = described.find(
        (one) => one?.productId === original.productId && one.productName === original.productName,
      );
      expect(told?.collections).toMatchObject(original.collections);
    }
  });

  test('leaves out no device that a headset can be made of', () => {
    const usable = fixtureNames.filter((name) => layoutOf(name).capability !== 'none');
    expect(usable.length).toBeGreaterThan(15);
    for (const name of usable) {
      const { collections } = parseHidDescriptor(bytesOf(fixtureHex(name)));
      expect(mayBeHeadset(collections), name).toBe(true);
    }
  });

  test('leaves out keyboards, mice, security keys and what only its vendor understands', () => {
    const seen = [
      device(1, 0x01),
      device(2, 0x0b),
      device(3, 0xf1d0),
      device(4, 0xff00, 0x0c),
      device(5, 0x08),
    ];
    expect(idsOf(describeHidDevices(seen))).toEqual([2, 4, 5]);
  });

  test('keeps a device whole: the bits of one collection are counted from those before it', () => {
    const [told] = describeHidDevices([device(1, 0xff00, 0x0b, 0x01)]);
    expect(told?.collections.map(({ usagePage }) => usagePage)).toEqual([0xff00, 0x0b, 0x01]);
  });

  test('leaves out a device of another form, and no other', () => {
    const odd = { ...device(1, 0x0b), vendorId: -1 };
    const long = device(2, 0x0b);
    const cut = { ...long, productName: 'x'.repeat(5_000) };
    const told = describeHidDevices([odd, cut, device(3, 0x0b)]);
    expect(idsOf(told)).toEqual([2, 3]);
    expect(told[0]?.productName).toHaveLength(256);
  });

  test('is bounded, and the bounds cost no headset as long as there are others', () => {
    const many = Array.from({ length: 100 }, (_, i) => device(i, 0x0c));
    const told = describeHidDevices([...many, device(500, 0x0b)]);
    expect(told).toHaveLength(64);
    expect(told[0]?.productId).toBe(500);
    const items = Array.from({ length: 1_000 }, () => ({
      usages: [0x0c_00e9],
      reportSize: 1,
      reportCount: 1,
    }));
    const huge = (productId: number): HidDeviceInfo => ({
      ...device(productId, 0x0c),
      collections: [{ usagePage: 0x0c, usage: 1, type: 1, inputReports: [{ reportId: 1, items }] }],
    });
    const heavy = describeHidDevices([huge(1), huge(2), huge(3), device(4, 0x0c), device(5, 0x0b)]);
    expect(idsOf(heavy)).toEqual([5, 1, 4]);
    expect(JSON.stringify(heavy).length).toBeLessThan(500_000);
  });

  test('does not follow a descriptor into the depth', () => {
    let collection: HidCollectionInfo = { usagePage: 0x0b, usage: 5, type: 1 };
    for (let depth = 0; depth < 500; depth++)
      collection = { usagePage: 0x0b, usage: 5, type: 1, children: [collection] };
    const [told] = describeHidDevices([{ ...device(1), collections: [collection] }]);
    let levels = 0;
    for (let at = told?.collections[0]; at !== undefined; at = at.children[0]) levels++;
    expect(levels).toBe(8);
  });

  test('always has the form of the contract', () => {
    const number = fc.oneof(fc.integer(), fc.double(), fc.constant(Number.NaN));
    const flag = fc.boolean();
    const item = fc.record(
      { isArray: flag, isRange: flag, usages: fc.array(number), reportSize: number, logicalMinimum: number },
      { requiredKeys: [] },
    );
    const report = fc.record(
      { reportId: number, items: fc.array(item, { maxLength: 5 }) },
      { requiredKeys: [] },
    );
    const collection = fc.record(
      {
        usagePage: fc.oneof(fc.constantFrom(0x08, 0x0b, 0x0c), number),
        usage: number,
        inputReports: fc.array(report, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const any = fc.record({
      vendorId: number,
      productId: number,
      productName: fc.string(),
      collections: fc.array(collection, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (granted) => {
        const told = describeHidDevices(granted);
        expect(payloadSchema.safeParse({ devices: told }).success).toBe(true);
        expect(told.every(({ collections }) => mayBeHeadset(collections))).toBe(true);
      }),
    );
  });
});

/** `navigator.hid` with devices that the test plugs in. */
class StandInHid extends EventTarget implements WebHid {
  granted: HidDeviceInfo[] = [];
  refusal: Error | undefined;
  asked = 0;
  /** What every answer waits for. */
  gate: Promise<void> = Promise.resolve();

  async getDevices(): Promise<readonly HidDeviceInfo[]> {
    this.asked++;
    const { granted, refusal } = this;
    await this.gate;
    if (refusal !== undefined) throw refusal;
    return granted;
  }

  plug(...granted: HidDeviceInfo[]): void {
    this.granted = granted;
    this.dispatchEvent(new Event(granted.length > 0 ? 'connect' : 'disconnect'));
  }
}

function watchOn(hid: StandInHid) {
  const told: number[][] = [];
  const defects: unknown[] = [];
  let heard: () => void = () => undefined;
  const stop = watchHidDevices(hid, {
    onDevices: (list) => {
      told.push(idsOf(list));
      heard();
    },
    reportDefect: (_where, defect) => {
      defects.push(defect);
      heard();
    },
  });
  const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  return { defects, next, stop, told };
}

const jabra = device(1, 0x0b);
const poly = device(2, 0x0b);

describe('the list of HID devices', () => {
  test('is told at the start, also when it is empty, and at every change', async () => {
    const hid = new StandInHid();
    const { next, told } = watchOn(hid);
    await next();
    hid.plug(jabra);
    await next();
    hid.plug(jabra, poly);
    await next();
    hid.plug();
    await next();
    expect(told).toEqual([[], [1], [1, 2], []]);
  });

  test('is not told again when nothing of it has changed', async () => {
    const hid = new StandInHid();
    hid.granted = [jabra];
    const { next, told } = watchOn(hid);
    await next();
    hid.plug(jabra, device(3, 0x01));
    hid.plug(jabra, poly);
    await next();
    expect(told).toEqual([[1], [1, 2]]);
  });

  test('is asked for once more, and only once, when devices come while it is being asked for', async () => {
    const hid = new StandInHid();
    let open: () => void = () => undefined;
    hid.gate = new Promise((resolve) => (open = resolve));
    const { next, told } = watchOn(hid);
    hid.plug(jabra);
    hid.plug(jabra, poly);
    const first = next();
    open();
    await first;
    await next();
    expect(told).toEqual([[], [1, 2]]);
    expect(hid.asked).toBe(2);
  });

  test('is empty where the page may not use WebHID', async () => {
    const hid = new StandInHid();
    hid.refusal = new DOMException('not allowed by policy', 'SecurityError');
    const { defects, next, told } = watchOn(hid);
    await next();
    expect({ defects, told }).toEqual({ defects: [], told: [[]] });
  });

  test('that cannot be had is a defect, and the next change is told', async () => {
    const hid = new StandInHid();
    hid.refusal = new TypeError('broken');
    const { defects, next, told } = watchOn(hid);
    await next();
    hid.refusal = undefined;
    hid.plug(jabra);
    await next();
    expect({ defects: defects.length, told }).toEqual({ defects: 1, told: [[1]] });
  });

  test('is no longer followed after the end', async () => {
    const hid = new StandInHid();
    const { next, stop, told } = watchOn(hid);
    await next();
    stop();
    hid.plug(jabra);
    expect(hid.asked).toBe(1);
    expect(told).toEqual([[]]);
  });

  test('is looked for only where the browser has one', () => {
    const hid = new StandInHid();
    expect(findWebHid({ hid })).toBe(hid);
    expect(findWebHid({})).toBeNull();
    expect(findWebHid({ hid: undefined })).toBeNull();
    expect(findWebHid({ hid: new EventTarget() })).toBeNull();
  });
});
