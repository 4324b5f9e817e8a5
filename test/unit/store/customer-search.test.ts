import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../electron/common/customer/customer-model.ts';
import { matchWords } from '../../../electron/common/customer/match-name.ts';
import { createNameReader } from '../../../electron/common/customer/name-words.ts';
import { saveCall } from '../../../electron/node/store/call-records.ts';
import { saveCustomers } from '../../../electron/node/store/customer-rows.ts';
import { searchCustomers } from '../../../electron/node/store/customer-search.ts';
import type { Db } from '../../../electron/node/store/db.ts';
import { migrate } from '../../../electron/node/store/migrations.ts';
import { makeSampleCustomers } from '../../../electron/node/store/sample/sample-customers.ts';
import { openSqliteDb } from '../../../electron/node/store/sqlite-db.ts';
import { makeCall, makeCustomer, withPhones } from './make-customer.ts';

const context = { country: 'UA' };

function openWith(customers: Iterable<Customer>): Db {
  const db = openSqliteDb(undefined);
  migrate(db);
  saveCustomers(db, customers);
  return db;
}

const named = (...names: string[]): readonly Customer[] =>
  names.map((name, n) => makeCustomer({ id: String(n), name }));
const namesOf = (db: Db, text: string, limit = 20): readonly string[] =>
  searchCustomers(db, text, limit, context).map((customer) => customer.name);

describe('search by name', () => {
  it.each([
    ['uk', 'кра мар', 'Марина Кравчук'],
    ['uk', 'лукяненко єв', 'Лук’яненко Євгенія'],
    ['uk', 'Лук`яненко', 'Лук’яненко Євгенія'],
    ['uk', 'ижак', 'Їжак Олексій'],
    ['uk', 'їжак олексии', 'Їжак Олексій'],
    ['uk', 'гудз', 'Ґудзь Лев'],
    ['uk', 'matviienko', 'Матвієнко Софія'],
    ['uk', 'sh', 'Шевченко Тарас'],
    ['ru', 'семенова', 'Семёнова Фёкла'],
    ['ru', 'Сёменова фекла', 'Семёнова Фёкла'],
    ['ro', 'stefan tur', 'Ștefan Țurcanu'],
    ['ro', 'țurcanu', 'Ștefan Țurcanu'],
    ['ro', 'ilincateodora', 'Ilinca-Teodora Popescu'],
    ['fa', 'حسين پور', 'علی حسین‌پور'],
    ['fa', 'حسینپور', 'علی حسین‌پور'],
    ['fa', 'كريم خاني', 'مریم کریم‌خانی'],
    ['en', 'oneill', 'Chloë O’Neill'],
    ['en', 'chloe o’n', 'Chloë O’Neill'],
  ])('%s: %s finds %s', (_, query, wanted) => {
    const db = openWith(
      named(
        ...[
          'Марина Кравчук',
          'Лук’яненко Євгенія',
          'Їжак Олексій',
          'Ґудзь Лев',
          'Матвієнко Софія',
          'Шевченко Тарас',
        ],
        ...['Семёнова Фёкла', 'Ștefan Țurcanu', 'Ilinca-Teodora Popescu', 'علی حسین‌پور', 'مریم کریم‌خانی'],
        'Chloë O’Neill',
      ),
    );
    expect(namesOf(db, query)).toContain(wanted);
    expect(namesOf(db, `${query} щщщ`)).toEqual([]);
    db.close();
  });

  it('takes no word of the name twice', () => {
    const db = openWith(named('Ольга Бойко', 'Ольга Ольгіна'));
    expect(namesOf(db, 'ольга ольг')).toEqual(['Ольга Ольгіна']);
    db.close();
  });

  it('forgets a name that has been replaced', () => {
    const db = openWith([makeCustomer({ id: 'a', name: 'Чорна Дарина' })]);
    saveCustomers(db, [makeCustomer({ id: 'a', name: 'Біла-Ткач Дарина' })]);
    expect(namesOf(db, 'чорна')).toEqual([]);
    expect(namesOf(db, 'білаткач')).toEqual(['Біла-Ткач Дарина']);
    db.close();
  });

  it('lists customers of recent calls first and the others by name', () => {
    const db = openWith([
      ...Array.from({ length: 30 }, (_, n) =>
        makeCustomer({ id: `k${String(n)}`, name: `Коваль Ірина ${String(n)}` }),
      ),
      makeCustomer({ id: 'late', name: 'Коваль Ярина' }),
      makeCustomer({ id: 'later', name: 'Коваль Юлія' }),
    ]);
    saveCall(db, makeCall({ id: '1', customerId: 'late', startedAt: 10 }));
    saveCall(db, makeCall({ id: '2', customerId: 'later', startedAt: 20 }));
    saveCall(db, makeCall({ id: '3', customerId: 'gone', startedAt: 30 }));
    expect(namesOf(db, 'коваль', 3)).toEqual(['Коваль Юлія', 'Коваль Ярина', 'Коваль Ірина 0']);
    db.close();
  });

  it('finds a customer of a recent call among more namesakes than are ever looked at', () => {
    const crowd = Array.from({ length: 2_500 }, (_, n) =>
      makeCustomer({ id: String(n), name: 'Коваль Ірина' }),
    );
    const db = openWith([...crowd, makeCustomer({ id: 'known', name: 'Коваль Ірина' })]);
    saveCall(db, makeCall({ id: '1', customerId: 'known' }));
    const found = searchCustomers(db, 'коваль ірина', 5, context).map((customer) => customer.id);
    expect(found).toHaveLength(5);
    expect(found[0]).toBe('known');
    db.close();
  });

  it.each(['', ' ', 'к', 'к і', '-', '"', '" OR "', '*', 'words : a', '№'])('finds nobody for %j', (text) => {
    const db = openWith(named('Коваль Ірина'));
    expect(namesOf(db, text)).toEqual([]);
    db.close();
  });
});

