import { readText, type Db } from './db.ts';

/** One order everywhere, whatever the language of the system: lists must not jump between machines. */
const collator = new Intl.Collator('uk');

/** Customers spoken with lately come first, the others by name. */
export function rankCustomers(db: Db, rows: readonly number[]): readonly number[] {
  if (rows.length < 2) return rows;
  const statement = db.prepare(`
    SELECT name, (SELECT max(started_at) FROM calls WHERE customer_id = customers.id) AS contact
    FROM customers WHERE row = ?`);
  return rows
    .flatMap((row) => {
      const found = statement.get(row);
      if (found === undefined) return [];
      const contact = found['contact'];
      return [
        { row, name: readText(found, 'name'), contact: typeof contact === 'number' ? contact : -Infinity },
      ];
    })
    .sort((a, b) => compareNumbers(b.contact, a.contact) || collator.compare(a.name, b.name) || a.row - b.row)
    .map((entry) => entry.row);
}

/** A difference would be no number where both are infinite. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
