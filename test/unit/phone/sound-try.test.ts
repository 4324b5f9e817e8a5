import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeALaw } from '../../../renderer/phone/media/a-law.ts';
import { createLevelWatch } from '../../../renderer/phone/media/level-watch.ts';
import type { SoundFrame } from '../../../renderer/phone/media/sound-frame.ts';
import { describeSound } from '../../../renderer/phone/media/sound-list.ts';
import { root } from '../../support/paths.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';
import { readVoice } from '../../support/voices.ts';

const device = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label });

describe('the list of sound devices', () => {
  const devices = [
    device('audioinput', 'default', 'Default - Headset'),
    device('audioinput', 'a', 'Headset'),
    device('audioinput', 'b', 'Headset'),
    device('audiooutput', 'default', 'Default - Headset'),
    device('audiooutput', 'communications', 'Communications - Headset'),
    device('audiooutput', 'c', 'Headset'),
    device('audiooutput', 'd', 'Loudspeaker'),
    device('videoinput', 'e', 'Camera'),
  ];

  test('names each real device once, and what is used', () => {
    expect(describeSound(devices, { ringer: 'Loudspeaker' }, null, 'granted')).toEqual({
      permission: 'granted',
      microphones: ['Headset'],
      outputs: ['Headset', 'Loudspeaker'],
      inUse: { microphone: 'Default - Headset', speaker: 'Default - Headset', ringer: 'Loudspeaker' },
    });
  });

  test('says which microphone is open, whatever was chosen', () => {
    const { inUse } = describeSound(devices, { microphone: 'Headset' }, 'Built-in', 'granted');
    expect(inUse.microphone).toBe('Built-in');
  });

  test('has no names before the microphone is allowed', () => {
    const nameless = devices.map((one) => ({ ...one, label: '' }));
    expect(describeSound(nameless, {}, null, 'prompt')).toEqual({
      permission: 'prompt',
      microphones: [],
      outputs: [],
      inUse: { microphone: null, speaker: null, ringer: null },
    });
  });

  test('is bounded', () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      device('audioinput', `${at}`, `${at} ${'x'.repeat(300)}`),
    );
    const { microphones } = describeSound(many, {}, null, 'granted');
    expect(microphones).toHaveLength(64);
    expect(Math.max(...microphones.map(({ length }) => length))).toBe(256);
  });
});

test('the level of the microphone is told ten times a second while watched, loudest first', () => {
  const clock = new ManualClock();
  let heard: SoundFrame[] = [];
  let closed = 0;
  const levels: number[] = [];
  const watch = createLevelWatch({
    clock,
    openMeter: () => ({
      read: () => heard.splice(0),
      close: () => {
        closed++;
      },
    }),
    onLevel: (level) => levels.push(level),
  });
  const frame = (levelDb: number): SoundFrame => ({ levelDb, steadyDb: levelDb });
  watch.start();
  heard = [frame(-40), frame(-20)];
  clock.advance(100);
  clock.advance(100);
  heard = [frame(-50)];
  clock.advance(100);
  expect(levels).toEqual([-20, -50]);
  watch.start();
  expect(closed).toBe(1);
  watch.stop();
  heard = [frame(-10)];
  clock.advance(1_000);
  expect(closed).toBe(2);
  expect(levels).toEqual([-20, -50]);
});

test('a recorded voice is decoded as the practice exchange plays it', () => {
  const octets = readFileSync(join(root, 'build/voices/en/thanks.al'));
  const ours = Int16Array.from(decodeALaw(octets), (sample) => sample * 0x8000);
  expect(ours).toEqual(readVoice('en/thanks.al'));
});