describe('search by name in the sample', () => {
  let db: Db;
  const people = [...makeSampleCustomers({ count: 1_500, seed: 11, asOf: 0 })];
  beforeAll(() => {
    db = openWith(people);
  });
  afterAll(() => {
    db.close();
  });

  it('finds exactly whom the name rules match', () => {
    const read = createNameReader();
    const cut = fc.record({
      person: fc.constantFrom(...people),
      lengths: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }),
    });
    const query = fc.oneof(
      cut.map(({ person, lengths }) =>
        person.name
          .split(' ')
          .slice(0, 2 + ((lengths[2] ?? 0) % 2))
          .map((word, at) => Array.from(word).slice(0, lengths[at]).join(''))
          .join(' '),
      ),
      fc.constantFrom(
        'sh',
        'ko iv',
        'olena',
        'ольга павл',
        'мар яна',
        'حسین پور',
        'ana maria',
        'anamaria',
        'ts',
      ),
    );
    fc.assert(
      fc.property(query, (text) => {
        const asked = read(text);
        const wanted = people.filter(({ name }) => matchWords(asked, read(name))).map(({ id }) => id);
        const found = searchCustomers(db, text, 200, context).map((person) => person.id);
        // At most 100 are ranked; where fewer match, they must be the same.
        if (wanted.length < 100) expect([...found].sort()).toEqual(wanted.sort());
        else expect(wanted).toEqual(expect.arrayContaining(found));
      }),
      { numRuns: 200 },
    );
  });
});

describe('search by digits', () => {
  const open = (): Db =>
    openWith([
      { ...withPhones('a', '+380501112233'), account: '2100000005' },
      { ...withPhones('b', '+380671112233'), account: '2100000013', name: 'Бойко Олег' },
      { ...withPhones('c', '+380442100005'), account: '3311122334' },
    ]);
  const find = (db: Db, text: string): readonly string[] =>
    searchCustomers(db, text, 10, context).map((customer) => customer.id);

  it('finds an account by all of its digits and by its beginning', () => {
    const db = open();
    expect(find(db, '2100000013')).toEqual(['b']);
    expect(find(db, '21000000')).toEqual(['b', 'a']);
    expect(find(db, '۲۱۰۰۰۰۰۰۱۳')).toEqual(['b']);
    db.close();
  });

  it('finds a telephone number as it is written and by its last digits', () => {
    const db = open();
    expect(find(db, '(050) 111-22-33')).toEqual(['a']);
    expect(find(db, '2233')).toEqual(['b', 'a']);
    expect(find(db, '+380671112233')).toEqual(['b']);
    db.close();
  });

  it('puts whole matches before beginnings and endings', () => {
    const db = openWith([
      { ...withPhones('ending', '+380501232101'), account: '9' },
      { ...withPhones('account'), account: '2101' },
      { ...withPhones('beginning'), account: '21017', name: 'Адамчук Яна' },
    ]);
    expect(find(db, '2101')).toEqual(['account', 'beginning', 'ending']);
    db.close();
  });

  it('asks for three digits at least, and for four of a number', () => {
    const db = open();
    expect(find(db, '21')).toEqual([]);
    expect(find(db, '233')).toEqual([]);
    db.close();
  });
});
