import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../electron/common/call/call-record.ts';
import type { AppError } from '../../electron/common/lib/app-error.ts';
import type { Result } from '../../electron/common/lib/result.ts';
import { makeCall } from '../unit/store/make-customer.ts';
import { bundleStoreHost, startInMemory, startProcess, type RunningStore } from './store-adapters.ts';

let workshop = '';
let bundle = '';
let folder = '';
let store: RunningStore | undefined;

beforeAll(async () => {
  workshop = mkdtempSync(join(tmpdir(), 'offhook-store-host-'));
  chmodSync(workshop, 0o755);
  bundle = await bundleStoreHost(workshop);
});
afterAll(() => {
  rmSync(workshop, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-profile-'));
});
afterEach(async () => {
  await store?.stop();
  store = undefined;
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const adapters: readonly (readonly [string, () => Promise<RunningStore>])[] = [
  ['in memory', startInMemory],
  ['as the bundled store-host', () => Promise.resolve(startProcess(bundle))],
];

describe.each(adapters)('the store contract, %s', (_, start) => {
  const open = async (sample = true): Promise<RunningStore['client']> => {
    store = await start();
    const opened = unwrap(await store.client.request('store/open', { folder, sample, country: 'UA' }));
    expect(opened).toEqual({ customers: sample ? 5_000 : 0, trouble: null });
    return store.client;
  };

  it('answers nothing but a ping before it is opened', async () => {
    store = await start();
    const { client } = store;
    expect(await client.request('process/ping', null)).toEqual({ ok: true, value: null });
    expect(await client.request('customers/by-number', { number: '112' })).toMatchObject({
      ok: false,
      error: { code: 'store.unavailable', details: { reason: 'not-open' } },
    });
  });

  it('finds a sample customer by number, by name, by account and by id', async () => {
    const client = await open();
    const person = unwrap(await client.request('customers/random', { language: 'uk' }));
    if (person === null) throw new Error('the sample has nobody who speaks Ukrainian');
    expect(person.language).toBe('uk');
    const [phone] = person.phones;
    const byNumber = unwrap(await client.request('customers/by-number', { number: phone?.raw ?? '' }));
    expect(byNumber.level).toBe('exact');
    expect(byNumber.customers.map((customer) => customer.id)).toContain(person.id);
    const byName = unwrap(
      await client.request('customers/search', { text: `${person.firstName} ${person.lastName}`, limit: 50 }),
    );
    expect(byName.map((customer) => customer.id)).toContain(person.id);
    const byAccount = unwrap(await client.request('customers/search', { text: person.account, limit: 5 }));
    expect(byAccount[0]).toEqual(person);
    expect(unwrap(await client.request('customers/get', { id: person.id }))).toEqual(person);
    expect(unwrap(await client.request('customers/get', { id: 'nobody' }))).toBeNull();
  });

  it('finds nobody behind a withheld number', async () => {
    const client = await open();
    for (const number of ['', 'Анонім', 'sip:anonymous@anonymous.invalid', '311']) {
      expect(unwrap(await client.request('customers/by-number', { number }))).toEqual({
        level: null,
        customers: [],
        more: false,
      });
    }
  });

  it('follows the dial plan it was opened with', async () => {
    store = await start();
    const { client } = store;
    const request = {
      folder,
      sample: true,
      country: 'UA',
      dialPlan: { outsidePrefix: '9', extensionLength: 4 },
    };
    unwrap(await client.request('store/open', request));
    const person = unwrap(await client.request('customers/random', { language: 'uk' }));
    const number = `9 0${person?.phones[0]?.e164.slice(4) ?? ''}`;
    expect(unwrap(await client.request('customers/by-number', { number })).level).toBe('exact');
  });

  it('keeps call records over a restart and lists them as contacts', async () => {
    const client = await open(false);
    const call: CallRecord = makeCall({
      id: 'a',
      customerId: 'sample-0000001',
      startedAt: 5,
      note: 'рахунок',
    });
    unwrap(await client.request('calls/save', call));
    unwrap(await client.request('calls/save', { ...call, answeredAt: 6 }));
    await store?.stop();
    const again = await open(false);
    expect(unwrap(await again.request('calls/recent', { limit: 10 }))).toEqual([{ ...call, answeredAt: 6 }]);
    expect(unwrap(await again.request('calls/get', { id: 'a' }))).toEqual({ ...call, answeredAt: 6 });
    expect(
      unwrap(await again.request('customers/contacts', { customerId: 'sample-0000001', limit: 5 })),
    ).toMatchObject([{ callId: 'a', answered: true, note: 'рахунок' }]);
  });

  it('refuses what breaks the contract and goes on', async () => {
    const client = await open(false);
    const refused = await client.request('calls/recent', { limit: 0 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'contract.bad-input' } });
    expect(unwrap(await client.request('calls/recent', { limit: 1 }))).toEqual([]);
  });

  it('puts aside a file that turns out damaged in use, says so, and saves the record all the same', async () => {
    await open();
    await store?.stop();
    const client = await open();
    const file = join(folder, 'offhook.db');
    overwriteTables(file);
    const trouble = new Promise<AppError>((resolve) => {
      client.on('store/trouble', ({ error }) => {
        resolve(error);
      });
    });
    const found = unwrap(await client.request('customers/search', { text: 'коваль', limit: 50 }));
    expect(found.length).toBeGreaterThan(10);
    const error = await trouble;
    expect(error.code).toBe('store.corrupt');
    const aside = error.details?.['file'];
    expect(typeof aside === 'string' && aside.startsWith(`${file}.damaged-`) && existsSync(aside)).toBe(true);
    unwrap(await client.request('calls/save', makeCall({ id: 'a' })));
    expect(unwrap(await client.request('calls/get', { id: 'a' }))).toEqual(makeCall({ id: 'a' }));
  });

  it('is closed by a command and can be opened again', async () => {
    const client = await open(false);
    unwrap(await client.request('store/close', null));
    expect(await client.request('calls/recent', { limit: 1 })).toMatchObject({ ok: false });
    expect(existsSync(join(folder, 'offhook.db-wal'))).toBe(false);
    expect(
      unwrap(await client.request('store/open', { folder, sample: false, country: 'UA' })).trouble,
    ).toBeNull();
  });
});

/** Everything after the schema: what an open connection has not read yet is gone. */
function overwriteTables(file: string): void {
  const begin = 4_096 * 30;
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(statSync(file).size - begin, 0xff), 0, undefined, begin);
  closeSync(handle);
}

describe('store-host as a process', () => {
  it('ends by itself when its parent is gone', async () => {
    const running = startProcess(bundle);
    store = running;
    unwrap(await running.client.request('store/open', { folder, sample: false, country: 'UA' }));
    const exited = once(running.child, 'exit');
    running.child.disconnect();
    expect(await exited).toEqual([0, null]);
    // Closed in order: the journal is worked in and gone.
    expect(existsSync(join(folder, 'offhook.db-wal'))).toBe(false);
  });

  it('loses no saved record when it is killed', async () => {
    const first = startProcess(bundle);
    store = first;
    unwrap(await first.client.request('store/open', { folder, sample: false, country: 'UA' }));
    for (const id of ['a', 'b', 'c']) unwrap(await first.client.request('calls/save', makeCall({ id })));
    const exited = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await exited;
    const second = startProcess(bundle);
    store = second;
    expect(
      unwrap(await second.client.request('store/open', { folder, sample: false, country: 'UA' })).trouble,
    ).toBeNull();
    const calls = unwrap(await second.client.request('calls/recent', { limit: 10 }));
    expect(calls.map((call) => call.id)).toEqual(['a', 'b', 'c']);
  });

  describe.skipIf(process.platform === 'win32')('in a folder it may not write', () => {
    const openReadOnly = async (): Promise<void> => {
      chmodSync(folder, 0o555);
      // Root may write everywhere; `nobody` may not.
      const running = startProcess(bundle, process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {});
      store = running;
      const { client } = running;
      const opened = unwrap(await client.request('store/open', { folder, sample: true, country: 'UA' }));
      expect(opened).toMatchObject({ customers: 5_000, trouble: { code: 'store.read-only' } });
      unwrap(await client.request('calls/save', makeCall({ id: 'a' })));
      expect(unwrap(await client.request('calls/recent', { limit: 5 }))).toHaveLength(1);
    };

    it('works in memory and says so', async () => {
      await openReadOnly();
      expect(existsSync(join(folder, 'offhook.db'))).toBe(false);
    });

    it('leaves a database that is there as it is', async () => {
      const file = join(folder, 'offhook.db');
      const { client, stop } = await startInMemory();
      unwrap(await client.request('store/open', { folder, sample: false, country: 'UA' }));
      await stop();
      chmodSync(file, 0o444);
      const before = readFileSync(file);
      await openReadOnly();
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  });
});
