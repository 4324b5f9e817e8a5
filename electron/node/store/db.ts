/** What the store needs of an SQL database. Calls are synchronous: they run in a process of their own. */
export interface Db {
  /** The file it lives in; undefined in memory, where everything ends with the process. */
  readonly file: string | undefined;
  /** Statements are kept: the same text is compiled once. */
  prepare(sql: string): Statement;
  execute(sql: string): void;
  /** All of `run` or nothing of it. Not to be nested. */
  transact<T>(run: () => T): T;
  close(): void;
}

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

/** Every method throws DbError and nothing else. */
export interface Statement {
  run(...values: readonly SqlValue[]): { readonly lastRow: number };
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): readonly Row[];
  iterate(...values: readonly SqlValue[]): Iterable<Row>;
}

/** newer: a later version of the program wrote the file; no-fts: SQLite was built without FTS5. */
export type DbFailure = 'corrupt' | 'full' | 'read-only' | 'busy' | 'newer' | 'no-fts' | 'other';

export class DbError extends Error {
  override readonly name = 'DbError';
  readonly failure: DbFailure;

  constructor(failure: DbFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** Columns of our own STRICT tables hold one type; asking for another is a defect of the query. */
export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} is not text`);
  return value;
}

export function readNumber(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} is not a number`);
  return value;
}
