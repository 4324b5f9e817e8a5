import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { startCallSide, type CallSide, type CallSideOptions } from './call-side.ts';
import { litReports, type HeadsetModel } from './headset-models.ts';
import { patienceMs } from './sequence.ts';
import { plugHeadset, type PlugOptions, type VirtualHeadset } from './virtual-headset.ts';

/** What a check plays with. All that it opened is closed after it. */
export interface Lab {
  plug(model: HeadsetModel, options?: PlugOptions): Promise<VirtualHeadset>;
  startApp(options?: CallSideOptions): CallSide;
  /** Lets the time of a rule pass: the hand that hangs up after a flash is slower than its mask. */
  pass(ms: number): Promise<void>;
  /** For what nothing tells of: looked at again and again. */
  until(what: string, isSo: () => boolean): Promise<void>;
}

export interface OwnedLab extends Lab {
  /** Closes everything; fails when lights or intents came that the check did not ask for, or a device stays behind. */
  close(): Promise<void>;
}

export function openLab(): OwnedLab {
  const headsets: VirtualHeadset[] = [];
  const apps: CallSide[] = [];
  return {
    async plug(model, options) {
      const headset = await plugHeadset(model, options);
      headsets.push(headset);
      return headset;
    },
    startApp(options) {
      const app = startCallSide(options);
      apps.push(app);
      return app;
    },
    pass,
    async until(what, isSo) {
      const giveUpAt = performance.now() + patienceMs;
      while (!isSo()) {
        assert.ok(performance.now() < giveUpAt, `never: ${what}`);
        await pass(20);
      }
    },
    async close() {
      const failures: unknown[] = [];
      const attempt = async (work: () => unknown): Promise<void> => {
        try {
          await work();
        } catch (cause) {
          failures.push(cause);
        }
      };
      for (const app of apps) await attempt(app.stop);
      // The end of a device comes behind all that was written to it.
      for (const headset of headsets) await attempt(headset.unplug);
      for (const app of apps)
        await attempt(() => assert.deepEqual(app.intents.rest(), [], 'intents that nobody meant to give'));
      for (const headset of headsets) await attempt(() => checkRest(headset));
      await attempt(() => assert.deepEqual(listDeviceFiles(), [], 'devices left behind'));
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
    },
  };
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The app puts the lights out when it ends; nothing else comes unasked. It gives that 300 ms, in which an emulated machine
 * with other work may not write them all; that they all go out is a check of its own.
 */
function checkRest({ shown, model }: VirtualHeadset): void {
  const rest = shown.rest();
  const dark = litReports(model, []).slice(0, rest.length);
  assert.deepEqual(rest, dark, `lights of ${model.name} that nobody asked for`);
}

function listDeviceFiles(): string[] {
  return readdirSync('/dev').filter((name) => name.startsWith('hidraw'));
}
