import { cleanPhoneText } from '../../common/customer/clean-phone-text.ts';
import type { Customer } from '../../common/customer/customer-model.ts';
import { isSearchable, matchWords } from '../../common/customer/match-name.ts';
import { createNameReader, type NameWords } from '../../common/customer/name-words.ts';
import { parsePhone, type PhoneContext } from '../../common/customer/parse-phone.ts';
import { findByE164, findByLastDigits } from './customer-lookup.ts';
import { rankCustomers } from './customer-rank.ts';
import { loadCustomer } from './customer-rows.ts';
import { readNumber, readText, type Db, type Row } from './db.ts';
import { buildNameQueries } from './name-index.ts';

/** Matches that are ranked. More would not be read, and ranking them all takes hundreds of milliseconds. */
const maxRanked = 200;
/** Names that one expression of the index may yield before the search gives up on finding more. */
const maxInspected = 1_000;
/** Calls of about a week: the customers of these are found even where the name is a common one. */
const recentCalls = 500;

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
    ? [...findByAccount(db, cleaned), ...rankCustomers(db, findByName(db, text))]
    : findByDigits(db, cleaned, context);
  return [...new Set(rows)].slice(0, limit).flatMap((row) => loadCustomer(db, row) ?? []);
}

function findByDigits(db: Db, text: string, context: PhoneContext): readonly number[] {
  const digits = text.replace(/\D/gu, '');
  if (digits.length < minAccountDigits) return [];
  const { e164 } = parsePhone(text, context);
  const exact = [
    ...findByAccount(db, digits),
    ...(e164 === undefined ? [] : rankCustomers(db, findByE164(db, e164))),
  ];
  const byAccount = db
    .prepare('SELECT row FROM customers WHERE account >= ? AND account < ? LIMIT ?')
    .all(digits, `${digits}:`, maxRanked)
    .map(toRow);
  const byNumber =
    digits.length < minLastDigits
      ? []
      : findByLastDigits(db, digits, maxRanked).map((candidate) => candidate.row);
  return [...exact, ...rankCustomers(db, [...new Set([...byAccount, ...byNumber])])];
}

function findByAccount(db: Db, account: string): readonly number[] {
  return db.prepare('SELECT row FROM customers WHERE account = ? LIMIT ?').all(account, maxRanked).map(toRow);
}

/** Rows whose names match by N6, at most `maxRanked`: those of recent calls first, then whatever the index yields. */
function findByName(db: Db, text: string): readonly number[] {
  const query = readName(text);
  if (!isSearchable(query)) return [];
  const matched = new Set<number>();
  collectMatches(readRecentCustomers(db), query, matched);
  for (const expression of buildNameQueries(query)) {
    collectMatches(readCandidates(db, expression), query, matched);
  }
  return [...matched];
}

function readRecentCustomers(db: Db): Iterable<Row> {
  return db
    .prepare(
      `SELECT DISTINCT customers.row, customers.name
       FROM (SELECT customer_id FROM calls ORDER BY started_at DESC LIMIT ?) AS recent
       CROSS JOIN customers ON customers.id = recent.customer_id`,
    )
    .iterate(recentCalls);
}

/** Not in order of rank: that would read every match of a common beginning, up to a second of them. */
function readCandidates(db: Db, expression: string): Iterable<Row> {
  return db
    .prepare(
      `SELECT customers.row, customers.name
       FROM (SELECT rowid FROM customer_names WHERE customer_names MATCH ? LIMIT ?) AS found
       CROSS JOIN customers ON customers.row = found.rowid`,
    )
    .iterate(expression, maxInspected);
}

function collectMatches(rows: Iterable<Row>, query: NameWords, matched: Set<number>): void {
  for (const row of rows) {
    if (matched.size >= maxRanked) return;
    if (matchWords(query, readName(readText(row, 'name')))) matched.add(toRow(row));
  }
}

function toRow(row: Row): number {
  return readNumber(row, 'row');
}
