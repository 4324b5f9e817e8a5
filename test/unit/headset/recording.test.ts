import { describe, expect, it } from 'vitest';
import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { formatBytes, splitReport } from '../../../electron/common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  nextTickAt,
  type HeadsetEvent,
} from '../../../electron/common/headset/headset-machine.ts';
import type { HeadsetOptions, Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import { replayScenario, replayScenarioSchema } from '../../../electron/common/headset/headset-replay.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { describeControls } from '../../../electron/common/headset/layout-text.ts';
import {
  exportRecording,
  recordingFileSchema,
  type RecordingFile,
} from '../../../electron/common/headset/recording-file.ts';
import type { RecordingEntry } from '../../../electron/common/headset/recording-start.ts';
import {
  addToRecording,
  listEntries,
  newRecording,
  type RecordedDevice,
  type Recording,
} from '../../../electron/common/headset/recording.ts';
import {
  bytesOf,
  fixtureHex,
  fixtureNames,
  fixtures,
  layoutOf,
  type FixtureName,
} from './descriptor-fixtures.ts';

const begun = 1_700_000_000_000;

const deviceOf = (name: FixtureName, facts: Partial<RecordedDevice> = {}): RecordedDevice => ({
  vendorId: 0x0b0e,
  productId: 0x24c9,
  product: 'Jabra Link 380',
  descriptor: bytesOf(fixtureHex(name)),
  parsed: parseHidDescriptor(bytesOf(fixtureHex(name))),
  quirks: {},
  options: {},
  t: begun,
  ...facts,
});

const record = (recording: Recording, ...entries: RecordingEntry[]): Recording =>
  entries.reduce(addToRecording, recording);

const input = (t: number, hex: string): RecordingEntry => ({ t, direction: 'in', bytes: bytesOf(hex) });

interface Said {
  readonly t: number;
  readonly write?: string;
  readonly intent?: unknown;
}

/** A headset in use: the real machine, and a recorder that may be switched on at any time. */
function session(name: FixtureName, quirks: Quirks = {}, options: HeadsetOptions = {}) {
  const layout = layoutOf(name, quirks);
  const machine = createHeadsetMachine({ layout, quirks, options });
  let state = machine.initial;
  let t = begun;
  let recording: Recording | undefined;
  let said: Said[] = [];
  const keep = (entry: RecordingEntry): void => {
    if (recording !== undefined) recording = addToRecording(recording, entry);
  };
  const apply = (event: HeadsetEvent): void => {
    const step = machine.step(state, event);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'intent') said.push({ t: event.t, intent: effect.intent });
      if (effect.type !== 'write') continue;
      said.push({ t: event.t, write: formatBytes(effect.bytes) });
      keep({ t: event.t, direction: 'out', bytes: effect.bytes });
    }
  };
  const played = {
    start() {
      recording = newRecording(deviceOf(name, { quirks, options, t, machine: state }));
      said = [];
      return played;
    },
    attach() {
      keep({ t, event: 'attached' });
      apply({ type: 'attached', t });
      return played;
    },
    detach() {
      keep({ t, event: 'detached' });
      apply({ type: 'detached', t });
      return played;
    },
    call(phase: HeadsetPhase, muted = false) {
      keep({ t, phase, muted });
      apply({ type: 'call', t, phase, muted });
      return played;
    },
    input(...reports: string[]) {
      for (const report of reports) {
        const bytes = bytesOf(report);
        keep({ t, direction: 'in', bytes });
        apply({ type: 'report', t, ...splitReport(layout, bytes) });
      }
      return played;
    },
    wait(ms: number) {
      const until = t + ms;
      for (let due = nextTickAt(state); due !== undefined && due <= until; due = nextTickAt(state)) {
        t = due;
        apply({ type: 'tick', t });
      }
      t = until;
      return played;
    },
    /** Relative to the beginning of the recording, as in its file. */
    said: (): Said[] => said.map((one) => ({ ...one, t: one.t - (recording?.device.t ?? 0) })),
    file(): RecordingFile {
      if (recording === undefined) throw new Error('not recording');
      return exportRecording(recording);
    },
  };
  return played;
}

function replay({ scenario }: RecordingFile): Said[] {
  return replayScenario(replayScenarioSchema.parse(scenario)).filter(
    (line) => line.t >= 0 && !('diag' in line),
  );
}

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

