import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../electron/common/headset/headset-codec.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../electron/common/lib/result.ts';
import type { HidDevice } from '../../electron/node/headset/hid-transport.ts';
import { openJoined } from '../../electron/node/headset/joined-device.ts';
import { createListeners } from '../../electron/node/headset/listeners.ts';

/** One path of a device; `openResult` and `writeResult` are what the system answers. */
interface Part {
  readonly written: string[];
  opens: number;
  closes: number;
  openResult: Result<null>;
  writeResult: Result<null>;
  send(report: Uint8Array): void;
  lose(reason: string): void;
  open(): Result<HidDevice>;
}

function createPart(): Part {
  const reports = createListeners<Uint8Array>();
  const errors = createListeners<string>();
  const part: Part = {
    written: [],
    opens: 0,
    closes: 0,
    openResult: ok(null),
    writeResult: ok(null),
    send: reports.tell,
    lose: errors.tell,
    open(): Result<HidDevice> {
      part.opens++;
      if (!part.openResult.ok) return part.openResult;
      return ok({
        onReport: reports.add,
        onError: errors.add,
        write: (bytes) => {
          part.written.push(formatBytes(bytes));
          return Promise.resolve(part.writeResult);
        },
        stopReading: reports.clear,
        close: () => {
          part.closes++;
          return Promise.resolve();
        },
      });
    },
  };
  return part;
}

function createParts() {
  const parts = { buttons: createPart(), lights: createPart() };
  // Report 2 is in the collection of the buttons, reports 3 and 5 are in that of the lights.
  const outputs = new Map([
    [2, 'buttons'],
    [3, 'lights'],
    [5, 'lights'],
  ]);
  const plan = { paths: ['buttons', 'lights'], outputs };
  const open = () =>
    openJoined(plan, (path) =>
      Promise.resolve(path === 'lights' ? parts.lights.open() : parts.buttons.open()),
    );
  return { ...parts, open };
}

async function opened(opening: Promise<Result<HidDevice>>): Promise<HidDevice> {
  const result = await opening;
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const denied = fail(appError('headset.permission', { reason: 'Access is denied.' }));

describe('a device of several paths', () => {
  it('sends each report to the path that declares it, and to no other', async () => {
    const { buttons, lights, open } = createParts();
    const device = await opened(open());
    await device.write(Uint8Array.of(5, 1));
    await device.write(Uint8Array.of(2, 0));
    await device.write(Uint8Array.of(3, 1));
    expect(lights.written).toEqual(['05 01', '03 01']);
    expect(buttons.written).toEqual(['02 00']);
    const result = await device.write(Uint8Array.of(9, 1));
    expect(result.ok ? undefined : result.error.code).toBe('headset.failed');
    expect([...lights.written, ...buttons.written]).toHaveLength(3);
  });

  it('hands the answer of the path through', async () => {
    const { lights, open } = createParts();
    const device = await opened(open());
    lights.writeResult = fail(appError('headset.failed', { reason: 'EPIPE' }));
    expect(await device.write(Uint8Array.of(3, 1))).toEqual(lights.writeResult);
  });

  it('brings the reports of all', async () => {
    const { buttons, lights, open } = createParts();
    const device = await opened(open());
    const seen: string[] = [];
    device.onReport((bytes) => {
      seen.push(formatBytes(bytes));
    });
    buttons.send(Uint8Array.of(1, 1));
    lights.send(Uint8Array.of(7, 0));
    buttons.send(Uint8Array.of(1, 0));
    expect(seen).toEqual(['01 01', '07 00', '01 00']);
  });

  it.each(['buttons', 'lights'] as const)('is lost with its %s, and says so once', async (name) => {
    const parts = createParts();
    const device = await opened(parts.open());
    const reasons: string[] = [];
    device.onError((reason) => {
      reasons.push(reason);
    });
    parts[name].lose('could not read from HID device');
    parts.buttons.lose('a second one');
    parts.lights.lose('a third one');
    expect(reasons).toEqual(['could not read from HID device']);
    const result = await device.write(Uint8Array.of(3, 1));
    expect(result.ok ? undefined : result.error.details).toEqual({
      reason: 'could not read from HID device',
    });
    expect(parts.lights.written).toEqual([]);
  });

  it.each(['buttons', 'lights'] as const)('is not opened when its %s cannot be', async (name) => {
    const parts = createParts();
    parts[name].openResult = denied;
    expect(await parts.open()).toEqual(denied);
    const { buttons, lights } = parts;
    for (const { opens, closes, openResult } of [buttons, lights])
      expect(closes).toBe(openResult.ok ? opens : 0);
  });

  it('is not opened when one path goes while the other is opened', async () => {
    const { buttons, lights } = createParts();
    const result = await openJoined({ paths: ['buttons', 'lights'], outputs: new Map() }, (path) => {
      if (path === 'buttons') return Promise.resolve(buttons.open());
      buttons.lose('could not read from HID device');
      return Promise.resolve(lights.open());
    });
    expect(result.ok ? undefined : result.error.details).toEqual({
      reason: 'could not read from HID device',
    });
    expect([buttons.closes, lights.closes]).toEqual([1, 1]);
  });

  it('is not opened without a path', async () => {
    const result = await openJoined({ paths: [], outputs: new Map() }, () => Promise.resolve(denied));
    expect(result.ok ? undefined : result.error.code).toBe('headset.failed');
  });

  it('closes all, and brings nothing after that', async () => {
    const { buttons, lights, open } = createParts();
    const device = await opened(open());
    const told: unknown[] = [];
    device.onReport((bytes) => {
      told.push(bytes);
    });
    device.onError((reason) => {
      told.push(reason);
    });
    await device.close();
    buttons.send(Uint8Array.of(1, 1));
    lights.lose('late');
    expect([buttons.closes, lights.closes, told]).toEqual([1, 1, []]);
  });
});
