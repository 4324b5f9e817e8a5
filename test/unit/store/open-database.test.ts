import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countCustomers, saveCustomers } from '../../../electron/node/store/customer-rows.ts';
import { DbError, readNumber } from '../../../electron/node/store/db.ts';
import { findCall } from '../../../electron/node/store/call-records.ts';
import { migrate, migrations } from '../../../electron/node/store/migrations.ts';
import { openDatabase } from '../../../electron/node/store/open-database.ts';
import { fillSample } from '../../../electron/node/store/sample/fill-sample.ts';
import { openSqliteDb } from '../../../electron/node/store/sqlite-db.ts';
import { withPhones } from './make-customer.ts';

const now = Date.UTC(2026, 10, 22, 6, 24, 5);
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-store-'));
  file = join(folder, 'offhook.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('opening the store', () => {
  it('makes folder and file, and finds what was saved before', () => {
    const nested = join(folder, 'profile', 'data');
    const first = openDatabase(nested, now);
    expect(first.trouble).toBeNull();
    saveCustomers(first.db, [withPhones('a', '+380501112233')]);
    first.db.close();
    const second = openDatabase(nested, now);
    expect(second.trouble).toBeNull();
    expect(countCustomers(second.db)).toBe(1);
    second.db.close();
  });

  it('sets what keeps the file whole and quick', () => {
    const { db } = openDatabase(folder, now);
    const read = (pragma: string): unknown => Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(1);
    expect(read('foreign_keys')).toBe(1);
    db.close();
  });

  it('can be open twice: a restarted process need not wait for the old one', () => {
    const first = openDatabase(folder, now);
    const second = openDatabase(folder, now);
    expect(second.trouble).toBeNull();
    saveCustomers(first.db, [withPhones('a', '+380501112233')]);
    expect(countCustomers(second.db)).toBe(1);
    first.db.close();
    second.db.close();
  });
});