describe('a recording as a file', () => {
  it('is a fixture: descriptor, controls, and reports with what they changed', () => {
    const file = session('L380').start().attach().input('02 00 00').wait(5).call('incoming').wait(1_000);
    expect(file.input('02 01 00').wait(0.5).call('active').file()).toEqual({
      vendorId: '0x0b0e',
      productId: '0x24c9',
      name: 'Jabra Link 380',
      source: 'recorded by Offhook',
      kind: 'capture',
      complete: true,
      hex: fixtureHex('L380'),
      decoded: describeControls(parseHidDescriptor(bytesOf(fixtureHex('L380')))),
      note: '',
      dropped: 0,
      reports: [
        { t: 0, direction: 'out', bytes: '02 00 00', fields: [] },
        { t: 0, direction: 'in', bytes: '02 00 00', fields: [] },
        { t: 5, direction: 'out', bytes: '02 08 00', fields: ['ring 0→1'] },
        { t: 1_005, direction: 'in', bytes: '02 01 00', fields: ['hook 0→1'] },
        { t: 1_005.5, direction: 'out', bytes: '02 09 00', fields: ['offHook 0→1'] },
        { t: 1_005.5, direction: 'out', bytes: '02 01 00', fields: ['ring 1→0'] },
      ],
      others: [],
      scenario: {
        name: 'Jabra Link 380',
        descriptor: fixtureHex('L380'),
        quirks: {},
        options: {},
        steps: [
          { t: 0, event: 'attached' },
          { t: 0, input: '02 00 00' },
          { t: 5, call: { phase: 'incoming', muted: false } },
          { t: 1_005, input: '02 01 00' },
          { t: 1_005.5, call: { phase: 'active', muted: false } },
        ],
      },
    });
  });

  it.each(fixtures.map(({ name, hex, decoded }) => [name, hex, decoded] as const))(
    'describes the controls as an independent reader did: %s',
    (_, hex, decoded) => {
      const published = decoded.map((line) => line.replace(/ \(declared on page \w+\)$/u, ''));
      for (const line of describeControls(parseHidDescriptor(bytesOf(hex))))
        expect(published).toContain(line);
    },
  );

  it('names every control of a layout', () => {
    for (const name of fixtureNames) {
      const { inputs, outputs } = layoutOf(name);
      const lines = describeControls(parseHidDescriptor(bytesOf(fixtureHex(name))));
      expect(lines).toHaveLength(inputs.length + outputs.length);
    }
  });

  it('holds the reports but no scenario where the system gave no descriptor', () => {
    const recording = record(newRecording(deviceOf('L380', { descriptor: null })), input(begun, '02 01 00'));
    const file = exportRecording(recording);
    expect(file).toMatchObject({ complete: false, hex: '', scenario: null });
    expect(file.decoded).not.toEqual([]);
    expect(file.reports).toHaveLength(1);
  });
});

describe('what a recording leaves out', () => {
  it('keeps no bytes of reports without call controls: a serial number may stand there', () => {
    const serial = Buffer.from('SN12345678').toString('hex');
    const recording = record(
      newRecording(deviceOf('L380')),
      input(begun, `04 ${serial}`),
      input(begun + 1, `04 ${serial}`),
      input(begun + 2, '04 00'),
      { t: begun + 3, direction: 'out', bytes: bytesOf(`05 ${serial}`) },
    );
    const file = exportRecording(recording);
    expect(file.reports).toEqual([]);
    expect(file.others).toEqual([
      { direction: 'in', reportId: 4, length: 10, count: 2 },
      { direction: 'in', reportId: 4, length: 1, count: 1 },
      { direction: 'out', reportId: 5, length: 10, count: 1 },
    ]);
    expect(JSON.stringify(file)).not.toContain('12345678');
    expect(formatBytes(bytesOf(serial))).not.toBe('');
    expect(JSON.stringify(file)).not.toContain(formatBytes(bytesOf(serial)));
    expect(recording.reportCount).toBe(4);
  });

  it('keeps no bytes behind the declared length', () => {
    const [kept] = exportRecording(
      record(newRecording(deviceOf('L380')), input(begun, '02 01 00 53 4e 31')),
    ).reports;
    expect(kept).toEqual({ t: 0, direction: 'in', bytes: '02 01 00', fields: ['hook 1'] });
  });

  it('only counts reports that the machine ignores for their size', () => {
    const file = exportRecording(
      record(newRecording(deviceOf('L380')), input(begun, `02 ${'01 '.repeat(5_000)}`)),
    );
    expect(file.reports).toEqual([]);
    expect(file.others).toEqual([{ direction: 'in', reportId: 2, length: 5_000, count: 1 }]);
  });

  it('counts together what a broken device makes up', () => {
    let recording = newRecording(deviceOf('L380'));
    for (let length = 1; length <= 600; length++)
      recording = addToRecording(recording, input(begun, `7f ${'00 '.repeat(length)}`));
    const { others } = exportRecording(recording);
    expect(others).toHaveLength(501);
    expect(others.at(-1)).toEqual({ direction: 'in', reportId: -1, length: -1, count: 100 });
  });

  it('knows no serial number and no path', () => {
    expect(Object.keys(exportRecording(newRecording(deviceOf('L380')))).sort()).toEqual([
      'complete',
      'decoded',
      'dropped',
      'hex',
      'kind',
      'name',
      'note',
      'others',
      'productId',
      'reports',
      'scenario',
      'source',
      'vendorId',
    ]);
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
