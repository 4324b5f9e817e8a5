import { describe, expect, it } from 'vitest';
import { settingsSchema, type Settings } from '../../../electron/common/contract/settings.ts';
import type { SoundDevices } from '../../../electron/common/contract/sound-contract.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok } from '../../../electron/common/lib/result.ts';
import { createSoundDesk } from '../../../electron/hub/sound/sound-desk.ts';
import { createSoundHandlers } from '../../../electron/hub/sound/sound-handlers.ts';

const devices: SoundDevices = {
  permission: 'granted',
  microphones: ['Headset', 'Built-in'],
  outputs: ['Headset', 'Loudspeaker'],
  inUse: { microphone: 'Headset', speaker: 'Headset', ringer: 'Loudspeaker' },
};

function bed(first: Parameters<typeof settingsSchema.parse>[0] = {}) {
  let settings: Settings = settingsSchema.parse(first);
  const told: string[] = [];
  let isThere = true;
  const answer = (what: string) => {
    told.push(what);
    return Promise.resolve(isThere ? ok(null) : fail(appError('phone.unavailable')));
  };
  const sound = createSoundDesk({
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
    line: () => ({
      phone: {
        playSample: (what, language) => answer(`play ${what} ${language}`),
        measureMicrophone: (on) => answer(`measure ${String(on)}`),
      },
      configure: () => told.push('apply'),
    }),
    onChange: (cause) => told.push(cause),
  });
  return {
    sound,
    told,
    settings: () => settings.audio,
    setThere: (on: boolean) => {
      isThere = on;
    },
  };
}

describe('the sound devices', () => {
  it('are chosen by label, at once and for good, and given back to the system', async () => {
    const { sound, told, settings } = bed();
    sound.noteDevices(devices);
    expect(await sound.choose('ringer', 'Loudspeaker')).toEqual(ok(null));
    expect(settings().ringer).toBe('Loudspeaker');
    expect(told).toEqual(['sound devices', 'apply', 'sound settings']);
    expect(sound.view().chosen).toEqual({ microphone: null, speaker: null, ringer: 'Loudspeaker' });
    await sound.choose('ringer', null);
    expect(settings()).not.toHaveProperty('ringer');
  });

  it.each([
    ['microphone', 'Loudspeaker'],
    ['speaker', 'Built-in'],
    ['ringer', 'headset'],
  ] as const)('that are not there for this are refused: %s %s', async (role, label) => {
    const { sound, settings } = bed();
    sound.noteDevices(devices);
    expect(await sound.choose(role, label)).toMatchObject({ error: { code: 'media.no-such-device' } });
    expect(settings()[role]).toBeUndefined();
  });

  it('are unknown while the phone page is away, and what was chosen stays', async () => {
    const { sound } = bed({ audio: { microphone: 'Headset' } });
    sound.noteDevices(devices);
    sound.noteDevices(null);
    expect(sound.view()).toMatchObject({ devices: null, chosen: { microphone: 'Headset' } });
    expect(await sound.choose('speaker', 'Headset')).toMatchObject({ ok: false });
  });
});

describe('what is done to the sound', () => {
  it.each([
    [{}, { echoCancellation: true, noiseSuppression: 'browser', gainControl: true }],
    [{ processing: false }, { echoCancellation: false, noiseSuppression: 'off', gainControl: false }],
    [
      { processing: false, gainControl: true },
      { echoCancellation: false, noiseSuppression: 'off', gainControl: true },
    ],
    [
      { echoCancellation: false, noiseSuppression: 'off' },
      { echoCancellation: false, noiseSuppression: 'off', gainControl: true },
    ],
  ])('%j means %j', (audio, shown) => {
    expect(bed({ audio }).sound.view()).toMatchObject(shown);
  });

  it('is changed piece by piece', async () => {
    const { sound, settings } = bed({ audio: { speaker: 'Headset' } });
    await sound.change({ ringVolume: 40 });
    await sound.change({ gainControl: false });
    expect(settings()).toMatchObject({ speaker: 'Headset', ringVolume: 40, gainControl: false });
    expect(sound.view()).toMatchObject({ ringVolume: 40, gainControl: false, echoCancellation: true });
  });
});

describe('trying out', () => {
  it('plays in the language of the desk, and says when the phone page is away', async () => {
    const { sound, told, setThere } = bed({ locale: 'ro' });
    expect(await sound.play('voice')).toEqual(ok(null));
    expect(told).toEqual(['play voice ro']);
    setThere(false);
    expect(await sound.play('ring')).toMatchObject({ error: { code: 'phone.unavailable' } });
  });

  it('measures while it is watched, and ends without a fault', async () => {
    const { sound, told, setThere } = bed();
    await sound.watch(true);
    setThere(false);
    expect(await sound.watch(false)).toEqual(ok(null));
    expect(told).toEqual(['measure true', 'measure false']);
  });

  it.each([
    [{ practice: true }, '600'],
    [{ practice: true, audio: { echoNumber: '*43' } }, '600'],
    [{ practice: false, audio: { echoNumber: '*43' } }, '*43'],
  ])('calls the echo of %j at %s', async (settings, number) => {
    const dialled: string[] = [];
    const handlers = createSoundHandlers(bed(settings).sound, (wanted) => {
      dialled.push(wanted);
      return Promise.resolve(ok({ id: 'out-1' }));
    });
    expect(await handlers['sound/echo'](null)).toEqual(ok({ id: 'out-1' }));
    expect(dialled).toEqual([number]);
  });

  it('without an echo number calls nobody and says so', async () => {
    const handlers = createSoundHandlers(bed({ practice: false }).sound, () => {
      throw new Error('dialled');
    });
    expect(await handlers['sound/echo'](null)).toMatchObject({ error: { code: 'code.not-set' } });
  });
});