describe('migrations', () => {
  it('bring a file of the first version to the present one, with what it holds', () => {
    const db = openSqliteDb(undefined);
    db.execute(migrations[0] ?? '');
    db.execute('PRAGMA user_version = 1');
    db.execute(
      `INSERT INTO calls (id, direction, remote_raw, withheld, started_at, held_ms, hold_count, note)
       VALUES ('old', 'incoming', '1', 0, 10, 0, 0, 'kept')`,
    );
    migrate(db);
    expect(findCall(db, 'old')).toMatchObject({ note: 'kept', end: null, conference: false, transfer: null });
    db.close();
  });

  it('keep the end of a call that was put on record before it was known how it had been answered', () => {
    const db = openSqliteDb(undefined);
    for (const step of migrations.slice(0, 4)) db.execute(step);
    db.execute('PRAGMA user_version = 4');
    db.execute(
      `INSERT INTO calls (id, direction, remote_raw, withheld, started_at, held_ms, hold_count, note,
         ended_through, end_evidence)
       VALUES ('old', 'incoming', '1', 0, 10, 0, 0, '', 'button', '[]')`,
    );
    migrate(db);
    expect(findCall(db, 'old')?.end).toEqual({ through: 'button', evidence: [] });
    db.close();
  });

  it('run each step once and count them', () => {
    const db = openSqliteDb(undefined);
    migrate(db);
    migrate(db);
    expect(readNumber(db.prepare('PRAGMA user_version').get() ?? {}, 'user_version')).toBe(migrations.length);
    db.close();
  });

  it('leave a file of a later version alone and keep the desk working in memory', () => {
    const { db } = openDatabase(folder, now);
    db.execute('PRAGMA user_version = 999');
    db.close();
    const before = readFileSync(file);
    const opened = openDatabase(folder, now);
    expect(opened.trouble).toMatchObject({ code: 'store.unavailable', details: { reason: 'newer' } });
    expect(opened.db.file).toBeUndefined();
    expect(countCustomers(opened.db)).toBe(0);
    opened.db.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a damaged file', () => {
  const expectPutAside = (content: Buffer): void => {
    const { db, trouble } = openDatabase(folder, now);
    const aside = `${file}.damaged-20261122T062405Z`;
    expect(trouble).toMatchObject({ code: 'store.corrupt', details: { file: aside } });
    expect(readFileSync(aside).equals(content)).toBe(true);
    expect(db.file).toBe(file);
    saveCustomers(db, [withPhones('a', '+380501112233')]);
    db.close();
    const again = openDatabase(folder, now);
    expect(again.trouble).toBeNull();
    expect(countCustomers(again.db)).toBe(1);
    again.db.close();
  };

  it('that is no database is put aside', () => {
    const text = Buffer.from("this is not a database, but somebody's shopping list. ".repeat(100));
    writeFileSync(file, text);
    expectPutAside(text);
  });

  it('that was cut off is put aside', () => {
    const { db } = openDatabase(folder, now);
    fillSample(db, { count: 300, seed: 1, asOf: now });
    db.close();
    truncateSync(file, 40_960);
    expectPutAside(readFileSync(file));
  });

  it('with a damaged first page of tables is put aside', () => {
    const { db } = openDatabase(folder, now);
    db.close();
    const content = readFileSync(file);
    // Byte 100 of the first page begins the b-tree of the schema; 0x0D is the only right kind of page.
    content.fill(0xff, 100, 400);
    writeFileSync(file, content);
    expectPutAside(content);
  });

  it('takes its journal files along, and never a name that is taken', () => {
    writeFileSync(file, 'x'.repeat(5_000));
    writeFileSync(`${file}.damaged-20261122T062405Z`, 'an earlier one');
    writeFileSync(`${file}-wal`, 'left over');
    const { db, trouble } = openDatabase(folder, now);
    const aside = `${file}.damaged-20261122T062405Z-2`;
    expect(trouble?.details).toEqual({ file: aside });
    expect(existsSync(aside)).toBe(true);
    expect(readFileSync(`${file}.damaged-20261122T062405Z`, 'utf8')).toBe('an earlier one');
    db.close();
    const names = readdirSync(folder).filter((name) => name.includes('damaged'));
    expect(names).toContain('offhook.db.damaged-20261122T062405Z-2');
  });
});

describe('a folder that cannot be used', () => {
  it('where a file is in its place gives a store in memory', () => {
    writeFileSync(join(folder, 'profile'), '');
    const { db, trouble } = openDatabase(join(folder, 'profile'), now);
    expect(trouble?.code).toBe('store.read-only');
    saveCustomers(db, [withPhones('a', '+380501112233')]);
    expect(countCustomers(db)).toBe(1);
    db.close();
  });

  it('where a folder has the name of the file gives a store in memory', () => {
    mkdirSync(file);
    const { db, trouble } = openDatabase(folder, now);
    expect(trouble?.code).toBe('store.read-only');
    expect(db.file).toBeUndefined();
    db.close();
  });
});

describe('failures of SQLite', () => {
  it('are told apart: full', () => {
    const { db } = openDatabase(folder, now);
    const pages = readNumber(db.prepare('PRAGMA page_count').get() ?? {}, 'page_count');
    // The limit stands in for the end of the disk: SQLite answers both with SQLITE_FULL.
    db.execute(`PRAGMA max_page_count = ${String(pages + 1)}`);
    const fill = (): unknown => fillSample(db, { count: 1_000, seed: 1, asOf: now });
    expect(fill).toThrow(expect.objectContaining({ failure: 'full' }));
    // The transaction is gone, the store works on.
    expect(countCustomers(db)).toBe(0);
    db.close();
  });

  it('are told apart: read-only, corrupt, busy', () => {
    const { db } = openDatabase(folder, now);
    db.execute('PRAGMA query_only = ON');
    expect(() => saveCustomers(db, [withPhones('a')])).toThrow(
      expect.objectContaining({ failure: 'read-only' }),
    );
    db.execute('PRAGMA query_only = OFF');

    const other = openSqliteDb(file);
    other.execute('PRAGMA busy_timeout = 1');
    db.transact(() => {
      expect(() => saveCustomers(other, [withPhones('a')])).toThrow(
        expect.objectContaining({ failure: 'busy' }),
      );
    });
    other.close();
    db.close();

    copyFileSync(file, join(folder, 'copy.db'));
    writeFileSync(join(folder, 'copy.db'), 'y'.repeat(9_000));
    expect(() => openSqliteDb(join(folder, 'copy.db'))).toThrow(DbError);
  });
});
