import type { HeadsetPanel } from '../../common/contract/headset-panel.ts';
import { addToRecording, newRecording, type Recording } from '../../common/headset/recording.ts';
import { exportRecording } from '../../common/headset/recording-file.ts';
import { formatUsbId } from '../../common/headset/headset-quirks.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import { writeRecording } from './files/write-recording.ts';
import { usbIdOf, type Candidate } from './headset-choice.ts';
import type { DeviceTraffic } from './headset-device.ts';
import type { ActiveHeadset } from './headset-in-use.ts';

/** Keeps what goes over the wire of one kind of headset, and writes it as a file. */
export interface Recorder {
  /** A new recording of the headset in use; the one before is dropped. */
  start(headset: ActiveHeadset | undefined): Result<null>;
  /** What was recorded stays for the export. */
  stop(): void;
  note(traffic: DeviceTraffic, of: Candidate): void;
  view(): HeadsetPanel['recording'];
  /** Of a headset that was not recorded, the descriptor alone. */
  export(headset: ActiveHeadset | undefined): Promise<Result<{ file: string }>>;
}

export function createRecorder(folder: string, clock: Clock): Recorder {
  let usbId = '';
  let isOn = false;
  let recording: Recording | undefined;

  const begin = ({ candidate, device }: ActiveHeadset): Recording => {
    const { entry, descriptor } = candidate;
    const { quirks, options } = device.context();
    return newRecording({
      vendorId: entry.vendorId,
      productId: entry.productId,
      product: entry.product,
      descriptor: descriptor.bytes,
      parsed: descriptor.parsed,
      quirks,
      options,
      t: clock.now(),
      machine: device.state(),
    });
  };

  return {
    start(headset) {
      if (headset === undefined) return fail(appError('headset.none'));
      usbId = usbIdOf(headset.candidate.entry);
      recording = begin(headset);
      isOn = true;
      return ok(null);
    },
    stop() {
      isOn = false;
    },
    note(traffic, { entry }) {
      if (isOn && recording !== undefined && usbIdOf(entry) === usbId)
        recording = addToRecording(recording, traffic);
    },
    view: () =>
      isOn && recording !== undefined ? { since: recording.device.t, reports: recording.reportCount } : null,
    async export(headset) {
      const kept = recording ?? (headset === undefined ? undefined : begin(headset));
      if (kept === undefined) return fail(appError('headset.none'));
      const id = formatUsbId(kept.device.vendorId, kept.device.productId);
      return writeRecording(folder, id, clock.now(), exportRecording(kept));
    },
  };
}
