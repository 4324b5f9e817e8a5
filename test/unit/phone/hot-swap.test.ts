import { describe, expect, test } from 'vitest';
import type { AppError } from '../../../electron/common/lib/app-error.ts';
import {
  chooseMicrophone,
  findRealLabel,
  isPresent,
} from '../../../renderer/phone/media/microphone-choice.ts';
import { createMicrophone } from '../../../renderer/phone/media/microphone.ts';
import { FakeDevices, FakeTrack } from '../../support/fake-sound-devices.ts';

const replaced = 'media.microphone-replaced';

function bed(inputs: string[]) {
  const devices = new FakeDevices();
  devices.inputs = inputs;
  const told: (AppError['details'] | string)[] = [];
  const waiting: { readonly label: string; readonly done: () => void }[] = [];
  const microphone = createMicrophone({
    mediaDevices: devices,
    openNoiseFilter: () => Promise.reject(new Error('not wanted')),
    reportDefect: () => undefined,
    onTrouble: ({ code, details }) => told.push(details ?? code),
    onTroubleOver: (code) => told.push(`over ${code}`),
    onTrackChanged: () => {
      for (const { label, done } of waiting) if (devices.live.includes(label)) done();
    },
  });
  return {
    devices,
    microphone,
    told,
    untilSpeaks: (label: string) =>
      new Promise<void>((done) => {
        waiting.push({ label, done });
      }),
  };
}

describe('a microphone unplugged in a call', () => {
  test.each([
    ['chosen in the settings', ['built-in', 'headset'], 'Label headset'],
    ['the default of the system', ['headset', 'built-in'], undefined],
  ] as const)('that is %s is told, and taken again when it is back', async (_, inputs, chosen) => {
    const { devices, microphone, told, untilSpeaks } = bed([...inputs]);
    microphone.configure({ processing: true, ...(chosen === undefined ? {} : { microphone: chosen }) });
    await microphone.open();
    expect(devices.live).toEqual(['headset']);
    const fellBack = untilSpeaks('built-in');
    devices.unplug('headset');
    await fellBack;
    expect(told).toEqual([{ lost: 'Label headset', used: 'Label built-in' }]);
    // At the end of the list: a system that does not make it the default again.
    devices.inputs.push('headset');
    await microphone.refresh();
    expect(devices.live).toEqual(['headset']);
    expect(told).toEqual([{ lost: 'Label headset', used: 'Label built-in' }, `over ${replaced}`]);
  });

  test('whose stream goes on from another device without ending is noticed all the same', async () => {
    const { devices, microphone } = bed(['headset', 'built-in']);
    await microphone.open();
    devices.inputs = ['built-in'];
    await microphone.refresh();
    expect(devices.live).toEqual(['built-in']);
    devices.inputs = ['built-in', 'headset'];
    await microphone.refresh();
    expect(devices.live).toEqual(['headset']);
  });

  test('and plugged in again while the other one is still being opened is taken', async () => {
    const { devices, microphone, untilSpeaks } = bed(['headset', 'built-in']);
    microphone.configure({ microphone: 'Label headset', processing: true });
    await microphone.open();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    devices.gate = promise;
    devices.unplug('headset');
    const isBack = untilSpeaks('headset');
    devices.inputs.push('headset');
    const refreshed = microphone.refresh();
    resolve(undefined);
    await Promise.all([refreshed, isBack]);
    expect(devices.live).toEqual(['headset']);
  });

  test('is forgotten with the last call, and by another choice', async () => {
    const { devices, microphone, told, untilSpeaks } = bed(['headset', 'built-in', 'desk']);
    await microphone.open();
    const fellBack = untilSpeaks('built-in');
    devices.unplug('headset');
    await fellBack;
    microphone.release();
    expect(told.at(-1)).toBe(`over ${replaced}`);
    devices.inputs.push('headset');
    await microphone.open();
    expect(devices.live).toEqual(['built-in']);
    const lostAgain = untilSpeaks('desk');
    devices.unplug('built-in');
    await lostAgain;
    const changed = untilSpeaks('headset');
    microphone.configure({ microphone: 'Label headset', processing: true });
    await changed;
    devices.inputs.push('built-in');
    await microphone.refresh();
    expect(devices.live).toEqual(['headset']);
    expect(told.at(-1)).toBe(`over ${replaced}`);
  });
});

test('a chosen microphone is found although no labels were told before the first use', async () => {
  const { devices, microphone } = bed(['built-in', 'headset']);
  devices.hidesLabels = true;
  microphone.configure({ microphone: 'Label headset', processing: true });
  await microphone.open();
  expect(devices.live).toEqual(['headset']);
});

