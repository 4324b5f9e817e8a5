import { readNumber, readText, type Db, type Row } from './db.ts';

/** One order everywhere, whatever the language of the system: lists must not jump between machines. */
const collator = new Intl.Collator('uk');

/** What ranking needs to know of a customer: a row of `row, id, name`. */
export interface Candidate {
  readonly row: number;
  readonly id: string;
  readonly name: string;
}

export function toCandidate(found: Row): Candidate {
  return { row: readNumber(found, 'row'), id: readText(found, 'id'), name: readText(found, 'name') };
}

/** As rankCustomers, for rows of which nothing else is known yet. Rows that are not there are left out. */
export function rankRows(db: Db, rows: readonly number[]): readonly number[] {
  const statement = db.prepare('SELECT row, id, name FROM customers WHERE row = ?');
  const candidates = rows.flatMap((row) => {
    const found = statement.get(row);
    return found === undefined ? [] : [toCandidate(found)];
  });
  return rankCustomers(db, candidates);
}

/** Customers spoken with lately come first, the others by name. */
export function rankCustomers(db: Db, candidates: readonly Candidate[]): readonly number[] {
  const statement = db.prepare('SELECT max(started_at) AS contact FROM calls WHERE customer_id = ?');
  return candidates
    .map((candidate) => {
      const contact = statement.get(candidate.id)?.['contact'];
      return { ...candidate, contact: typeof contact === 'number' ? contact : -Infinity };
    })
    .sort((a, b) => compareNumbers(b.contact, a.contact) || collator.compare(a.name, b.name) || a.row - b.row)
    .map((entry) => entry.row);
}

/** A difference would be no number where both are infinite. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
