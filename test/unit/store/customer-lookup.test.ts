import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveCall } from '../../../electron/node/store/call-records.ts';
import { findByNumber, findCustomer, pickCustomer } from '../../../electron/node/store/customer-lookup.ts';
import { countCustomers, saveCustomers } from '../../../electron/node/store/customer-rows.ts';
import type { Db } from '../../../electron/node/store/db.ts';
import { migrate } from '../../../electron/node/store/migrations.ts';
import { openSqliteDb } from '../../../electron/node/store/sqlite-db.ts';
import { makeCall, makeCustomer, withPhones } from './make-customer.ts';

const context = { country: 'UA' };
let db: Db;

beforeEach(() => {
  db = openSqliteDb(undefined);
  migrate(db);
});
afterEach(() => {
  db.close();
});

const idsOf = (number: string): readonly string[] =>
  findByNumber(db, number, context).customers.map((customer) => customer.id);

describe('a customer by number', () => {
  it('comes back whole, phones in their order', () => {
    const customer = makeCustomer({
      id: 'a',
      flags: ['senior'],
      lastReading: null,
      phones: [
        { e164: '+380671112233', raw: '(067) 111-22-33', label: 'mobile' },
        { e164: '+380441234567', raw: '044 123 45 67', label: 'home' },
      ],
    });
    saveCustomers(db, [customer]);
    expect(findByNumber(db, '8 (044) 123-45-67', context)).toEqual({
      level: 'exact',
      customers: [customer],
      more: false,
    });
    expect(findCustomer(db, 'a')).toEqual(customer);
    expect(findCustomer(db, 'b')).toBeNull();
  });

  it('is every customer of a shared number, the one spoken with last at the top, then by name', () => {
    const share = (id: string, name: string): void => {
      saveCustomers(db, [{ ...withPhones(id, '+380501112233'), name }]);
    };
    share('z', 'Ярема Олег');
    share('a', 'Ярема Ганна');
    share('r', 'Ярема Іван');
    saveCall(db, makeCall({ id: '1', customerId: 'z', startedAt: 10 }));
    saveCall(db, makeCall({ id: '2', customerId: 'r', startedAt: 20 }));
    expect(idsOf('0501112233')).toEqual(['r', 'z', 'a']);
  });

  it('says that there are more than it lists', () => {
    const customers = Array.from({ length: 25 }, (_, n) => withPhones(String(n), '+380441234567'));
    saveCustomers(db, customers);
    const match = findByNumber(db, '0441234567', context);
    expect(match.customers).toHaveLength(20);
    expect(match.more).toBe(true);
  });

  it('is found by the same national number in another country only if nobody has the number itself', () => {
    saveCustomers(db, [withPhones('pl', '+48501112233')]);
    expect(findByNumber(db, '050 111 22 33', context)).toMatchObject({
      level: 'national',
      customers: [{ id: 'pl' }],
    });
    saveCustomers(db, [withPhones('ua', '+380501112233')]);
    expect(findByNumber(db, '050 111 22 33', context)).toMatchObject({
      level: 'exact',
      customers: [{ id: 'ua' }],
    });
    expect(findByNumber(db, '+48501112233', context)).toMatchObject({
      level: 'exact',
      customers: [{ id: 'pl' }],
    });
  });

  it('is found by the last nine digits with the level that calls for care', () => {
    saveCustomers(db, [withPhones('ru', '+79501112233')]);
    expect(findByNumber(db, '0501112233', context)).toMatchObject({
      level: 'suffix',
      customers: [{ id: 'ru' }],
    });
    expect(findByNumber(db, '0501112234', context)).toEqual({ level: null, customers: [], more: false });
  });

  it.each([
    '',
    'anonymous',
    'sip:anonymous@anonymous.invalid',
    'Прихований номер',
    '311',
    '112',
    '12345678',
    'ext 5',
  ])('is nobody for %j', (number) => {
    saveCustomers(db, [
      { ...withPhones('a', ''), phones: [{ e164: '', raw: '311', label: 'work' }] },
      withPhones('b', '+380501112233'),
    ]);
    expect(findByNumber(db, number, context)).toEqual({ level: null, customers: [], more: false });
  });

  it('follows the dial plan of the site', () => {
    saveCustomers(db, [withPhones('a', '+380441234567')]);
    const behindNine = { country: 'UA', dialPlan: { outsidePrefix: '9' } };
    expect(findByNumber(db, '9 044 123 45 67', behindNine).level).toBe('exact');
    expect(findByNumber(db, '9 044 123 45 67', context).level).toBeNull();
  });
});

describe('saving a customer again', () => {
  it('replaces phones and name instead of adding to them', () => {
    saveCustomers(db, [withPhones('a', '+380501112233', '+380671112233')]);
    expect(saveCustomers(db, [{ ...withPhones('a', '+380931112233'), name: 'Мороз Ірина' }])).toBe(0);
    expect(idsOf('+380501112233')).toEqual([]);
    expect(idsOf('+380931112233')).toEqual(['a']);
    expect(countCustomers(db)).toBe(1);
  });

  it('keeps nothing of a batch that fails', () => {
    const broken = { ...withPhones('b', '+380671112233'), phones: Object.freeze([null]) } as never;
    expect(() => saveCustomers(db, [withPhones('a', '+380501112233'), broken])).toThrow();
    expect(countCustomers(db)).toBe(0);
    expect(findCustomer(db, 'a')).toBeNull();
  });
});

describe('any customer', () => {
  it('has a number that can be called from, and speaks the language asked for', () => {
    saveCustomers(db, [
      withPhones('silent'),
      { ...withPhones('fa', '+989121234567'), language: 'fa' },
      withPhones('uk', '+380501112233'),
    ]);
    expect(pickCustomer(db, null, () => 0)?.id).toBe('fa');
    expect(pickCustomer(db, null, () => 0.99)?.id).toBe('uk');
    // Nobody after the chosen row: the search begins again at the top.
    expect(pickCustomer(db, 'fa', () => 0.99)?.id).toBe('fa');
    expect(pickCustomer(db, 'ro', () => 0)).toBeNull();
  });

  it('is nobody in an empty table', () => {
    expect(pickCustomer(db, null, () => 0.5)).toBeNull();
  });
});
