import { EventEmitter } from 'node:events';
import {
  newOnScreenHeadset,
  pressOnScreen,
  writeOnScreen,
} from '../../electron/common/headset/on-screen-headset.ts';
import type { HeadsetButton } from '../../electron/common/contract/hid-contract.ts';
import type { NodeHidInfo } from '../../electron/node/headset/hid-listing.ts';
import type { NodeHidHandle, NodeHidModule } from '../../electron/node/headset/node-hid-transport.ts';

/**
 * Stands for the native module. Every call throws until a test says what it should do, so that a call nobody
 * thought of is seen.
 */
export interface NodeHidDouble {
  readonly module: NodeHidModule;
  devices: () => Promise<readonly NodeHidInfo[]>;
  open: (path: string, options: { nonExclusive: boolean }) => Promise<NodeHidHandle>;
}

export function createNodeHidDouble(): NodeHidDouble {
  const untold = (what: string) => (): never => {
    throw new Error(`the double was not told what ${what} does`);
  };
  const double: NodeHidDouble = {
    devices: untold('devicesAsync'),
    open: untold('HIDAsync.open'),
    module: {
      devicesAsync: () => double.devices(),
      HIDAsync: { open: (path, options) => double.open(path, options) },
    },
  };
  return double;
}

/**
 * A handle of node-hid as it was measured: `error` carries a string and is the unplug; closing twice rejects. Where a
 * device has several paths, its answers come in at `buttons`, and that path takes no writes.
 */
export class HandleDouble extends EventEmitter implements NodeHidHandle {
  buttons: HandleDouble = this;
  takesWrites = true;
  headset = newOnScreenHeadset;
  readonly written: string[] = [];
  closes = 0;
  /** True while a `data` listener runs: a close now would crash the real one. */
  isInData = false;
  closedInData = false;
  isUnplugged = false;
  writeResult: () => Promise<number> = () => Promise.resolve(2);

  press(button: HeadsetButton): void {
    const step = pressOnScreen(this.headset, button);
    this.headset = step.headset;
    for (const report of step.reports) this.send(report);
  }

  send(report: Uint8Array): void {
    this.isInData = true;
    this.emit('data', Buffer.from(report));
    this.isInData = false;
  }

  unplug(): void {
    this.isUnplugged = true;
    this.emit('error', 'could not read from HID device');
  }

  async write(values: Buffer): Promise<number> {
    if (this.isUnplugged) throw new Error('Cannot write to hid device');
    if (!this.takesWrites) throw new Error('WriteFile: (0x00000057) The parameter is incorrect.');
    this.written.push(values.toString('hex'));
    const length = await this.writeResult();
    const step = writeOnScreen(this.headset, values);
    if (step === undefined) throw new Error('EPIPE');
    this.headset = step.headset;
    setImmediate(() => {
      for (const report of step.reports) this.buttons.send(report);
    });
    return length;
  }

  close(): Promise<void> {
    this.closes++;
    this.closedInData ||= this.isInData;
    return this.closes > 1 ? Promise.reject(new Error('device is closed')) : Promise.resolve();
  }
}
