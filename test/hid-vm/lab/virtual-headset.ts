import assert from 'node:assert/strict';
import { readdirSync, readFileSync, watch } from 'node:fs';
import { createEventLog, type EventLog } from '../../support/bed/event-log.ts';
import {
  hexOf,
  inputReport,
  litReports,
  type Control,
  type HeadsetModel,
  type Light,
} from './headset-models.ts';
import { createSequence, patienceMs, type Sequence } from './sequence.ts';
import { plugUhid, type UhidDevice } from './uhid-device.ts';
import type { HidBus, UhidEvent } from './uhid-events.ts';

/** A headset in the VM, seen from its own side: a hand that presses, and eyes on its lights. */
export interface VirtualHeadset {
  readonly model: HeadsetModel;
  readonly device: UhidDevice;
  /** `/dev/hidrawN`. */
  readonly node: string;
  /** Opened and closed by some process. */
  readonly use: EventLog<'open' | 'close'>;
  /** Output reports as hex, in the order they arrived. */
  readonly shown: Sequence<string>;
  /** Tells `performance.now()` of each output report. */
  onOutput(listener: (at: number) => void): void;
  /** Lifts the hook or hangs up; other controls are pressed and let go. */
  hook(on: boolean): void;
  press(...controls: readonly Control[]): void;
  /** The next output reports are exactly those of this state. */
  shows(...lit: readonly Light[]): Promise<void>;
  /** The same for an answered call: where one report has all lights, off-hook comes up before ring goes out. */
  showsAnswered(): Promise<void>;
  /** Whatever it showed before, sooner or later this state, and so far nothing behind it. */
  showsInTheEnd(...lit: readonly Light[]): Promise<void>;
  unplug(): Promise<void>;
}

export interface PlugOptions {
  readonly name?: string;
  readonly serial?: string;
  readonly bus?: HidBus;
  readonly onEvent?: (event: UhidEvent) => void;
}

let plugged = 0;

/** Settles when the kernel has made the device file. */
export async function plugHeadset(model: HeadsetModel, options: PlugOptions = {}): Promise<VirtualHeadset> {
  const phys = `lab/${plugged++}`;
  const name = options.name ?? model.name;
  const use = createEventLog<'open' | 'close'>(`${name}: use`);
  const shown = createSequence<string>(`${name}: lights`);
  let tellOutput: (at: number) => void = () => undefined;
  const device = plugUhid(
    {
      name,
      phys,
      serial: options.serial ?? '',
      bus: options.bus ?? 'usb',
      vendorId: model.vendorId,
      productId: model.productId,
      descriptor: model.descriptor(),
    },
    (event) => {
      options.onEvent?.(event);
      if (event.type === 'open' || event.type === 'close') use.add(event.type);
      if (event.type !== 'output') return;
      tellOutput(performance.now());
      shown.add(hexOf(event.report));
    },
  );
  const node = await untilDeviceFile(phys);
  const held = new Set<Control>();
  let isPlugged = true;

  const expectReports = async (reports: readonly string[]): Promise<void> => {
    const seen: string[] = [];
    for (let index = 0; index < reports.length; index++) seen.push(await shown.next());
    assert.deepEqual(seen, reports, `lights of ${name}`);
  };

  return {
    model,
    device,
    node,
    use,
    shown,
    onOutput(listener) {
      tellOutput = listener;
    },
    hook(on) {
      if (on) held.add('hook');
      else held.delete('hook');
      device.send(inputReport(model, held));
    },
    press(...controls) {
      device.send(inputReport(model, [...held, ...controls]));
      device.send(inputReport(model, held));
    },
    shows: (...lit) => expectReports(litReports(model, lit)),
    async showsAnswered() {
      const together = litReports(model, ['offHook', 'ring']);
      await expectReports([...(together.length === 1 ? together : []), ...litReports(model, ['offHook'])]);
    },
    async showsInTheEnd(...lit) {
      const reports = litReports(model, lit);
      const seen = [...shown.rest()];
      while (seen.slice(-reports.length).join() !== reports.join())
        seen.push(await shown.next(), ...shown.rest());
    },
    async unplug() {
      if (!isPlugged) return;
      isPlugged = false;
      await device.unplug();
    },
  };
}

const sysfs = '/sys/class/hidraw';

function findDeviceFile(phys: string): string | undefined {
  const name = readdirSync(sysfs).find((entry) => {
    try {
      return readFileSync(`${sysfs}/${entry}/device/uevent`, 'utf8').includes(`HID_PHYS=${phys}\n`);
    } catch {
      // Another device went meanwhile.
      return false;
    }
  });
  return name === undefined ? undefined : `/dev/${name}`;
}

function untilDeviceFile(phys: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const watcher = watch('/dev');
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`no device file for ${phys}`));
    }, patienceMs);
    const finish = (): void => {
      clearTimeout(timer);
      watcher.close();
    };
    const look = (): void => {
      const node = findDeviceFile(phys);
      if (node === undefined || !readdirSync('/dev').includes(node.slice('/dev/'.length))) return;
      finish();
      resolve(node);
    };
    watcher.on('change', look);
    look();
  });
}
