import { customerSchema, type Customer } from '../../common/customer/customer-model.ts';
import { createNameReader } from '../../common/customer/name-words.ts';
import { readNumber, readText, type Db, type Row } from './db.ts';
import { indexName } from './name-index.ts';

const columns = [
  ...[
    'id',
    'account',
    'name',
    'first_name',
    'last_name',
    'patronymic',
    'language',
    'address',
    'town',
    'email',
  ],
  ...['tariff', 'meter_number', 'reading_value', 'reading_date', 'balance_minor', 'currency', 'flags'],
];
const marks = columns.map(() => '?').join(', ');
const insertCustomer = `INSERT INTO customers (${columns.join(', ')}) VALUES (${marks})`;
const updateCustomer = `UPDATE customers SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE row = ?`;
const insertPhone =
  'INSERT INTO customer_phones (customer, position, e164, raw, label, reversed) VALUES (?, ?, ?, ?, ?, ?)';
const insertName = 'INSERT INTO customer_names (rowid, words, cyrillic, latin) VALUES (?, ?, ?, ?)';
// A table without content is told what it had: FTS5 keeps no copy to look it up in.
const deleteName =
  "INSERT INTO customer_names (customer_names, rowid, words, cyrillic, latin) VALUES ('delete', ?, ?, ?, ?)";

/** Names repeat: the words of a million customers are a few thousand. */
const readName = createNameReader();

/** Saves customers under their ids, new or known, one transaction for each `batch`. Returns how many were new. */
export function saveCustomers(db: Db, customers: Iterable<Customer>, batch = 10_000): number {
  const iterator = customers[Symbol.iterator]();
  let added = 0;
  for (;;) {
    const { taken, fresh } = db.transact(() => saveBatch(db, iterator, batch));
    added += fresh;
    if (taken < batch) return added;
  }
}

function saveBatch(db: Db, customers: Iterator<Customer>, batch: number): { taken: number; fresh: number } {
  let taken = 0;
  let fresh = 0;
  while (taken < batch) {
    const next = customers.next();
    if (next.done === true) break;
    taken += 1;
    if (saveCustomer(db, next.value)) fresh += 1;
  }
  db.prepare("UPDATE counts SET value = value + ? WHERE name = 'customers'").run(fresh);
  return { taken, fresh };
}

/** After many new customers: one segment of the name index instead of dozens halves the time of a search. */
export function optimizeNames(db: Db): void {
  db.execute("INSERT INTO customer_names (customer_names) VALUES ('optimize')");
}

export function countCustomers(db: Db): number {
  const row = db.prepare("SELECT value FROM counts WHERE name = 'customers'").get();
  return row === undefined ? 0 : readNumber(row, 'value');
}

/** The digits of a number from the last to the first. */
export function reverseDigits(number: string): string {
  let reversed = '';
  for (const digit of number.replace(/\D/gu, '')) reversed = digit + reversed;
  return reversed;
}

/** The whole customer of a row, phones in their order; undefined if the row is not there. */
export function loadCustomer(db: Db, row: number): Customer | undefined {
  const found = db.prepare('SELECT * FROM customers WHERE row = ?').get(row);
  if (found === undefined) return undefined;
  const phones = db
    .prepare('SELECT e164, raw, label FROM customer_phones WHERE customer = ? ORDER BY position')
    .all(row);
  return toCustomer(found, phones);
}

function saveCustomer(db: Db, customer: Customer): boolean {
  const known = db.prepare('SELECT row, name FROM customers WHERE id = ?').get(customer.id);
  const row = known === undefined ? undefined : readNumber(known, 'row');
  const values = toValues(customer);
  if (known === undefined || row === undefined) {
    const { lastRow } = db.prepare(insertCustomer).run(...values);
    savePhonesAndName(db, lastRow, customer);
    return true;
  }
  const old = indexName(readName(readText(known, 'name')));
  db.prepare(deleteName).run(row, old.words, old.cyrillic, old.latin);
  db.prepare('DELETE FROM customer_phones WHERE customer = ?').run(row);
  db.prepare(updateCustomer).run(...values, row);
  savePhonesAndName(db, row, customer);
  return false;
}

function savePhonesAndName(db: Db, row: number, customer: Customer): void {
  const statement = db.prepare(insertPhone);
  for (const [position, { e164, raw, label }] of customer.phones.entries()) {
    statement.run(row, position, e164, raw, label, reverseDigits(e164 === '' ? raw : e164));
  }
  const { words, cyrillic, latin } = indexName(readName(customer.name));
  db.prepare(insertName).run(row, words, cyrillic, latin);
}

function toValues(customer: Customer): readonly (string | number | null)[] {
  const { id, account, name, firstName, lastName, patronymic, language, address, town, email } = customer;
  const { tariff, meterNumber, lastReading, balanceMinor, currency, flags } = customer;
  return [
    ...[
      id,
      account,
      name,
      firstName,
      lastName,
      patronymic,
      language,
      address,
      town,
      email,
      tariff,
      meterNumber,
    ],
    ...[lastReading?.value ?? null, lastReading?.date ?? null, balanceMinor, currency, JSON.stringify(flags)],
  ];
}

function toCustomer(row: Row, phones: readonly Row[]): Customer {
  const flags: unknown = JSON.parse(readText(row, 'flags'));
  return customerSchema.parse({
    id: row['id'],
    account: row['account'],
    name: row['name'],
    firstName: row['first_name'],
    lastName: row['last_name'],
    patronymic: row['patronymic'],
    language: row['language'],
    address: row['address'],
    town: row['town'],
    email: row['email'],
    tariff: row['tariff'],
    meterNumber: row['meter_number'],
    lastReading:
      row['reading_value'] === null ? null : { value: row['reading_value'], date: row['reading_date'] },
    balanceMinor: row['balance_minor'],
    currency: row['currency'],
    flags,
    phones,
  });
}
