import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TraceChunk } from '../../../electron/common/contract/trace-wire.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { exportTrace } from '../../../electron/hub/line/trace-export.ts';
import { openTraceFiles } from '../../../electron/node/trace-files.ts';
import { createSipTrace } from '../../../renderer/phone/sip/message/sip-trace.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

let profile: string;
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'offhook-trace-'));
});
afterEach(() => rm(profile, { recursive: true, force: true }));

type Ask = { readonly includeCustomer: boolean; readonly from: number };

const writeOut = (
  trace: (part: Ask) => Promise<Result<TraceChunk>>,
  includeCustomer: boolean,
): ReturnType<typeof exportTrace> =>
  exportTrace(
    { clock: new ManualClock(), phone: { trace }, files: openTraceFiles(profile) },
    includeCustomer,
  );

describe('[79] the trace of the line as a file', () => {
  it('holds every message in its order, fetched part by part, for this user alone', async () => {
    const trace = createSipTrace();
    for (let index = 0; index < 12; index++)
      trace.note({
        at: index,
        direction: index % 2 === 0 ? 'out' : 'in',
        socket: 1,
        text: `OPTIONS sip:101@pbx.example SIP/2.0\r\nCSeq: ${index} OPTIONS\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`,
      });
    const asked: number[] = [];
    const written = await writeOut(async (part) => {
      asked.push(part.from);
      return ok(await trace.export(part));
    }, true);
    if (!written.ok) throw new Error(written.error.message);
    expect(asked.length).toBeGreaterThan(1);
    expect(written.value.messages).toBe(12);
    const text = await readFile(written.value.file, 'utf8');
    expect([...text.matchAll(/^CSeq: (\d+)/gmu)].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 12 }, (_, index) => index),
    );
    expect(text).toContain('It holds numbers and names of customers');
    expect((await stat(written.value.file)).mode & 0o077).toBe(0);
  });

  it('says in its head that nothing of the customer is in it', async () => {
    const written = await writeOut(() => Promise.resolve(ok({ messages: [], next: null })), false);
    if (!written.ok) throw new Error(written.error.message);
    expect(await readFile(written.value.file, 'utf8')).toMatch(
      /^SIP trace of Offhook, .*0 messages\r\n.*masked/u,
    );
  });

  it('is not written in part: a phone that goes away meanwhile is told', async () => {
    const asked = await writeOut(
      ({ from }) =>
        Promise.resolve(from === 0 ? ok({ messages: [], next: 1 }) : fail(appError('phone.unavailable'))),
      false,
    );
    expect(asked).toMatchObject({ ok: false, error: { code: 'phone.unavailable' } });
    await expect(stat(join(profile, 'traces'))).rejects.toThrow('ENOENT');
  });

  it('that cannot be written is told with its code', async () => {
    await writeFile(join(profile, 'traces'), 'a file where the folder should be');
    const asked = await writeOut(() => Promise.resolve(ok({ messages: [], next: null })), false);
    expect(asked).toMatchObject({ ok: false, error: { code: 'store.read-only' } });
  });
});
