import { describe, expect, it } from 'vitest';
import { fillMarkdown, fillPlain, type Writing } from '../../../electron/common/script/fill-words.ts';
import { mergeData, mergeTime, type MergeContext } from '../../../electron/common/script/merge-context.ts';
import { mergeCustomer } from '../../../electron/common/script/merge-customer.ts';

const context: MergeContext = {
  customer: { name: 'Олена Коваль', balance: -1250.5, phone: '+380501112233', town: '' },
  company: { name: '*Світло* [energy](http://x)', phone: '+380441234567' },
  case: { number: 'C-1042', due: '2026-03-05' },
  call: { time: Date.UTC(2026, 2, 5, 7, 4) },
  time: { clock: '09:05' },
};
const data = mergeData(context, { account: '0441234567', reading: 12345.5 }, {});
const fill = (text: string, writing: Writing = { language: 'en' }) => fillMarkdown(text, data, writing);
/** Intl puts no-break spaces of several kinds between digits and units. */
const plainSpaces = (text: string) => text.replace(/[\u00A0\u202F]/gu, ' ');

describe('merge fields', () => {
  it('stand visibly blank where there is no value', () => {
    expect(fill('Dear {{ customer.first_name }}!')).toBe('Dear \u27E6customer.first_name\u27E7!');
    expect(fill('{{ customer.town | upcase }}')).toBe('\u27E6customer.town\u27E7');
    expect(fill('{{ customer.constructor }}{{ constructor.name }}')).toBe(
      '\u27E6customer.constructor\u27E7\u27E6constructor.name\u27E7',
    );
  });

  it('take the default instead, also behind another filter', () => {
    expect(fill('{{ customer.town | default: "your town" }}')).toBe('your town');
    expect(fill('{{ customer.email | upcase | default: "an | address" }}')).toBe('an \\| address');
  });

  it('never become markup: values are escaped in Markdown and left alone in labels', () => {
    expect(fill('{{ company.name }}')).toBe('\\*Світло\\* \\[energy\\](http://x)');
    expect(fillPlain('{{ company.name }}', data, { language: 'en' })).toBe('*Світло* [energy](http://x)');
    const sly = mergeData(
      { customer: { name: '# a\n\n- b', address: '1. c', email: '{{ customer.phone }}' } },
      {},
      {},
    );
    expect(
      fillMarkdown('{{ customer.name }}|{{ customer.address }}|{{ customer.email }}', sly, {
        language: 'en',
      }),
    ).toBe('\\# a - b|1\\. c|{{ customer.phone }}');
  });

  it('keep numbers left to right within right-to-left words', () => {
    const fa = { language: 'fa' };
    expect(fill('{{ fields.account }}', fa)).toBe('\u20660441234567\u2069');
    expect(fill('{{ customer.phone | phone }}', fa)).toBe('\u2066+380 50 111 2233\u2069');
    expect(fill('{{ customer.name }}', fa)).toBe('Олена Коваль');
  });
});

describe('filters', () => {
  it.each([
    ['{{ customer.name | upcase }}', 'uk', 'ОЛЕНА КОВАЛЬ'],
    ['{{ customer.name | downcase | capitalize }}', 'uk', 'Олена коваль'],
    ['{{ fields.account | digits }}', 'uk', '044 123 4567'],
    ['{{ company.phone | phone }}', 'en', '+380 44 123 4567'],
    ['{{ case.number | phone }}', 'en', 'C-1042'],
    ['{{ case.due | date }}', 'en', 'March 5, 2026'],
    ['{{ case.due | date: "short" }}', 'uk', '05.03.26'],
    ['{{ case.due | date }}', 'fa', '۱۴ اسفند ۱۴۰۴'],
    ['{{ time.clock | time }}', 'en', '9:05 AM'],
    ['{{ call.time | time }}', 'uk', '09:04'],
    ['{{ case.number | date }}', 'en', 'C-1042'],
    ['{{ fields.reading | number }}', 'uk', '12 345,5'],
    ['{{ fields.reading | number }}', 'fa', '۱۲٬۳۴۵٫۵'],
    ['{{ customer.balance | money }}', 'ro', '-1.250,50 RON'],
    ['{{ customer.balance | money: "EUR" }}', 'en', '-€1,250.50'],
    ['{{ customer.name | number }}', 'en', 'Олена Коваль'],
  ])('%s in %s is %s', (text, language, expected) => {
    const written = fill(text, { language, currency: 'RON', timeZone: 'Europe/Kyiv' });
    expect(plainSpaces(written).replace(/[\u2066\u2069]/gu, '')).toBe(expected);
  });
});

describe('what is known of a moment and a customer', () => {
  it('is the part of the day where the caller is', () => {
    const moment = Date.UTC(2026, 0, 1, 22, 30);
    expect(mergeTime(moment, 'Europe/Kyiv')).toEqual({ part: 'night', date: '2026-01-02', clock: '00:30' });
    expect(mergeTime(moment, 'America/New_York')).toEqual({
      part: 'evening',
      date: '2026-01-01',
      clock: '17:30',
    });
    expect(mergeTime(Date.UTC(2026, 0, 1, 5), 'UTC').part).toBe('morning');
    expect(mergeTime(Date.UTC(2026, 0, 1, 11), 'UTC').part).toBe('day');
  });

  it('is the customer’s card, money in whole units', () => {
    const merged = mergeCustomer({
      id: '1',
      account: '100200',
      name: 'Коваль Олена Іванівна',
      firstName: 'Олена',
      lastName: 'Коваль',
      patronymic: 'Іванівна',
      language: 'uk',
      address: '',
      town: 'Київ',
      email: '',
      tariff: '',
      meterNumber: '',
      lastReading: null,
      balanceMinor: -125050,
      currency: 'UAH',
      flags: [],
      phones: [{ e164: '+380501112233', raw: '050 111 22 33', label: '' }],
    });
    expect(merged.customer).toMatchObject({
      salutation: 'Олена Іванівна',
      balance: -1250.5,
      phone: '+380501112233',
    });
    expect(merged.currency).toBe('UAH');
  });
});
