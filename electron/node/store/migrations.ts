import { DbError, readNumber, type Db } from './db.ts';

/**
 * One step a release that changed the tables; a step is never edited afterwards. `PRAGMA user_version` counts the
 * steps a file has seen.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE customers (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    language TEXT NOT NULL,
    address TEXT NOT NULL,
    town TEXT NOT NULL,
    email TEXT NOT NULL,
    tariff TEXT NOT NULL,
    meter_number TEXT NOT NULL,
    reading_value INTEGER,
    reading_date TEXT,
    balance_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    flags TEXT NOT NULL
  ) STRICT;
  CREATE INDEX customers_account ON customers (account);

  -- reversed: the digits of the number backwards, so that its last digits are the beginning of an index entry.
  CREATE TABLE customer_phones (
    customer INTEGER NOT NULL REFERENCES customers (row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    e164 TEXT NOT NULL,
    raw TEXT NOT NULL,
    label TEXT NOT NULL,
    reversed TEXT NOT NULL,
    PRIMARY KEY (customer, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX customer_phones_e164 ON customer_phones (e164);
  CREATE INDEX customer_phones_reversed ON customer_phones (reversed);

  -- The texts are folded before they come here: every character beyond ASCII is a letter of a word. Beginnings of one
  -- letter have an index too: initials are typed, and the key of "sh" is one letter. See name-index.ts for the longer ones.
  CREATE VIRTUAL TABLE customer_names USING fts5 (
    words, cyrillic, latin,
    content = '', columnsize = 0, detail = column, prefix = '1 2 3 4 6 9', tokenize = 'ascii'
  );

  CREATE TABLE calls (
    id TEXT PRIMARY KEY,
    direction TEXT NOT NULL,
    remote_raw TEXT NOT NULL,
    remote_e164 TEXT,
    remote_name TEXT,
    withheld INTEGER NOT NULL,
    started_at REAL NOT NULL,
    answered_at REAL,
    ended_at REAL,
    held_ms REAL NOT NULL,
    hold_count INTEGER NOT NULL,
    ended_by TEXT,
    end_reason TEXT,
    sip_status INTEGER,
    -- No foreign key: the customer may live in a CRM only, and a record is never refused.
    customer_id TEXT,
    match_level TEXT,
    note TEXT NOT NULL,
    outcome TEXT,
    outcome_at REAL,
    script TEXT
  ) STRICT;
  CREATE INDEX calls_started ON calls (started_at);
  CREATE INDEX calls_customer ON calls (customer_id, started_at);

  -- Counting millions of rows takes longer than the whole start may.
  CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  INSERT INTO counts (name, value) VALUES ('customers', 0);
  `,
  `
  ALTER TABLE calls ADD COLUMN ended_through TEXT;
  ALTER TABLE calls ADD COLUMN end_evidence TEXT;
  `,
  `
  ALTER TABLE calls ADD COLUMN quality TEXT;
  `,
  `
  ALTER TABLE calls ADD COLUMN conference INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN transfer TEXT;
  `,
  `
  ALTER TABLE calls ADD COLUMN answered_through TEXT;
  `,
];

/** Brings the tables to the present form, each step in a transaction. Throws DbError. */
export function migrate(db: Db): void {
  const version = readVersion(db);
  if (version > migrations.length) throw new DbError('newer', `tables of version ${String(version)}`);
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    db.transact(() => {
      // Another process may have been faster while we waited for the lock.
      if (readVersion(db) > index) return;
      db.execute(step);
      db.execute(`PRAGMA user_version = ${String(index + 1)}`);
    });
  }
}

function readVersion(db: Db): number {
  const row = db.prepare('PRAGMA user_version').get();
  return row === undefined ? 0 : readNumber(row, 'user_version');
}
