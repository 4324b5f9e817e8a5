import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { lightsOf, phases } from '../lab/call-lights.ts';
import { check, type Check, type Group } from '../lab/check.ts';
import { eposImpactD1, jabraLink380, polyBt700, type HeadsetModel } from '../lab/headset-models.ts';
import { probeHeap } from '../lab/heap-probe.ts';
import { readProcess } from '../lab/process-figures.ts';
import { redials } from './works.ts';

function backIn(model: HeadsetModel, phase: (typeof phases)[number]): Check {
  return check(
    `${model.name}: unplugged in phase ${phase}, it shows the call again when it is back`,
    async (lab) => {
      const lights = lightsOf[phase];
      const muted = lights.includes('offHook');
      const shown = muted ? [...lights, 'mute' as const] : lights;
      const before = await lab.plug(model);
      const app = lab.startApp({ phase, muted });
      await app.untilState('ready');
      await before.shows(...shown);
      await before.unplug();
      await app.untilState('none');

      const after = await lab.plug(model);
      await app.untilState('ready');
      await after.shows(...shown);
      if (muted) {
        // It follows the light as headsets do, which is no press; a real one comes through.
        after.hook(true);
        after.press('mute');
        await app.wants({ type: 'toggleMute' });
      }
      await app.tell('idle');
      await after.shows();
      await redials(app, after);
    },
  );
}

const gone: Check[] = [
  check('a call that changes while the headset is away is shown as it is then', async (lab) => {
    const before = await lab.plug(jabraLink380);
    const app = lab.startApp({ phase: 'active', muted: true });
    await app.untilState('ready');
    await before.shows('offHook', 'mute');
    await before.unplug();
    await app.untilState('none');
    await app.tell('held');
    const after = await lab.plug(jabraLink380);
    await after.shows('offHook', 'hold');
  }),

  check(
    'another headset that gets the device file of the first is driven by its own descriptor',
    async (lab) => {
      const first = await lab.plug(jabraLink380);
      const app = lab.startApp({ phase: 'active' });
      await app.untilState('ready');
      await first.shows('offHook');
      await first.unplug();
      await app.untilState('none');
      // The kernel gives a number again when the last who had the file open has let it go.
      await lab.until('the first is let go', () => app.openDevices().length === 0);
      const second = await lab.plug(polyBt700);
      assert.equal(second.node, first.node);
      await app.until('the second', ({ product }) => product === polyBt700.name);
      await second.shows('offHook');
      await app.tell('idle');
      await second.shows();
    },
  ),

  check('a headset that is pulled while its first light is written does no harm', async (lab) => {
    let pull: () => void = () => undefined;
    const pulled = new Promise<void>((resolve) => {
      pull = resolve;
    });
    const first = await lab.plug(polyBt700, {
      onEvent: ({ type }) => {
        if (type === 'output') pull();
      },
    });
    const app = lab.startApp({ phase: 'incoming' });
    await pulled;
    await first.unplug();
    first.shown.rest();
    await app.untilState('none');
    const second = await lab.plug(polyBt700);
    await app.untilState('ready');
    await second.shows('ring');
  }),

  check(
    'a headset that vanishes between being listed and being opened is named as broken, and used when it is back',
    async (lab) => {
      const headset = await lab.plug(jabraLink380);
      // Still listed, as it is there for the kernel; but there is nothing to open.
      renameSync(headset.node, '/dev/away');
      const app = lab.startApp();
      const failed = await app.untilState('failed');
      assert.equal(failed.error?.code, 'headset.failed');
      renameSync('/dev/away', headset.node);
      await app.client().request('headset/wake', null);
      await app.untilState('ready');
      await headset.shows();
      await redials(app, headset);
    },
  ),

  check('a loose plug, pulled at every moment of being found, leaves nothing open', async (lab) => {
    const app = lab.startApp();
    await app.untilState('none');
    const before = readProcess(app.pid());
    for (let ms = 0; ms < 300; ms += 20) {
      const headset = await lab.plug(eposImpactD1);
      const looked = app.wish({ microphone: ms % 40 === 0 ? '1395:009c' : null });
      await lab.pass(ms);
      await headset.unplug();
      await looked;
    }
    await app.untilListed('no device', (devices) => devices.length === 0);
    assert.deepEqual(app.openDevices(), []);
    assert.ok(readProcess(app.pid()).threads <= before.threads + 1);
    const headset = await lab.plug(eposImpactD1);
    await app.untilState('ready');
    await headset.shows();
  }),
];

const cycles = 200;
/** By then code is compiled and caches are filled. */
const warmCycles = 50;
/** It levels off 500 KB above the start after some 400 cycles (measured over 500), while V8 still learns. */
const heapMayGrowKb = 700;
/** Of pages, which the allocators give back when they see fit. */
const memoryMayGrowKb = 10_000;

const endurance = check(
  `${cycles} times in and out leave files, threads and memory as they were`,
  async (lab) => {
    const app = lab.startApp();
    await app.untilState('none');
    const inAndOut = async (): Promise<void> => {
      const headset = await lab.plug(jabraLink380);
      // A new wish makes it look at once. By device files alone it looks every 1.5 s, and 200 times take ten minutes.
      await app.wish({ microphone: '0b0e:24c9' });
      await app.untilState('ready');
      await headset.shows();
      await redials(app, headset);
      await headset.unplug();
      await app.untilState('none');
      await app.wish({ microphone: null });
      await app.untilListed('no device', (devices) => devices.length === 0);
    };
    const heap = await probeHeap(app.pid());
    const measure = async () => ({ heapKb: await heap.usedKb(), ...readProcess(app.pid()) });

    for (let cycle = 0; cycle < warmCycles; cycle++) await inAndOut();
    const warm = await measure();
    for (let cycle = warmCycles; cycle < cycles; cycle++) await inAndOut();
    const end = await measure();
    heap.close();
    const figures = `${JSON.stringify(warm)} → ${JSON.stringify(end)}`;
    assert.deepEqual(app.openDevices(), []);
    assert.equal(end.files, warm.files, figures);
    assert.equal(end.threads, warm.threads, figures);
    assert.ok(end.heapKb < warm.heapKb + heapMayGrowKb, figures);
    assert.ok(end.residentKb < warm.residentKb + memoryMayGrowKb, figures);
    return figures;
  },
);

export const plugging: Group = {
  name: 'plugging',
  checks: [
    ...phases.map((phase) => backIn(jabraLink380, phase)),
    backIn(polyBt700, 'activeAndIncoming'),
    ...gone,
    endurance,
  ],
};
