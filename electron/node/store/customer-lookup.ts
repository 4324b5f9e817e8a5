import type { Customer, CustomerMatch, MatchLevel } from '../../common/customer/customer-model.ts';
import { readNationalNumber } from '../../common/customer/dial-candidates.ts';
import { parsePhone, type PhoneContext } from '../../common/customer/parse-phone.ts';
import { rankRows } from './customer-rank.ts';
import { loadCustomer, reverseDigits } from './customer-rows.ts';
import { readNumber, readText, type Db } from './db.ts';

/** A card lists no more than this; a reception or a housing block may share its number with hundreds. */
const maxListed = 20;
const maxCandidates = 200;

/** The last nine digits tell a subscriber apart in the countries of our desks, whatever stands before them. */
const suffixDigits = 9;
/** National numbers shorter than this are alike in too many countries to mean the same person. */
const minNationalDigits = 7;

/** Who calls from `number`, as the network gave it: the strictest level at which anybody is found. */
export function findByNumber(db: Db, number: string, context: PhoneContext): CustomerMatch {
  const { e164 } = parsePhone(number, context);
  if (e164 !== undefined) {
    for (const [level, find] of levels) {
      const rows = find(db, e164);
      if (rows.length > 0) return toMatch(db, level, rows);
    }
  }
  return { level: null, customers: [], more: false };
}

export function findCustomer(db: Db, id: string): Customer | null {
  const row = db.prepare('SELECT row FROM customers WHERE id = ?').get(id);
  return row === undefined ? null : (loadCustomer(db, readNumber(row, 'row')) ?? null);
}

/** Any customer who has a phone. `random` gives numbers from 0 inclusive to 1 exclusive. */
export function pickCustomer(db: Db, language: string | null, random: () => number): Customer | null {
  const last = db.prepare('SELECT max(row) AS row FROM customers').get()?.['row'];
  if (typeof last !== 'number') return null;
  const statement = db.prepare(`
    SELECT row FROM customers
    WHERE row >= ? AND (?2 IS NULL OR language = ?2)
      AND EXISTS (SELECT 1 FROM customer_phones WHERE customer = customers.row AND e164 <> '')
    ORDER BY row LIMIT 1`);
  const found = statement.get(1 + Math.floor(random() * last), language) ?? statement.get(0, language);
  return found === undefined ? null : (loadCustomer(db, readNumber(found, 'row')) ?? null);
}

/** Rows whose number ends in `digits`, in no order, at most `limit`. */
export function findByLastDigits(
  db: Db,
  digits: string,
  limit: number,
): readonly { row: number; e164: string }[] {
  const beginning = reverseDigits(digits);
  return (
    db
      .prepare('SELECT customer, e164 FROM customer_phones WHERE reversed >= ? AND reversed < ? LIMIT ?')
      // The colon follows the nine in ASCII: the range holds whatever begins with these digits.
      .all(beginning, `${beginning}:`, limit)
      .map((row) => ({ row: readNumber(row, 'customer'), e164: readText(row, 'e164') }))
  );
}

export function findByE164(db: Db, e164: string): readonly number[] {
  const rows = db
    .prepare('SELECT customer FROM customer_phones WHERE e164 = ? LIMIT ?')
    .all(e164, maxCandidates);
  return distinct(rows.map((row) => readNumber(row, 'customer')));
}

const levels: readonly (readonly [MatchLevel, (db: Db, e164: string) => readonly number[]])[] = [
  ['exact', findByE164],
  ['national', findByNationalNumber],
  ['suffix', findBySuffix],
];

function findByNationalNumber(db: Db, e164: string): readonly number[] {
  const national = readNationalNumber(e164);
  if (national === undefined || national.length < minNationalDigits) return [];
  return distinct(
    findByLastDigits(db, national, maxCandidates)
      .filter((candidate) => readNationalNumber(candidate.e164) === national)
      .map((candidate) => candidate.row),
  );
}

function findBySuffix(db: Db, e164: string): readonly number[] {
  const suffix = e164.slice(1).slice(-suffixDigits);
  if (suffix.length < suffixDigits) return [];
  return distinct(findByLastDigits(db, suffix, maxCandidates).map((candidate) => candidate.row));
}

function toMatch(db: Db, level: MatchLevel, rows: readonly number[]): CustomerMatch {
  const ranked = rankRows(db, rows);
  const customers = ranked.slice(0, maxListed).flatMap((row) => loadCustomer(db, row) ?? []);
  return { level, customers, more: ranked.length > maxListed };
}

function distinct(rows: readonly number[]): readonly number[] {
  return [...new Set(rows)];
}
