import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headsetPhaseSchema, type HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { createDesk } from './bench-desk.ts';
import { settle } from './manual-clock.ts';
import { refused, type BenchDevice } from './transport-double.ts';

const places = ['a', 'b', 'c'] as const;
type Place = (typeof places)[number];

/** Anything that can happen to headsets and calls, in any order. */
type Happening =
  | { readonly what: 'plug' | 'unplug' | 'vanish' | 'notice'; readonly place: Place }
  | { readonly what: 'refuse'; readonly place: Place; readonly opens: number; readonly writes: number }
  | { readonly what: 'press'; readonly place: Place; readonly report: string }
  | { readonly what: 'phase'; readonly phase: HeadsetPhase; readonly muted: boolean }
  | { readonly what: 'choose'; readonly chosen: string | null }
  | { readonly what: 'microphone'; readonly usbId: string | null }
  | { readonly what: 'listing'; readonly works: boolean }
  | { readonly what: 'wake' | 'scan' }
  | { readonly what: 'time'; readonly ms: number };

const place = fc.constantFrom(...places);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ what: fc.constantFrom('plug', 'unplug', 'vanish', 'notice'), place }),
  fc.record({ what: fc.constant('refuse'), place, opens: fc.nat(5), writes: fc.nat(3) }),
  fc.record({
    what: fc.constant('press'),
    place,
    report: fc.constantFrom('02 00 00', '02 01 00', '02 09 00'),
  }),
  fc.record({
    what: fc.constant('phase'),
    phase: fc.constantFrom(...headsetPhaseSchema.options),
    muted: fc.boolean(),
  }),
  fc.record({ what: fc.constant('choose'), chosen: fc.constantFrom(null, ...places, '0b0e:0001') }),
  fc.record({ what: fc.constant('microphone'), usbId: fc.constantFrom(null, '0b0e:0001', '1111:1111') }),
  fc.record({ what: fc.constant('listing'), works: fc.boolean() }),
  fc.record({ what: fc.constantFrom('wake', 'scan') }),
  fc.record({ what: fc.constant('time'), ms: fc.constantFrom(1, 50, 400, 3_000, 30_000) }),
);

const lightsOf: Readonly<Record<HeadsetPhase, number>> = {
  idle: 0x00,
  incoming: 0x08,
  outgoing: 0x01,
  active: 0x01,
  activeAndIncoming: 0x09,
  activeAndHeld: 0x01,
  held: 0x11,
};

/** Plays it on three places for headsets, and gives what there is at the end. */
async function play(happenings: readonly Happening[]) {
  const desk = createDesk();
  const { usb, manager, clock } = desk;
  const all: BenchDevice[] = [];
  const at = (where: Place): BenchDevice | undefined =>
    usb.attached.find(({ entry }) => entry.path === where);
  const call = { phase: 'idle' as HeadsetPhase, muted: false };

  const happen = async (one: Happening): Promise<void> => {
    switch (one.what) {
      case 'plug':
        if (at(one.place) === undefined) all.push(usb.plug('L380', one.place, `S${one.place}`));
        {
          desk.devicesChanged();
          return;
        }
      case 'unplug':
        return at(one.place)?.unplug();
      case 'vanish':
        return at(one.place)?.vanish();
      case 'notice': {
        desk.devicesChanged();
        return;
      }
      case 'refuse': {
        const device = at(one.place);
        device?.openResults.push(...Array.from({ length: one.opens }, () => refused));
        device?.writeResults.push(...Array.from({ length: one.writes }, () => refused));
        return;
      }
      case 'press':
        return at(one.place)?.send(one.report);
      case 'phase':
        call.phase = one.phase;
        call.muted = one.muted;
        {
          manager.setPhase(one.phase, one.muted);
          return;
        }
      case 'choose': {
        desk.wish({ chosen: one.chosen });
        return;
      }
      case 'microphone': {
        desk.wish({ microphone: one.usbId });
        return;
      }
      case 'listing':
        usb.listResult = one.works ? { ok: true, value: null } : refused;
        return;
      case 'wake': {
        manager.lookAnew();
        return;
      }
      case 'scan':
        void manager.scan();
        return;
      case 'time':
        return clock.pass(one.ms);
    }
  };

  for (const one of happenings) {
    await happen(one);
    // Never two that a press could come from.
    const open = all.filter(({ handles }) => handles > 0);
    expect(open.length).toBeLessThanOrEqual(2);
  }
  return { ...desk, all, call };
}

describe('whatever happens to headsets and calls', () => {
  it('ends, once faults are over, with one headset in use that shows the call, and dark when stopped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (happenings) => {
        const { usb, manager, clock, all, call, activeKey, devicesChanged } = await play(happenings);
        usb.listResult = { ok: true, value: null };
        for (const device of all) {
          device.openResults = [];
          device.writeResults = [];
        }
        manager.setPhase(call.phase, call.muted);
        devicesChanged();
        manager.lookAnew();
        await clock.pass(20_000);

        const present = usb.attached;
        expect(manager.status().state).toBe(present.length > 0 ? 'ready' : 'none');
        const open = all.filter(({ handles }) => handles > 0);
        expect(open.map(({ entry }) => entry.path)).toEqual(present.length > 0 ? [activeKey()] : []);
        const wanted = lightsOf[call.phase] | (call.muted && (lightsOf[call.phase] & 1) === 1 ? 0x04 : 0);
        const [inUse] = open;
        if (inUse !== undefined) {
          expect(present).toContain(inUse);
          expect(inUse.written.at(-1)).toBe(`02 ${wanted.toString(16).padStart(2, '0')} 00`);
        }

        const stopping = manager.stop();
        await clock.pass(300);
        await stopping;
        await settle();
        expect(all.filter(({ handles }) => handles > 0)).toEqual([]);
        if (inUse !== undefined) expect(inUse.written.at(-1)).toBe('02 00 00');
        const lists = usb.lists;
        await clock.pass(600_000);
        expect(usb.lists).toBe(lists);
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it('says that somebody pressed only when a headset said so', async () => {
    const withoutPresses = happening.filter(({ what }) => what !== 'press');
    await fc.assert(
      fc.asyncProperty(fc.array(withoutPresses, { maxLength: 30 }), async (happenings) => {
        const { said, manager, clock } = await play(happenings);
        await clock.pass(10_000);
        expect(said.filter((one) => !one.startsWith('diag'))).toEqual([]);
        await manager.stop();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
