import { describe, expect, it } from 'vitest';
import { settingsSchema, type Settings } from '../../../electron/common/contract/settings.ts';
import type { HeadsetDeviceInfo, HeadsetWishes } from '../../../electron/common/contract/hid-contract.ts';
import type { HeadsetPanel } from '../../../electron/common/contract/headset-panel.ts';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createHeadsetDesk } from '../../../electron/hub/headset/headset-desk.ts';
import type { HeadsetLink } from '../../../electron/hub/headset/headset-link.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const link380: HeadsetDeviceInfo = {
  key: '/dev/hidraw3',
  product: 'Link 380',
  vendorId: 0x0b0e,
  productId: 0x24c9,
  virtual: false,
  capability: 'full',
  active: false,
  chosen: false,
};

const panel: HeadsetPanel = {
  device: null,
  live: { pressed: [], lit: [], recent: [] },
  selfTest: null,
  recording: null,
  obstacles: [],
};

function desk(device?: string) {
  const calls = createCallDesk(new ManualClock(), () => Promise.resolve(ok(null)));
  let settings: Settings = settingsSchema.parse(device === undefined ? {} : { headset: { device } });
  const told: HeadsetWishes[] = [];
  const asked: string[] = [];
  const changes: string[] = [];
  const answers: Readonly<Record<string, unknown>> = { 'headset/list': [link380], 'headset/panel': panel };
  // The commands of the contract are proved by its own suite; here only which are asked counts.
  const ask: HeadsetLink['ask'] = (command) => {
    asked.push(command);
    return Promise.resolve(ok((answers[command] ?? null) as never));
  };
  const headset = createHeadsetDesk({
    calls,
    settings: {
      current: () => settings,
      password: () => null,
      secretsKept: false,
      load: () => Promise.resolve([]),
      change(patch) {
        settings = { ...settings, ...patch };
        return Promise.resolve(ok(null));
      },
      queueToken: () => null,
      turnCredential: () => null,
      setSecret: () => Promise.resolve(ok(null)),
    },
    link: () => ({
      start: () => undefined,
      stop: () => Promise.resolve(),
      status: () => ({
        state: 'none',
        virtual: false,
        lights: { offHook: false, ring: false, mute: false, hold: false },
      }),
      ask,
      wishesChanged: () => told.push(headset.wishes()),
      wake: () => undefined,
      describe: () => undefined,
      pid: () => undefined,
    }),
    onChange: (cause) => changes.push(cause),
  });
  return { calls, headset, told, asked, changes, settings: () => settings };
}

describe('what is wanted of the headset', () => {
  it('a device chosen by hand is remembered by its model, because its path changes at every plug', async () => {
    const { headset, told, settings } = desk();
    expect(await headset.choose('/dev/hidraw3')).toEqual(ok(null));
    expect(told.at(-1)?.chosen).toBe('/dev/hidraw3');
    expect(settings().headset.device).toBe('0b0e:24c9');
    await headset.choose(null);
    expect(told.at(-1)?.chosen).toBeNull();
    expect(settings().headset.device).toBeUndefined();
  });

  it('a device that is not there cannot be chosen', async () => {
    const { headset, told } = desk();
    expect(await headset.choose('/dev/hidraw9')).toMatchObject({
      ok: false,
      error: { code: 'headset.no-such-device' },
    });
    expect(told).toEqual([]);
  });

  it('the model of the settings stands where nothing was chosen by hand, whatever else is saved', async () => {
    const { headset, told } = desk('047f:c056');
    await headset.saveOptions({ guard: true });
    expect(told).toEqual([{ options: { guard: true }, chosen: '047f:c056', microphone: null, away: false }]);
  });

  it('the microphone in use is told once for each change', () => {
    const { headset, told } = desk();
    headset.useMicrophone('0b0e:24c9');
    headset.useMicrophone('0b0e:24c9');
    headset.useMicrophone(null);
    expect(told.map(({ microphone }) => microphone)).toEqual(['0b0e:24c9', null]);
  });

  it('away is told when wrap-up or a pause begins and when it ends', async () => {
    const { calls, told } = desk();
    await calls.wish({ type: 'pause', on: true }, 'test');
    await calls.wish({ type: 'pause', on: false }, 'test');
    expect(told.map(({ away }) => away)).toEqual([true, false]);
  });
});

describe('the live view', () => {
  it('is there while somebody looks, with the devices, and gone afterwards', async () => {
    const { headset, asked } = desk();
    expect(headset.panel()).toBeNull();
    await headset.watch(true);
    await Promise.resolve();
    expect(asked).toContain('headset/watch');
    expect(headset.panel()?.devices).toEqual([link380]);
    await headset.watch(false);
    expect(headset.panel()).toBeNull();
    headset.showPanel(panel);
    expect(headset.panel()).toBeNull();
  });

  it('is asked for again when the headset process came back', async () => {
    const { headset, asked } = desk();
    headset.resumeWatch();
    expect(asked).toEqual([]);
    await headset.watch(true);
    asked.length = 0;
    headset.resumeWatch();
    await Promise.resolve();
    expect(asked[0]).toBe('headset/watch');
  });
});
