import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../electron/common/headset/headset-codec.ts';
import { replayScenario, replayScenarioSchema } from '../../../electron/common/headset/headset-replay.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { exportRecording, recordingFileSchema } from '../../../electron/common/headset/recording-file.ts';
import { addToRecording, listEntries, newRecording } from '../../../electron/common/headset/recording.ts';
import { bytesOf, fixtureNames, layoutOf } from './descriptor-fixtures.ts';

import { begun, deviceOf, input, record, replay, session } from './recorded-session.ts';

describe('a recorded session', () => {
  it('replays with the same writes and intents', () => {
    const played = session('L380', { ackDeadlineMs: 3000 }).start().attach().wait(200).input('02 00 00');
    played.wait(800).call('incoming').wait(1_500).input('02 01 00').wait(40).call('active');
    played.wait(2_000).input('02 09 00', '02 01 00').wait(10).call('active', true);
    played.wait(2_000).input('02 11 00', '02 01 00').wait(30).call('held', true);
    played.wait(1_000).call('active').wait(4_000).input('02 00 00').wait(20).call('idle');
    played.wait(5_000).input('02 01 00').wait(5_000);
    expect(played.said().length).toBeGreaterThan(12);
    expect(replay(played.file())).toEqual(played.said());
  });

  it('replays when it was begun in the middle of a call', () => {
    const played = session('BT7').attach().input('20 00').wait(1_000).call('incoming').wait(2_000);
    played.input('20 01').wait(80).call('active', false).wait(60_000).start();
    played.input('20 03', '20 01').wait(40).call('active', true).wait(3_000).input('20 00').wait(20);
    played.call('idle').wait(5_000);
    expect(played.said().slice(0, 1)).toEqual([{ t: 0, intent: { type: 'toggleMute' } }]);
    expect(replay(played.file())).toEqual(played.said());
  });

  it('replays when the headset came and went, and with quirks and options', () => {
    const played = session('ESP', { hookPulses: true }, { collapseMuteBursts: true }).start();
    played.call('active').wait(100).attach().wait(4_000).input('01 01').wait(50).input('01 00');
    played.call('active').wait(500).detach().wait(2_000).call('idle').attach().wait(5_000);
    expect(played.said().some(({ intent }) => intent !== undefined)).toBe(true);
    expect(replay(played.file())).toEqual(played.said());
  });

  it.each(fixtureNames)('is a file of its own schema, and a scenario that can be played: %s', (name) => {
    const first = layoutOf(name).inputs[0]?.reportId ?? 1;
    const id = first.toString(16).padStart(2, '0');
    const played = session(name).start().attach().input(`${id} 00 00`, `${id} ff ff`, `${id} 00 00`);
    const file = played.call('incoming').wait(1_000).call('idle').file();
    expect(recordingFileSchema.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
    expect(replay(file)).toEqual(played.said());
  });
});

describe('a long recording', () => {
  it('keeps the newest 20,000 entries and says how many went', () => {
    let recording = newRecording(deviceOf('L380'));
    for (let index = 0; index < 45_000; index++)
      recording = addToRecording(recording, input(begun + index, index % 2 === 0 ? '02 01 00' : '02 00 00'));
    const entries = listEntries(recording);
    expect(entries.length).toBeLessThanOrEqual(20_000);
    expect(entries.length).toBeGreaterThan(19_500);
    expect(entries.length + recording.dropped).toBe(45_000);
    expect(entries.at(-1)?.t).toBe(begun + 44_999);
    expect(recording.reportCount).toBe(45_000);
    expect(exportRecording(recording).dropped).toBe(recording.dropped);
  });

  it('keeps no more than 2 MB of large reports', () => {
    // Headset { Hook Switch } and 1,000 bytes of padding
    const hex = '05 0b 09 05 a1 01 15 00 25 01 75 01 95 01 09 20 81 22 95 07 81 01 75 08 96 e8 03 81 01 c0';
    const device = deviceOf('L380', { descriptor: bytesOf(hex), parsed: parseHidDescriptor(bytesOf(hex)) });
    let recording = newRecording(device);
    const bytes = new Uint8Array(1_001);
    for (let index = 0; index < 5_000; index++)
      recording = addToRecording(recording, { t: begun + index, direction: 'in', bytes });
    const kept = listEntries(recording).reduce(
      (sum, entry) => sum + ('direction' in entry ? entry.bytes.length : 0),
      0,
    );
    expect(kept).toBeLessThanOrEqual(2_000_000);
    expect(kept).toBeGreaterThan(1_500_000);
  });

  it('knows of what it dropped how the device stood', () => {
    let recording = record(newRecording(deviceOf('EVL')), { t: begun, event: 'attached' });
    for (let index = 0; index < 15_000; index++)
      recording = record(
        recording,
        { t: begun + index, phase: 'active', muted: true },
        input(begun + index, '02 01 00'),
        { t: begun + index, direction: 'out', bytes: bytesOf('02 03 00') },
      );
    const { phase, muted, isAttached, reports } = recording.start;
    expect([phase, muted, isAttached]).toEqual(['active', true, true]);
    expect([...reports].map(([id, bytes]) => [id, formatBytes(bytes)])).toEqual([[2, '02 01 00']]);
    const unplugged = record(recording, { t: begun + 20_000, event: 'detached' });
    expect(exportRecording(unplugged).scenario?.steps.at(-1)).toEqual({ t: 20_000, event: 'detached' });
  });

  it('replays what is left of it, in the state in which it was left', () => {
    const played = session('EVL').start().attach().input('02 00 00').wait(1_000).call('incoming').wait(1_000);
    played.input('02 01 00').wait(50).call('active');
    // Hours of talking with a busy bit that comes and goes
    for (let index = 0; index < 20_300; index++)
      played.wait(20).input(index % 2 === 0 ? '02 03 00' : '02 01 00');
    const before = played.said().length;
    played.wait(5_000).input('02 05 00', '02 01 00').wait(20).call('active', true).wait(2_000);
    played.input('02 00 00').wait(20).call('idle').wait(6_000);
    const file = played.file();
    expect(file.dropped).toBeGreaterThan(300);
    const [attached, report, call] = file.scenario?.steps ?? [];
    expect(attached).toMatchObject({ event: 'attached' });
    expect(report).toHaveProperty('input');
    expect(call).toMatchObject({ call: { phase: 'active', muted: false } });
    const left = played.said().slice(before);
    expect(left.map(({ intent }) => intent).filter((intent) => intent !== undefined)).toEqual([
      { type: 'toggleMute' },
      { type: 'end' },
    ]);
    const scenario = replayScenarioSchema.parse(file.scenario);
    const firstLeft = left[0]?.t ?? 0;
    expect(replayScenario(scenario).filter(({ t }) => t >= firstLeft)).toEqual(left);
  });
});
