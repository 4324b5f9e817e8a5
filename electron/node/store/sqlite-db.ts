import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DbError, type Db, type DbFailure, type Row, type Statement } from './db.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const failures: ReadonlyMap<number, DbFailure> = new Map([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read-only'],
  [11, 'corrupt'],
  [13, 'full'],
  // CANTOPEN: the folder does not let us make the file or what WAL keeps beside it.
  [14, 'read-only'],
  [26, 'corrupt'],
]);

const pragmas = [
  // A store-host that is being restarted may still hold the file for a moment.
  'PRAGMA busy_timeout = 3000',
  'PRAGMA journal_mode = WAL',
  // With WAL a power cut may lose the last transactions, never the file.
  'PRAGMA synchronous = NORMAL',
  'PRAGMA foreign_keys = ON',
  // KiB, negative by SQLite's convention: 64 MiB hold the hot pages of a gigabyte.
  'PRAGMA cache_size = -65536',
  'PRAGMA temp_store = MEMORY',
];

/** Opens the file, making it if there is none; without `file` a database in memory. Throws DbError. */
export function openSqliteDb(file: string | undefined): Db {
  const database = translate(() => new DatabaseSync(file ?? ':memory:'));
  const statements = new Map<string, Statement>();
  const execute = (sql: string): void => {
    translate(() => {
      database.exec(sql);
    });
  };
  const close = (): void => {
    if (database.isOpen) database.close();
  };
  try {
    for (const pragma of pragmas) execute(pragma);
  } catch (error) {
    close();
    throw error;
  }

  return {
    file,
    execute,
    close,
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = wrap(translate(() => database.prepare(sql)));
      statements.set(sql, statement);
      return statement;
    },
    transact(run) {
      // IMMEDIATE: a lock that cannot be had is known before anything is done.
      execute('BEGIN IMMEDIATE');
      try {
        const value = run();
        execute('COMMIT');
        return value;
      } catch (error) {
        // Some failures (full disk, damage) have rolled back already.
        if (database.isTransaction) execute('ROLLBACK');
        throw error;
      }
    },
  };
}

function wrap(statement: StatementSync): Statement {
  return {
    run: (...values) => ({ lastRow: Number(translate(() => statement.run(...values)).lastInsertRowid) }),
    get: (...values) => translate(() => statement.get(...values)),
    all: (...values) => translate(() => statement.all(...values)),
    *iterate(...values) {
      const rows = translate(() => statement.iterate(...values));
      try {
        for (;;) {
          const next: IteratorResult<Row> = translate(() => rows.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        rows.return?.();
      }
    },
  };
}

function translate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toDbError(error);
  }
}

function toDbError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  // The low byte is the primary code, the rest says more about it.
  return new DbError(failures.get(error.errcode & 0xff) ?? 'other', error.message, { cause: error });
}
