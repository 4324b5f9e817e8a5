import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../electron/common/headset/headset-codec.ts';
import { appError, type AppError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { createWriteQueue } from '../../../electron/node/headset/write-queue.ts';
import { createManualClock, settle } from './manual-clock.ts';

const refused = fail(appError('headset.failed', { reason: 'EPIPE' }));

/** A device end that takes writes when told. */
function createBench(answer: (bytes: Uint8Array) => Promise<Result<null>> = () => Promise.resolve(ok(null))) {
  const clock = createManualClock();
  const asked: string[] = [];
  const written: string[] = [];
  const failures: AppError[] = [];
  const queue = createWriteQueue({
    clock,
    device: {
      onReport: () => () => undefined,
      onError: () => () => undefined,
      write(bytes) {
        asked.push(formatBytes(bytes));
        return answer(bytes);
      },
      stopReading: () => undefined,
      close: () => Promise.resolve(),
    },
    onWritten: (bytes) => written.push(formatBytes(bytes)),
    onFailed: (error) => failures.push(error),
  });
  return { queue, clock, asked, written, failures };
}

const report = (id: number, ...payload: number[]): Uint8Array => Uint8Array.of(id, ...payload);

describe('writes to a device', () => {
  it('go out one at a time, in order and whole', async () => {
    let release: (result: Result<null>) => void = () => undefined;
    const { queue, asked } = createBench(() => new Promise((resolve) => (release = resolve)));
    queue.push([report(2, 1, 0), report(3, 0xff)]);
    await settle();
    expect(asked).toEqual(['02 01 00']);
    release(ok(null));
    await settle();
    expect(asked).toEqual(['02 01 00', '03 ff']);
  });

  it('a push in the very turn in which the queue runs empty is written too', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const { queue, written } = createBench();
      queue.push([report(2, 1)]);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      queue.push([report(2, 2)]);
      await settle();
      expect(written.at(-1)).toBe('02 02');
    }
  });

  it('end with the latest state of every report id, in the order of the last push (property)', async () => {
    const pushes = fc.array(
      fc.record({
        reports: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 255 })), {
          selector: ([id]) => id,
          minLength: 1,
        }),
        pause: fc.integer({ min: 0, max: 4 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(pushes, fc.array(fc.boolean()), async (steps, refusals) => {
        const waiting = [...refusals];
        const { queue, written, asked, failures } = createBench(async () => {
          await Promise.resolve();
          return waiting.shift() === true && waiting[0] !== true ? refused : ok(null);
        });
        const latest = new Map<number, string>();
        for (const { reports, pause } of steps) {
          queue.push(reports.map(([id, value]) => report(id, value)));
          for (const [id, value] of reports) latest.set(id, formatBytes(report(id, value)));
          for (let turn = 0; turn < pause; turn++) await Promise.resolve();
        }
        await queue.drained();
        expect(failures).toEqual([]);
        for (const text of latest.values()) expect(written).toContain(text);
        for (const [id, text] of latest)
          expect(written.filter((one) => Number.parseInt(one, 16) === id).at(-1)).toBe(text);
        expect(asked.length).toBeGreaterThanOrEqual(written.length);
      }),
    );
  });

  it('a refused one is tried once more; after two refusals nothing is written any more', async () => {
    const answers = [refused, ok(null), refused, refused];
    const { queue, asked, failures } = createBench(() => Promise.resolve(answers.shift() ?? ok(null)));
    queue.push([report(2, 1)]);
    await settle();
    expect([asked, failures]).toEqual([['02 01', '02 01'], []]);
    queue.push([report(2, 2), report(3, 3)]);
    await settle();
    expect(failures).toEqual([refused.error]);
    queue.push([report(2, 4)]);
    await settle();
    expect(asked).toEqual(['02 01', '02 01', '02 02', '02 02']);
  });

  it('one that is never taken is given up after 2 s, and is not repeated', async () => {
    const { queue, clock, asked, failures } = createBench(() => new Promise(() => undefined));
    queue.push([report(2, 1), report(3, 1)]);
    await clock.pass(1_999);
    expect(failures).toEqual([]);
    await clock.pass(1);
    expect(failures).toMatchObject([{ code: 'headset.failed' }]);
    expect(asked).toEqual(['02 01']);
    await queue.drained();
  });

  it('tells nothing of a failure after it was closed', async () => {
    let release: (result: Result<null>) => void = () => undefined;
    const { queue, asked, failures } = createBench(() => new Promise((resolve) => (release = resolve)));
    queue.push([report(2, 1), report(3, 1)]);
    await settle();
    queue.close();
    release(refused);
    await settle();
    expect([asked, failures]).toEqual([['02 01'], []]);
  });
});
