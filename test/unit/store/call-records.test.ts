import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCall, listCalls, listContacts, saveCall } from '../../../electron/node/store/call-records.ts';
import type { Db } from '../../../electron/node/store/db.ts';
import { migrate } from '../../../electron/node/store/migrations.ts';
import { openSqliteDb } from '../../../electron/node/store/sqlite-db.ts';
import { makeCall } from './make-customer.ts';

let db: Db;

beforeEach(() => {
  db = openSqliteDb(undefined);
  migrate(db);
});
afterEach(() => {
  db.close();
});

const full = makeCall({
  id: 'call-1',
  direction: 'outgoing',
  remoteName: 'Коваль',
  startedAt: 1_000.5,
  answeredAt: 2_000,
  endedAt: 90_000,
  heldMs: 1_500.25,
  holdCount: 2,
  endedBy: 'remote',
  endReason: 'bye',
  sipStatus: 200,
  end: {
    through: 'button',
    answeredThrough: 'headset',
    evidence: [{ at: 89_990, what: 'pressed', detail: 'end' }],
  },
  conference: true,
  transfer: { to: { number: '102', withheld: false }, state: 'lost', status: 503 },
  customerId: 'crm-7',
  matchLevel: 'manual',
  note: "Просила рахунок; DROP TABLE 'calls' — «ні»",
  outcome: 'solved',
  outcomeAt: 91_000,
  script: {
    id: 'late-bill',
    version: 3,
    language: 'uk',
    path: [{ node: 'greeting', answer: null, at: 2_100 }],
    fields: { reading: '4321' },
    offScript: [{ node: 'account', said: 'не пам’ятає', at: 3_000 }],
  },
});

describe('call records', () => {
  it('come back as they were saved', () => {
    saveCall(db, full);
    expect(findCall(db, 'call-1')).toEqual(full);
    expect(findCall(db, 'call-2')).toBeNull();
  });

  it('are saved as often as anybody likes: the last one stands, alone', () => {
    saveCall(db, full);
    saveCall(db, full);
    const ended = { ...full, note: 'інша', script: null, customerId: null };
    saveCall(db, ended);
    expect(listCalls(db, 10)).toEqual([ended]);
  });

  it('say nothing of how they were answered where nobody answered', () => {
    const missed = makeCall({ id: 'a', end: { through: 'timeout', evidence: [] } });
    saveCall(db, missed);
    expect(findCall(db, 'a')).toEqual(missed);
  });

  it('are listed from the latest on', () => {
    for (const [id, startedAt] of [
      ['a', 10],
      ['b', 30],
      ['c', 20],
    ] as const)
      saveCall(db, makeCall({ id, startedAt }));
    expect(listCalls(db, 2).map((call) => call.id)).toEqual(['b', 'c']);
  });

  it('become the contacts of the customer who is on record last', () => {
    saveCall(db, makeCall({ id: 'a', customerId: 'x', startedAt: 10, note: 'перша' }));
    saveCall(db, makeCall({ id: 'b', customerId: 'x', startedAt: 20, answeredAt: 21, outcome: 'solved' }));
    saveCall(db, makeCall({ id: 'c', customerId: 'y', startedAt: 30 }));
    expect(listContacts(db, 'x', 10)).toEqual([
      { callId: 'b', at: 20, direction: 'incoming', answered: true, outcome: 'solved', note: '' },
      { callId: 'a', at: 10, direction: 'incoming', answered: false, outcome: null, note: 'перша' },
    ]);
    saveCall(db, makeCall({ id: 'b', customerId: 'y', startedAt: 20 }));
    expect(listContacts(db, 'x', 10).map((contact) => contact.callId)).toEqual(['a']);
    expect(listContacts(db, 'y', 1).map((contact) => contact.callId)).toEqual(['c']);
  });
});