test('a chosen microphone that is not there when a call begins is told', async () => {
  const { devices, microphone, told } = bed(['built-in']);
  microphone.configure({ microphone: 'Label headset', processing: true });
  await microphone.open();
  expect(devices.live).toEqual(['built-in']);
  expect(told).toEqual([{ lost: 'Label headset', used: 'Label built-in' }]);
});

describe('noise taken out by RNNoise', () => {
  const wanted = { processing: true, noiseSuppression: 'wasm' } as const;

  function filtered(isBroken = false) {
    const devices = new FakeDevices();
    const defects: string[] = [];
    const filters: FakeTrack[] = [];
    const microphone = createMicrophone({
      mediaDevices: devices,
      openNoiseFilter() {
        if (isBroken) return Promise.reject(new Error('no WebAssembly'));
        const track = new FakeTrack('filter');
        filters.push(track);
        return Promise.resolve({
          track: track as unknown as MediaStreamTrack,
          close: () => {
            track.stop();
          },
        });
      },
      reportDefect: (where) => defects.push(where),
      onTrouble: () => undefined,
      onTroubleOver: () => undefined,
      onTrackChanged: () => undefined,
    });
    return {
      devices,
      defects,
      microphone,
      open: () => filters.filter((one) => one.readyState === 'live').length,
    };
  }

  test('is what the calls send, not what is measured, and is closed with the microphone', async () => {
    const { devices, microphone, open } = filtered();
    microphone.configure(wanted);
    await microphone.open();
    expect(devices.asked).toEqual([
      { echoCancellation: true, noiseSuppression: false, autoGainControl: true },
    ]);
    expect(microphone.cloneTrack()).toMatchObject({ label: 'Label filter' });
    expect(microphone.cloneDeviceTrack()).toMatchObject({ label: 'Label built-in' });
    expect(microphone.inUse()).toMatchObject({ label: 'Label built-in' });
    microphone.release();
    expect(open()).toBe(0);
    expect(devices.live).toEqual([]);
  });

  test('is not loaded unless it is chosen', async () => {
    const { microphone, open } = filtered();
    await microphone.open();
    expect(open()).toBe(0);
    expect(microphone.cloneTrack()).toMatchObject({ label: 'Label built-in' });
  });

  test('that cannot be loaded leaves the voice as it is', async () => {
    const { microphone, defects } = filtered(true);
    microphone.configure(wanted);
    expect(await microphone.open()).toMatchObject({ ok: true });
    expect(microphone.cloneTrack()).toMatchObject({ label: 'Label built-in' });
    expect(defects).toEqual(['noise-filter']);
  });
});

describe('the choice', () => {
  const input = (deviceId: string, label: string, groupId: string) => ({
    kind: 'audioinput',
    deviceId,
    label,
    groupId,
  });
  const devices = [
    input('default', 'Default', 'g1'),
    input('a', 'Headset (0b0e:24c9)', 'g1'),
    input('b', 'Built-in', 'g2'),
  ];

  test('is the one in the settings, not the one that went away', () => {
    expect(chooseMicrophone(devices, { chosen: 'Built-in', lost: 'Headset (0b0e:24c9)' })).toEqual({
      deviceId: 'b',
      missing: null,
    });
    expect(chooseMicrophone(devices, { chosen: ' ', lost: 'Headset (0b0e:24c9)' })).toEqual({
      deviceId: 'a',
      missing: null,
    });
    expect(chooseMicrophone(devices, { chosen: undefined, lost: 'Other' })).toEqual({
      deviceId: null,
      missing: 'Other',
    });
    expect(chooseMicrophone(devices, { chosen: undefined, lost: undefined })).toEqual({
      deviceId: null,
      missing: null,
    });
  });

  test('names the device behind the default by its group', () => {
    expect(findRealLabel(devices, { label: 'Default', groupId: 'g1' })).toBe('Headset (0b0e:24c9)');
    expect(findRealLabel(devices, { label: 'Default', groupId: '' })).toBe('Default');
  });

  test('takes nothing for absent where labels are hidden', () => {
    expect(isPresent(devices, 'Built-in')).toBe(true);
    expect(isPresent(devices, 'Gone')).toBe(false);
    expect(isPresent([input('a', '', '')], 'Gone')).toBe(true);
    expect(isPresent([], 'Gone')).toBe(false);
  });
});
