import { cleanPhoneText } from '../../common/customer/clean-phone-text.ts';
import type { Customer } from '../../common/customer/customer-model.ts';
import { isSearchable, matchWords } from '../../common/customer/match-name.ts';
import { createNameReader, type NameWords } from '../../common/customer/name-words.ts';
import { parsePhone, type PhoneContext } from '../../common/customer/parse-phone.ts';
import { findByE164, findByLastDigits } from './customer-lookup.ts';
import { rankCustomers, rankRows, toCandidate, type Candidate } from './customer-rank.ts';
import { loadCustomer } from './customer-rows.ts';
import { readNumber, type Db, type Row } from './db.ts';
import { buildNameQueries } from './name-index.ts';

/** Matches that are ranked. More would not be read, and ranking them all takes hundreds of milliseconds. */
const maxRanked = 100;
/** Names of the index that are looked at before the search gives up on finding more. */
const maxInspected = 600;
/** Calls of about a day: the customers of these are found even where the name is a common one. */
const recentCalls = 200;

/** Keeps words only, no customers: the same for every database. */
const readName = createNameReader();

const minAccountDigits = 3;
const minLastDigits = 4;

/** Customers by words of the name, by account number or by telephone number; the best first, at most `limit`. */
export function searchCustomers(
  db: Db,
  text: string,
  limit: number,
  context: PhoneContext,
): readonly Customer[] {
  const cleaned = cleanPhoneText(text);
  const rows = /\p{L}/u.test(cleaned)
    ? [...findByAccount(db, cleaned), ...rankCustomers(db, findByName(db, text, limit))]
    : findByDigits(db, cleaned, context);
  return [...new Set(rows)].slice(0, limit).flatMap((row) => loadCustomer(db, row) ?? []);
}

function findByDigits(db: Db, text: string, context: PhoneContext): readonly number[] {
  const digits = text.replace(/\D/gu, '');
  if (digits.length < minAccountDigits) return [];
  const { e164 } = parsePhone(text, context);
  const exact = [
    ...findByAccount(db, digits),
    ...(e164 === undefined ? [] : rankRows(db, findByE164(db, e164))),
  ];
  const byAccount = db
    .prepare('SELECT row FROM customers WHERE account >= ? AND account < ? LIMIT ?')
    .all(digits, `${digits}:`, maxRanked)
    .map(toRow);
  const byNumber =
    digits.length < minLastDigits
      ? []
      : findByLastDigits(db, digits, maxRanked).map((candidate) => candidate.row);
  return [...exact, ...rankRows(db, [...new Set([...byAccount, ...byNumber])])];
}

function findByAccount(db: Db, account: string): readonly number[] {
  return db.prepare('SELECT row FROM customers WHERE account = ? LIMIT ?').all(account, maxRanked).map(toRow);
}

/** Customers whose names match by N6, at most twice `maxRanked`; `limit` of them at least, if there are so many. */
function findByName(db: Db, text: string, limit: number): readonly Candidate[] {
  const query = readName(text);
  if (!isSearchable(query)) return [];
  const matched = new Map<number, Candidate>();
  let left = maxInspected;
  for (const expression of buildNameQueries(query)) {
    if (matched.size >= limit) break;
    left -= collectMatches(readIndexed(db, expression, left), query, matched);
  }
  // Where nothing was cut off, the customers of recent calls are among those found.
  if (matched.size < limit && left > 0) return [...matched.values()];
  const recent = new Map<number, Candidate>();
  collectMatches(readRecentCustomers(db), query, recent);
  return [...new Map([...recent, ...matched]).values()];
}

function readRecentCustomers(db: Db): Iterable<Row> {
  return db
    .prepare(
      `SELECT DISTINCT customers.row, customers.id, customers.name
       FROM (SELECT customer_id FROM calls ORDER BY started_at DESC LIMIT ?) AS recent
       CROSS JOIN customers ON customers.id = recent.customer_id`,
    )
    .iterate(recentCalls);
}

/** Not in order of rank: that would read every match of a common beginning, up to a second of them. */
function readIndexed(db: Db, expression: string, limit: number): Iterable<Row> {
  return db
    .prepare(
      `SELECT customers.row, customers.id, customers.name
       FROM (SELECT rowid FROM customer_names WHERE customer_names MATCH ? LIMIT ?) AS found
       CROSS JOIN customers ON customers.row = found.rowid`,
    )
    .iterate(expression, limit);
}

/** Adds to `matched` and returns how many names were looked at. */
function collectMatches(rows: Iterable<Row>, query: NameWords, matched: Map<number, Candidate>): number {
  let inspected = 0;
  for (const found of rows) {
    if (matched.size >= maxRanked) return inspected;
    inspected += 1;
    const candidate = toCandidate(found);
    if (matchWords(query, readName(candidate.name))) matched.set(candidate.row, candidate);
  }
  return inspected;
}

function toRow(row: Row): number {
  return readNumber(row, 'row');
}
