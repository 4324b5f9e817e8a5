import type { Customer } from '../../../common/customer/customer-model.ts';
import { englishRegion } from './region-en.ts';
import { persianRegion } from './region-fa.ts';
import { romanianRegion } from './region-ro.ts';
import { russianRegion } from './region-ru.ts';
import { ukrainianRegion } from './region-uk.ts';
import type { GivenName, Region } from './region.ts';
import { createPhoneBook, type Phone, type PhoneBook } from './sample-phones.ts';
import { createSeededRandom, scatter, type SeededRandom } from './seeded-random.ts';

export interface SampleOptions {
  readonly count: number;
  readonly seed: number;
  /** Milliseconds since the epoch; the last readings were taken in the weeks before. */
  readonly asOf: number;
}

export const sampleRegions: readonly Region[] = [
  ukrainianRegion,
  russianRegion,
  romanianRegion,
  persianRegion,
  englishRegion,
];

const flags = [
  ...['hard-of-hearing', 'speak-slowly', 'short-answers', 'written-reply', 'poor-eyesight', 'representative'],
  ...['life-support', 'senior', 'new-customer'],
];

const dayMs = 86_400_000;
const percentOfHouseholds = 6;
/** Every 190th customer of a block of 5,000 is reached through one reception: more than a card lists. */
const receptionBlock = 5_000;
const receptionEvery = 190;

/** What the members of a family have in common. */
interface Home {
  readonly region: Region;
  readonly surname: readonly [string, string];
  readonly town: string;
  readonly address: string;
  readonly phone: Phone;
}

/** Invented customers of an energy supplier, the same ones for the same options. */
export function* makeSampleCustomers(options: SampleOptions): Generator<Customer, void, undefined> {
  const random = createSeededRandom(options.seed);
  const book = createPhoneBook();
  let home: Home | undefined;
  let reception: Phone | undefined;
  for (let n = 0; n < options.count; n += 1) {
    if (n % receptionBlock === 0) reception = { ...book.next(ukrainianRegion, random), label: 'work' };
    home = home !== undefined && random.chance(percentOfHouseholds) ? home : makeHome(random, book);
    const phones = makePhones(home, random, book);
    if (reception !== undefined && n % receptionEvery === 0) phones.push(reception);
    yield makeCustomer(n, home, phones, random, options.asOf);
  }
}

function makeHome(random: SeededRandom, book: PhoneBook): Home {
  const region = pickRegion(random);
  const form = random.chance(70) ? region.addressForm : region.houseForm;
  const address = form
    .replace('{street}', random.pick(region.streets))
    .replace('{house}', String(1 + random.below(140)))
    .replace('{flat}', String(1 + random.below(220)));
  return {
    region,
    address,
    surname: random.pick(region.surnames),
    town: random.pick(region.towns),
    phone: book.next(region, random),
  };
}

function pickRegion(random: SeededRandom): Region {
  let at = random.below(100);
  for (const region of sampleRegions) {
    if (at < region.share) return region;
    at -= region.share;
  }
  return ukrainianRegion;
}

function makePhones(home: Home, random: SeededRandom, book: PhoneBook): Phone[] {
  const phones = [home.phone];
  if (random.chance(30)) phones.push(book.next(home.region, random));
  if (random.chance(6)) phones.push(book.next(home.region, random));
  return phones;
}

function makeCustomer(n: number, home: Home, phones: Phone[], random: SeededRandom, asOf: number): Customer {
  const { region } = home;
  const isWoman = random.chance(56);
  const given = random.pick(isWoman ? region.women : region.men);
  const lastName = home.surname[isWoman ? 0 : 1];
  const patronymic = random.pick(region.men).patronymic?.[isWoman ? 0 : 1] ?? '';
  const parts =
    region.order === 'surname-first' ? [lastName, given.name, patronymic] : [given.name, lastName];
  return {
    id: `sample-${String(n + 1).padStart(7, '0')}`,
    account: makeAccount(n, region),
    name: parts.filter((part) => part !== '').join(' '),
    firstName: given.name,
    lastName,
    patronymic,
    language: region.language,
    address: home.address,
    town: home.town,
    email: random.chance(55) ? makeEmail(given, random) : '',
    tariff: random.pick(region.tariffs),
    meterNumber: String(10_000_000 + scatter(n, 90_000_000, 48_271_003)),
    lastReading: random.chance(85) ? makeReading(random, asOf) : null,
    balanceMinor: makeBalance(region, random),
    currency: region.currency,
    flags: random.chance(12) ? [random.pick(flags)] : [],
    phones,
  };
}

/** Ten digits: two of the branch, seven of the customer, and the check digit of ISO/IEC 7812-1 (Luhn). */
function makeAccount(n: number, region: Region): string {
  const body = `${String(21 + sampleRegions.indexOf(region))}${String(scatter(n, 10_000_000, 7_654_321)).padStart(7, '0')}`;
  let sum = 0;
  for (const [index, digit] of Array.from(body).reverse().entries()) {
    const value = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    sum += value > 9 ? value - 9 : value;
  }
  return body + String((10 - (sum % 10)) % 10);
}

/** RFC 2606: mail to these domains reaches nobody. */
function makeEmail(given: GivenName, random: SeededRandom): string {
  const domain = random.pick(['example.com', 'example.org', 'example.net']);
  return `${given.latin}.${String(100 + random.below(9_900))}@${domain}`;
}

function makeReading(random: SeededRandom, asOf: number): { value: number; date: string } {
  const date = new Date(asOf - (1 + random.below(35)) * dayMs).toISOString().slice(0, 10);
  return { value: 900 + random.below(98_000), date };
}

/** Below zero the customer owes. Nearly half have paid to the kopeck. */
function makeBalance(region: Region, random: SeededRandom): number {
  if (random.chance(45)) return 0;
  const months = (10 + random.below(240)) / 100;
  const minor = Math.round(region.monthMinor * months);
  return random.chance(65) ? -minor : Math.round(minor / 3);
}
