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
import { exportRecording, type RecordingFile } from '../../../electron/common/headset/recording-file.ts';
import type { RecordingEntry } from '../../../electron/common/headset/recording-start.ts';
import {
  addToRecording,
  newRecording,
  type RecordedDevice,
  type Recording,
} from '../../../electron/common/headset/recording.ts';
import { bytesOf, fixtureHex, layoutOf, type FixtureName } from './descriptor-fixtures.ts';

export const begun = 1_700_000_000_000;

export const deviceOf = (name: FixtureName, facts: Partial<RecordedDevice> = {}): RecordedDevice => ({
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

export const record = (recording: Recording, ...entries: RecordingEntry[]): Recording =>
  entries.reduce(addToRecording, recording);

export const input = (t: number, hex: string): RecordingEntry => ({
  t,
  direction: 'in',
  bytes: bytesOf(hex),
});

export interface Said {
  readonly t: number;
  readonly write?: string;
  readonly intent?: unknown;
}

/** A headset in use: the real machine, and a recorder that may be switched on at any time. */
export function session(name: FixtureName, quirks: Quirks = {}, options: HeadsetOptions = {}) {
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

export function replay({ scenario }: RecordingFile): Said[] {
  return replayScenario(replayScenarioSchema.parse(scenario)).filter(
    (line) => line.t >= 0 && !('diag' in line),
  );
}
