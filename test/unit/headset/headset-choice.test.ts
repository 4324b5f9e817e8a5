import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import type { Capability } from '../../../electron/common/headset/telephony-layout.ts';
import {
  chooseCandidate,
  isBetter,
  type Candidate,
  type Preferences,
} from '../../../electron/node/headset/headset-choice.ts';
import { layoutOf } from './descriptor-fixtures.ts';
import { createBenchTransport } from './transport-double.ts';

const transport = createBenchTransport();

interface Traits {
  readonly path: string;
  readonly usbId?: [number, number];
  readonly serial?: string;
  readonly virtual?: boolean;
  readonly capability?: Capability;
  readonly order?: number;
}

function candidate({ path, usbId = [0x0b0e, 1], serial = '', order = 0, ...traits }: Traits): Candidate {
  const [vendorId, productId] = usbId;
  return {
    entry: {
      path,
      vendorId,
      productId,
      product: path,
      serial,
      virtual: traits.virtual ?? false,
      collections: [],
    },
    transport,
    descriptor: { parsed: parseHidDescriptor(new Uint8Array()), bytes: null, origin: 'sysfs' },
    layout: { ...layoutOf('L380'), capability: traits.capability ?? 'full' },
    order,
  };
}

const none: Preferences = { chosen: null, microphone: null, lastUsed: [] };
const choose = (
  candidates: readonly Candidate[],
  preferences: Partial<Preferences> = {},
  aside: string[] = [],
) => chooseCandidate(candidates, { ...none, ...preferences }, (path) => aside.includes(path))?.entry.path;

const jabra = candidate({ path: 'jabra', usbId: [0x0b0e, 0x24c9], serial: 'J', order: 1 });
const poly = candidate({ path: 'poly', usbId: [0x047f, 0x02e6], serial: 'P', order: 2 });
const newest = candidate({ path: 'newest', usbId: [0x1395, 0x009c], serial: 'E', order: 3 });
const onScreen = candidate({ path: 'on-screen', usbId: [0xffff, 1], virtual: true, order: 4 });
const camera = candidate({ path: 'camera', usbId: [0x046d, 0x0944], capability: 'muteOnly', order: 5 });
const microphone = candidate({ path: 'mic', usbId: [0x1532, 0x0511], capability: 'hookOnly', order: 6 });
const all = [jabra, poly, newest, onScreen, camera, microphone];

describe('which headset is used', () => {
  it.each<[string, Partial<Preferences>, string]>([
    ['the newest real one', {}, 'newest'],
    ['the one used last before a newer one', { lastUsed: ['0b0e:24c9:J'] }, 'jabra'],
    ['the one used later of two known ones', { lastUsed: ['047f:02e6:P', '0b0e:24c9:J'] }, 'poly'],
    [
      'that of the microphone before the one used last',
      { microphone: '047f:02e6', lastUsed: ['0b0e:24c9:J'] },
      'poly',
    ],
    ['none by a microphone that is no call headset', { microphone: '046d:0944' }, 'newest'],
    ['by hand: its key', { chosen: 'jabra', microphone: '047f:02e6' }, 'jabra'],
    ['by hand: its USB id', { chosen: '0b0e:24c9', microphone: '047f:02e6' }, 'jabra'],
    ['by hand: its USB id and serial number', { chosen: '0b0e:24c9:J' }, 'jabra'],
    ['by hand: the on-screen one before real ones', { chosen: 'on-screen' }, 'on-screen'],
    ['by hand: a camera', { chosen: '046d:0944' }, 'camera'],
    ['by hand: a microphone with a hook', { chosen: 'mic' }, 'mic'],
    ['by rule when the chosen one is not there', { chosen: '1234:5678' }, 'newest'],
  ])('%s', (_, preferences, path) => {
    expect(choose(all, preferences)).toBe(path);
  });

  it('is none rather than a camera or a microphone', () => {
    expect(choose([camera, microphone])).toBeUndefined();
    expect(choose([camera, onScreen])).toBe('on-screen');
  });

  it('tells two of one model apart by serial number, else takes the one used last of them', () => {
    const twin = candidate({ path: 'twin', usbId: [0x0b0e, 0x24c9], serial: 'K', order: 9 });
    expect(choose([jabra, twin], { chosen: '0b0e:24c9:J' })).toBe('jabra');
    expect(choose([jabra, twin], { chosen: '0b0e:24c9' })).toBe('twin');
    expect(choose([jabra, twin], { chosen: '0b0e:24c9', lastUsed: ['0b0e:24c9:J'] })).toBe('jabra');
  });

  it('passes over what is put aside, also by hand', () => {
    expect(choose(all, { chosen: 'jabra' }, ['jabra', 'newest'])).toBe('poly');
  });

  it('depends on the facts alone, not on the order of the list, and never invents a device (property)', () => {
    const traits = fc.record({
      usbId: fc.constantFrom<[number, number]>([1, 1], [1, 2], [2, 1]),
      serial: fc.constantFrom('', 'A', 'B'),
      virtual: fc.boolean(),
      capability: fc.constantFrom<Capability>('full', 'noRing', 'muteOnly', 'hookOnly'),
    });
    const listOf = fc
      .array(traits, { maxLength: 6 })
      .map((several) => several.map((one, order) => candidate({ ...one, path: `p${String(order)}`, order })));
    const preferencesOf = fc.record({
      chosen: fc.option(fc.constantFrom('p0', 'p3', '0001:0001', '0001:0002:A')),
      microphone: fc.option(fc.constantFrom('0001:0001', '0002:0001')),
      lastUsed: fc.uniqueArray(fc.constantFrom('0001:0001:A', '0002:0001:', '0001:0002:B')),
    });
    fc.assert(
      fc.property(listOf, preferencesOf, fc.func(fc.integer()), (candidates, preferences, mix) => {
        const chosen = chooseCandidate(candidates, preferences, () => false);
        const mixed = candidates.toSorted((a, b) => mix(a.entry.path) - mix(b.entry.path));
        expect(chooseCandidate(mixed, preferences, () => false)).toBe(chosen);
        if (chosen === undefined) return;
        expect(candidates).toContain(chosen);
        for (const other of candidates)
          if (isBetter(other, chosen, preferences))
            expect(['muteOnly', 'hookOnly']).toContain(other.layout.capability);
      }),
    );
  });
});

describe('what is worth leaving a working headset for', () => {
  it.each<[string, Candidate, Candidate, Partial<Preferences>, boolean]>([
    ['the chosen one', jabra, newest, { chosen: 'jabra' }, true],
    ['a real one in place of the one on the screen', jabra, onScreen, {}, true],
    ['that of the microphone', poly, jabra, { microphone: '047f:02e6' }, true],
    ['not a newer one', newest, jabra, {}, false],
    ['not one that was used before', poly, jabra, { lastUsed: ['047f:02e6:P'] }, false],
    ['not the one on the screen', onScreen, jabra, {}, false],
    [
      'not that of the microphone when the other was chosen',
      poly,
      jabra,
      { chosen: 'jabra', microphone: '047f:02e6' },
      false,
    ],
  ])('%s', (_, one, inUse, preferences, expected) => {
    expect(isBetter(one, inUse, { ...none, ...preferences })).toBe(expected);
  });
});
