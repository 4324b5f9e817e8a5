import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import { DbError, type Db } from './db.ts';
import { migrate } from './migrations.ts';
import { openSqliteDb } from './sqlite-db.ts';

export interface OpenedDatabase {
  readonly db: Db;
  /** What the operator has to be told although the desk works. */
  readonly trouble: AppError | null;
}

const fileName = 'offhook.db';

/**
 * Opens the database of a profile folder. A damaged file is put aside and a fresh one made; where nothing can be
 * written the database is in memory. Throws DbError `no-fts` if this SQLite cannot search names at all.
 *
 * @param now milliseconds since the epoch, for the name of a damaged file
 */
export function openDatabase(folder: string, now: number): OpenedDatabase {
  const file = join(folder, fileName);
  try {
    mkdirSync(folder, { recursive: true });
    return { db: openReady(file), trouble: null };
  } catch (error) {
    const damaged = error instanceof DbError && error.failure === 'corrupt';
    return damaged ? replaceDatabase(folder, now) : openInMemory(error);
  }
}

/** Puts the file aside, wherever the damage was met, and opens a fresh one in its place. */
export function replaceDatabase(folder: string, now: number): OpenedDatabase {
  const file = join(folder, fileName);
  try {
    const aside = putAside(file, now);
    return { db: openReady(file), trouble: appError('store.corrupt', { file: aside }) };
  } catch (error) {
    return openInMemory(error);
  }
}

/** Renames a database with its journal files; SQLite can still open the three under the new name. */
function putAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  const base = `${file}.damaged-${stamp}`;
  let aside = base;
  for (let n = 2; existsSync(aside); n += 1) aside = `${base}-${String(n)}`;
  renameSync(file, aside);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

function openInMemory(error: unknown): OpenedDatabase {
  if (error instanceof DbError && error.failure === 'no-fts') throw error;
  const trouble = describeFailure(error);
  return { db: openReady(undefined), trouble };
}

/** The catalogue's word for a database that cannot be used as it should. Anything but a failed edge is thrown on. */
export function describeFailure(error: unknown): AppError {
  if (error instanceof DbError) {
    switch (error.failure) {
      case 'read-only':
        return appError('store.read-only');
      case 'full':
        return appError('store.full');
      case 'corrupt':
        return appError('store.corrupt');
      case 'busy':
      case 'newer':
      case 'no-fts':
      case 'other':
        return appError('store.unavailable', { reason: error.failure });
    }
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code === 'ENOSPC'
      ? appError('store.full')
      : appError('store.read-only', { reason: error.code });
  }
  throw error;
}

function openReady(file: string | undefined): Db {
  const db = openSqliteDb(file);
  try {
    probeFullText(db);
    migrate(db);
    probeTables(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** FTS5 is a build option of SQLite and has been missing from whole Node releases; better to know at once. */
function probeFullText(db: Db): void {
  try {
    db.execute(
      "CREATE VIRTUAL TABLE temp.probe USING fts5 (words, prefix = '1 2 3 4 6 9', detail = column, tokenize = 'ascii')",
    );
    db.execute("INSERT INTO temp.probe (words) VALUES ('коваль')");
    if (db.prepare('SELECT rowid FROM temp.probe WHERE probe MATCH ?').get('"ков" *') === undefined) {
      throw new DbError('no-fts', 'FTS5 finds nothing');
    }
  } catch (error) {
    if (error instanceof DbError && error.failure === 'other') {
      throw new DbError('no-fts', 'SQLite has no FTS5', { cause: error });
    }
    throw error;
  }
  db.execute('DROP TABLE temp.probe');
}

/**
 * Reads the end of every table, where a cut-off file lacks its pages, and takes the write lock, which a read-only
 * file refuses. A check of the whole file would take longer than a start may.
 */
function probeTables(db: Db): void {
  for (const sql of [
    'SELECT * FROM customers ORDER BY row DESC LIMIT 1',
    'SELECT * FROM customer_phones ORDER BY customer DESC LIMIT 1',
    'SELECT * FROM calls ORDER BY started_at DESC LIMIT 1',
    'SELECT rowid FROM customer_names WHERE customer_names MATCH \'"а" *\' LIMIT 1',
    'SELECT value FROM counts',
  ]) {
    db.prepare(sql).all();
  }
  db.transact(() => undefined);
}
