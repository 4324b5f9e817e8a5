import { callRecordSchema, type CallRecord } from '../../common/call/call-record.ts';
import { contactSchema, type Contact } from '../../common/customer/customer-model.ts';
import { readText, type Db, type Row, type SqlValue } from './db.ts';

const columns = [
  ...['id', 'direction', 'remote_raw', 'remote_e164', 'remote_name', 'withheld', 'started_at', 'answered_at'],
  ...[
    'ended_at',
    'held_ms',
    'hold_count',
    'ended_by',
    'end_reason',
    'sip_status',
    'customer_id',
    'match_level',
  ],
  ...['note', 'outcome', 'outcome_at', 'script', 'ended_through', 'end_evidence', 'quality'],
  ...['conference', 'transfer', 'answered_through'],
];
const upsert = `
  INSERT INTO calls (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** Saves a record whole under its id; the one saved last stands. */
export function saveCall(db: Db, record: CallRecord): void {
  db.prepare(upsert).run(...toValues(record));
}

export function findCall(db: Db, id: string): CallRecord | null {
  const row = db.prepare('SELECT * FROM calls WHERE id = ?').get(id);
  return row === undefined ? null : toRecord(row);
}

/** The latest calls first. */
export function listCalls(db: Db, limit: number): CallRecord[] {
  return db.prepare('SELECT * FROM calls ORDER BY started_at DESC, id LIMIT ?').all(limit).map(toRecord);
}

/** What was on record with a customer before, the latest first. */
export function listContacts(db: Db, customerId: string, limit: number): Contact[] {
  return db
    .prepare(
      `SELECT id AS callId, started_at AS at, direction, answered_at IS NOT NULL AS answered, outcome, note
       FROM calls WHERE customer_id = ? ORDER BY started_at DESC LIMIT ?`,
    )
    .all(customerId, limit)
    .map((row) => contactSchema.parse({ ...row, answered: row['answered'] === 1 }));
}

function toValues(record: CallRecord): readonly SqlValue[] {
  const { id, direction, remoteRaw, remoteE164, remoteName, withheld, startedAt, answeredAt, endedAt } =
    record;
  const { heldMs, holdCount, endedBy, endReason, sipStatus, customerId, matchLevel } = record;
  const { note, outcome, outcomeAt, script, end, quality, conference, transfer } = record;
  return [
    ...[
      id,
      direction,
      remoteRaw,
      remoteE164,
      remoteName,
      withheld ? 1 : 0,
      startedAt,
      answeredAt,
      endedAt,
      heldMs,
    ],
    ...[holdCount, endedBy, endReason, sipStatus, customerId, matchLevel, note, outcome, outcomeAt],
    script === null ? null : JSON.stringify(script),
    end?.through ?? null,
    end === null ? null : JSON.stringify(end.evidence),
    quality === null ? null : JSON.stringify(quality),
    conference ? 1 : 0,
    transfer === null ? null : JSON.stringify(transfer),
    end?.answeredThrough ?? null,
  ];
}

function toRecord(row: Row): CallRecord {
  return callRecordSchema.parse({
    id: row['id'],
    direction: row['direction'],
    remoteRaw: row['remote_raw'],
    remoteE164: row['remote_e164'],
    remoteName: row['remote_name'],
    withheld: row['withheld'] === 1,
    startedAt: row['started_at'],
    answeredAt: row['answered_at'],
    endedAt: row['ended_at'],
    heldMs: row['held_ms'],
    holdCount: row['hold_count'],
    endedBy: row['ended_by'],
    endReason: row['end_reason'],
    sipStatus: row['sip_status'],
    customerId: row['customer_id'],
    matchLevel: row['match_level'],
    note: row['note'],
    outcome: row['outcome'],
    outcomeAt: row['outcome_at'],
    script: readJson(row, 'script'),
    quality: readJson(row, 'quality'),
    conference: row['conference'] === 1,
    transfer: readJson(row, 'transfer'),
    end: readEnd(row),
  });
}

function readEnd(row: Row): unknown {
  const { ended_through: through, answered_through: answeredThrough } = row;
  if (through === null) return null;
  const end = { through, evidence: readJson(row, 'end_evidence') };
  return answeredThrough === null ? end : { ...end, answeredThrough };
}

/** Unchecked JSON; the record's schema checks it. */
function readJson(row: Row, column: string): unknown {
  return row[column] === null ? null : JSON.parse(readText(row, column));
}
