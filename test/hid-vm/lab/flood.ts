import { writeSync } from 'node:fs';
import { Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { HeadsetModel } from './headset-models.ts';
import { inputReport } from './headset-models.ts';
import { encodeInput } from './uhid-events.ts';
import type { VirtualHeadset } from './virtual-headset.ts';

const orderSchema = z.object({
  fd: z.int(),
  perSecond: z.int(),
  /** Events for /dev/uhid, sent in turn. */
  events: z.array(z.instanceof(Uint8Array)),
  /** Set to 1 to end it; [1] counts what was sent. */
  shared: z.instanceof(SharedArrayBuffer),
});

/** A device is asked every 1 to 10 ms. */
const longestPauseMs = 10;

export interface Flood {
  sent(): number;
  stop(): Promise<void>;
}

/** From now on the device sends hook on, hook off, … from a thread of its own, evenly, at the given rate. */
export function startFlood(
  { model, device }: Pick<VirtualHeadset, 'model' | 'device'>,
  perSecond: number,
): Flood {
  const shared = new SharedArrayBuffer(8);
  const flags = new Int32Array(shared);
  const worker = new Worker(import.meta.filename, {
    workerData: { fd: device.fd, perSecond, events: hookUpAndDown(model), shared },
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });
  return {
    sent: () => Atomics.load(flags, 1),
    async stop() {
      Atomics.store(flags, 0, 1);
      await ended;
    },
  };
}

function hookUpAndDown(model: HeadsetModel): Buffer[] {
  return [encodeInput(inputReport(model, ['hook'])), encodeInput(inputReport(model, []))];
}

/** The thread's side. */
export function flood(): void {
  const { fd, perSecond, events, shared } = orderSchema.parse(workerData);
  const flags = new Int32Array(shared);
  let sent = 0;
  for (let last = performance.now(); Atomics.load(flags, 0) === 0; Atomics.wait(flags, 0, 0, 1)) {
    const now = performance.now();
    // A device knows no arrears: what it could not send while the machine was busy elsewhere, it never sends.
    const due = Math.round((Math.min(now - last, longestPauseMs) * perSecond) / 1_000);
    for (let index = 0; index < due; index++, sent++)
      writeSync(fd, events[sent % events.length] ?? Buffer.alloc(0));
    Atomics.store(flags, 1, sent);
    last = now;
  }
}
