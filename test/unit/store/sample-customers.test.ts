import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { customerSchema } from '../../../electron/common/customer/customer-model.ts';
import { findByNumber } from '../../../electron/node/store/customer-lookup.ts';
import { countCustomers } from '../../../electron/node/store/customer-rows.ts';
import { migrate } from '../../../electron/node/store/migrations.ts';
import { fillSample } from '../../../electron/node/store/sample/fill-sample.ts';
import { makeSampleCustomers, sampleRegions } from '../../../electron/node/store/sample/sample-customers.ts';
import { openSqliteDb } from '../../../electron/node/store/sqlite-db.ts';

const options = { count: 5_000, seed: 20_261, asOf: Date.UTC(2026, 10, 22) };
const people = [...makeSampleCustomers(options)];
const numbers = people.flatMap((person) => person.phones.map((phone) => phone.e164));

describe('sample customers', () => {
  it('are the same for the same seed and others for another', () => {
    expect([...makeSampleCustomers(options)]).toEqual(people);
    expect([...makeSampleCustomers({ ...options, seed: 1, count: 50 })]).not.toEqual(people.slice(0, 50));
  });

  it('keep to the form of a customer', () => {
    for (const person of people) expect(customerSchema.parse(person)).toEqual(person);
  });

  it('speak the languages of the desk, every second one Ukrainian', () => {
    const share = (language: string): number =>
      people.filter((person) => person.language === language).length / people.length;
    for (const region of sampleRegions) {
      expect(Math.abs(share(region.language) * 100 - region.share)).toBeLessThan(3);
    }
    expect(sampleRegions.map((region) => region.language).sort()).toEqual(['en', 'fa', 'ro', 'ru', 'uk']);
  });

  it('have accounts, meters and ids of their own', () => {
    expect(new Set(people.map((person) => person.account)).size).toBe(people.length);
    expect(new Set(people.map((person) => person.meterNumber)).size).toBe(people.length);
    expect(new Set(people.map((person) => person.id)).size).toBe(people.length);
  });

  it('have valid numbers of six countries and more, written as people write them', () => {
    const countries = new Set<string | undefined>();
    for (const person of people) {
      for (const { e164, raw } of person.phones) {
        const number = parsePhoneNumberFromString(e164);
        expect([e164, number?.isValid(), number?.number]).toEqual([e164, true, e164]);
        // What is written is the same number, read in its own country.
        expect(parsePhoneNumberFromString(raw.replace(/^8 /u, ''), number?.country ?? 'UA')?.number).toBe(
          e164,
        );
        countries.add(number?.country);
      }
    }
    for (const country of ['UA', 'MD', 'RO', 'IR', 'GB', 'RU', 'KZ']) expect(countries).toContain(country);
  });

  it('use in Britain only numbers that are kept for drama', () => {
    const drama = /^\+44(?:2079460|1[1-6][1-8]4960|1914980|2890180|2920180|3069990)\d{3}$/u;
    for (const number of numbers.filter((e164) => e164.startsWith('+44'))) expect(number).toMatch(drama);
  });

  it('share at least 150 numbers in families and one reception', () => {
    const holders = new Map<string, number>();
    for (const number of numbers) holders.set(number, (holders.get(number) ?? 0) + 1);
    const shared = [...holders.values()].filter((count) => count > 1);
    expect(shared.length).toBeGreaterThanOrEqual(150);
    expect(Math.max(...shared)).toBeGreaterThan(20);
  });

  it('of one family live under one name and address', () => {
    const byNumber = new Map<string, (typeof people)[number][]>();
    for (const person of people) {
      const number = person.phones[0]?.e164 ?? '';
      byNumber.set(number, [...(byNumber.get(number) ?? []), person]);
    }
    for (const family of byNumber.values()) {
      expect(new Set(family.map((person) => `${person.town}, ${person.address}`)).size).toBe(1);
    }
  });

  it('write to nobody who exists', () => {
    for (const { email } of people) expect(email).toMatch(/^$|@example\.(?:com|org|net)$/u);
  });

  it('fill an empty store once and are all found by their numbers', () => {
    const db = openSqliteDb(undefined);
    migrate(db);
    expect(fillSample(db, options)).toBe(options.count);
    expect(fillSample(db, options)).toBe(0);
    expect(countCustomers(db)).toBe(options.count);
    for (const person of people.slice(0, 500)) {
      const match = findByNumber(db, person.phones[0]?.raw ?? '', { country: 'UA' });
      // National forms of other countries need not be numbers here; E.164 always is.
      const exact = findByNumber(db, person.phones[0]?.e164 ?? '', { country: 'UA' });
      expect(exact.level).toBe('exact');
      expect(exact.more || exact.customers.some((customer) => customer.id === person.id)).toBe(true);
      if (person.language === 'uk') expect(match).toEqual(exact);
    }
    db.close();
  });
});
