import { describe, expect, test } from 'vitest';
import type { AppError, ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { createMicrophone, explainFailure } from '../../../renderer/phone/media/microphone.ts';
import { createSpeaker, type AudioOutput } from '../../../renderer/phone/media/speaker.ts';
import { FakeDevices } from '../../support/fake-sound-devices.ts';

function microphoneOn(devices: FakeDevices) {
  const troubles: (AppError['code'] | `over ${ErrorCode}`)[] = [];
  let changes = 0;
  let settled: () => void = () => undefined;
  const microphone = createMicrophone({
    mediaDevices: devices,
    openNoiseFilter: () => Promise.reject(new Error('not wanted')),
    reportDefect: () => undefined,
    onTrouble: ({ code }) => {
      troubles.push(code);
    },
    onTroubleOver: (code) => {
      troubles.push(`over ${code}`);
    },
    onTrackChanged: () => {
      changes++;
      settled();
    },
  });
  return {
    microphone,
    troubles,
    changes: () => changes,
    nextChange: () =>
      new Promise<void>((resolve) => {
        settled = resolve;
      }),
  };
}

describe('the microphone', () => {
  test('is opened once for calls that come at the same time', async () => {
    const devices = new FakeDevices();
    const { microphone } = microphoneOn(devices);
    await Promise.all([microphone.open(), microphone.open()]);
    await microphone.open();
    expect(devices.asked).toEqual([
      { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    ]);
  });

  test('gives each call a track of its own, and is closed by release', async () => {
    const devices = new FakeDevices();
    const { microphone } = microphoneOn(devices);
    expect(microphone.cloneTrack()).toBeNull();
    await microphone.open();
    const first = microphone.cloneTrack();
    expect(first).not.toBeNull();
    expect(first).not.toBe(microphone.cloneTrack());
    microphone.release();
    expect(devices.live).toEqual([]);
    expect(microphone.cloneTrack()).toBeNull();
  });

  test('released while it is being opened, does not stay open', async () => {
    const devices = new FakeDevices();
    const { microphone } = microphoneOn(devices);
    const opening = microphone.open();
    microphone.release();
    await opening;
    expect(devices.live).toEqual([]);
  });

  test.each([
    ['NotAllowedError', 'media.microphone-denied'],
    ['SecurityError', 'media.microphone-denied'],
    ['NotFoundError', 'media.microphone-missing'],
    ['OverconstrainedError', 'media.microphone-missing'],
    ['NotReadableError', 'media.microphone-busy'],
    ['AbortError', 'media.microphone-busy'],
    ['TypeError', 'internal'],
  ] as const)('%s is %s', async (name, code) => {
    const devices = new FakeDevices();
    devices.refuse = name;
    const { microphone, troubles } = microphoneOn(devices);
    expect(await microphone.open()).toMatchObject({ ok: false, error: { code } });
    expect(troubles).toEqual([code]);
    expect(explainFailure(new DOMException('x', name)).code).toBe(code);
    devices.refuse = undefined;
    expect((await microphone.open()).ok).toBe(true);
    expect(troubles).toEqual([code, `over ${code}`]);
  });

  test('is the chosen one by label, or any if that is gone', async () => {
    const devices = new FakeDevices();
    devices.inputs = ['built-in', 'headset'];
    const { microphone } = microphoneOn(devices);
    microphone.configure({ microphone: 'Label headset', processing: false });
    await microphone.open();
    expect(devices.live).toEqual(['headset']);
    expect(devices.asked[0]).toMatchObject({ echoCancellation: false, deviceId: { exact: 'headset' } });
  });

  test('unplugged in a call, another one takes over, and the chosen one comes back', async () => {
    const devices = new FakeDevices();
    devices.inputs = ['built-in', 'headset'];
    const { microphone, nextChange } = microphoneOn(devices);
    microphone.configure({ microphone: 'Label headset', processing: true });
    await microphone.open();
    const fellBack = nextChange();
    devices.unplug('headset');
    await fellBack;
    expect(devices.live).toEqual(['built-in']);
    devices.inputs.push('headset');
    await microphone.refresh();
    expect(devices.live).toEqual(['headset']);
  });

  test('says which one is open, and none after it was unplugged or closed', async () => {
    const devices = new FakeDevices();
    const { microphone, nextChange } = microphoneOn(devices);
    expect(microphone.inUse()).toBeNull();
    await microphone.open();
    const opened = { label: 'Label built-in', groupId: 'group of built-in' };
    expect(microphone.inUse()).toEqual(opened);
    devices.inputs.push('headset');
    const fellBack = nextChange();
    devices.unplug('built-in');
    expect(microphone.inUse()).toBeNull();
    await fellBack;
    expect(microphone.inUse()).toEqual({ label: 'Label headset', groupId: 'group of headset' });
    microphone.release();
    expect(microphone.inUse()).toBeNull();
  });

  test('that was missing and is plugged in ends the trouble without a call', async () => {
    const devices = new FakeDevices();
    devices.inputs = [];
    const { microphone, troubles } = microphoneOn(devices);
    await microphone.open();
    microphone.release();
    devices.inputs = ['headset'];
    await microphone.refresh();
    expect(troubles).toEqual(['media.microphone-missing', 'over media.microphone-missing']);
    expect(devices.live).toEqual([]);
  });

  test('changed in the settings during a call is changed in the call', async () => {
    const devices = new FakeDevices();
    devices.inputs = ['built-in', 'headset'];
    const { microphone, changes, nextChange } = microphoneOn(devices);
    await microphone.open();
    const changed = nextChange();
    microphone.configure({ microphone: 'Label headset', processing: true });
    await changed;
    expect(devices.live).toEqual(['headset']);
    expect(changes()).toBe(2);
  });
});

class FakeOutput implements AudioOutput {
  srcObject: MediaProvider | null = null;
  sink = '';
  isPlaying = false;
  gone = '';

  play(): Promise<void> {
    this.isPlaying = true;
    return Promise.resolve();
  }

  pause(): void {
    this.isPlaying = false;
  }

  setSinkId(sinkId: string): Promise<void> {
    if (sinkId !== '' && sinkId === this.gone)
      return Promise.reject(new DOMException('gone', 'NotFoundError'));
    this.sink = sinkId;
    return Promise.resolve();
  }
}

describe('the loudspeaker', () => {
  const stream = {} as MediaStream;

  function speakerWith() {
    const outputs: FakeOutput[] = [];
    const defects: string[] = [];
    const speaker = createSpeaker(
      () => {
        const output = new FakeOutput();
        outputs.push(output);
        return output;
      },
      (where) => {
        defects.push(where);
      },
    );
    return { speaker, outputs, defects };
  }

  test('plays on the chosen device, and moves calls that are under way', async () => {
    const { speaker, outputs } = speakerWith();
    speaker.useDevice('headset');
    speaker.play(stream);
    await Promise.resolve();
    expect(outputs[0]).toMatchObject({ sink: 'headset', isPlaying: true, srcObject: stream });
    speaker.useDevice('');
    await Promise.resolve();
    expect(outputs[0]?.sink).toBe('');
  });

  test('gives the stream back when the call ends, once', () => {
    const { speaker, outputs } = speakerWith();
    const stop = speaker.play(stream);
    stop();
    stop();
    expect(outputs[0]).toMatchObject({ isPlaying: false, srcObject: null });
  });

  test('falls back to the default when the device goes away in that moment', async () => {
    const { speaker, outputs, defects } = speakerWith();
    speaker.play(stream);
    const [output] = outputs;
    if (output === undefined) throw new Error('no output');
    output.gone = 'headset';
    speaker.useDevice('headset');
    await Promise.resolve();
    await Promise.resolve();
    expect(output.sink).toBe('');
    expect(defects).toEqual([]);
  });
});
