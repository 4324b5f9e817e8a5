import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import type { DialPlan } from '../../../electron/common/customer/dial-plan.ts';
import { parsePhone } from '../../../electron/common/customer/parse-phone.ts';
import { makeSampleCustomers } from '../../../electron/node/store/sample/sample-customers.ts';

const country = fc.constantFrom('UA', 'RU', 'RO', 'MD', 'IR', 'GB', 'US', 'DE', 'KZ', undefined);
const dialPlan: fc.Arbitrary<DialPlan> = fc.record(
  {
    extensionLength: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant<[number, number]>([3, 4])),
    shortCodes: fc.array(fc.constantFrom('7700', '*55#', '08')),
    outsidePrefix: fc.constantFrom('9', '0', ''),
    trunkPrefixes: fc.array(fc.constantFrom('8', '0', '')),
  },
  { requiredKeys: [] },
);
const phoneLike = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...Array.from('0123456789')) },
      fc.constantFrom(
        '+',
        '(',
        ')',
        '-',
        ' ',
        '/',
        ';',
        ',',
        '*',
        '#',
        '.',
        '\n',
        '"',
        '<',
        '>',
        '%',
        '@',
        '=',
        "'",
      ),
      fc.constantFrom(
        'доб. ',
        'ext',
        'x',
        'або',
        'sip:',
        'tel:',
        'sips:',
        ';ext=',
        ';phone-context=+',
        '@a.invalid',
      ),
      fc.constantFrom('۵', '\u200F', '\uFF0B', '\u2013', 'E+', '.0', 'Анонім', 'داخلی', '\u00A0', '\u2028'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(phoneLike, fc.string({ unit: 'binary', maxLength: 60 }));

const numbers = [...makeSampleCustomers({ count: 300, seed: 3, asOf: 0 })].flatMap((customer) =>
  customer.phones.map((phone) => phone.e164),
);

describe('parsePhone for any text', () => {
  it('never throws and keeps its promises about the keys', () => {
    fc.assert(
      fc.property(anyText, country, dialPlan, (raw, where, plan) => {
        const parsed = parsePhone(raw, { country: where, dialPlan: plan });
        expect(parsed.class === 'e164').toBe(parsed.e164 !== undefined);
        if (parsed.extension !== undefined) {
          expect(['e164', 'extension']).toContain(parsed.class);
          expect(parsed.extension).toMatch(/^\d+$/u);
        }
        if (parsed.others !== undefined) {
          expect(new Set([parsed.e164, ...parsed.others]).size).toBe(parsed.others.length + 1);
        }
        if (parsed.class === 'withheld') expect(parsed.display).toBe('');
        if (parsed.e164 !== undefined) {
          expect(parsePhoneNumberFromString(parsed.e164)?.isValid()).toBe(true);
          expect(parsed.display.replace(/\D/gu, '')).toBe(parsed.e164.slice(1) + (parsed.extension ?? ''));
          expect(parsed.display).toMatch(/^\+[\d ()-]+(?: ext\. \d+)?$/u);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads a number again that it has shown', () => {
    fc.assert(
      fc.property(fc.constantFrom(...numbers), country, (number, where) => {
        const first = parsePhone(number, { country: where });
        expect(first.e164).toBe(number);
        expect(parsePhone(first.display, { country: where })).toEqual(first);
        expect(parsePhone(`${first.display} ext. 12`).extension).toBe('12');
      }),
    );
  });

  it('ignores separators, bidi marks and the digits of another script', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', '\u200E', '\u00A0', '(', ')', '\u2011');
    fc.assert(
      fc.property(
        fc.constantFrom(...numbers),
        fc.array(separator, { minLength: 20, maxLength: 20 }),
        (number, signs) => {
          const persian = number.replace(/\d/gu, (digit) => String.fromCodePoint(0x06f0 + Number(digit)));
          const spaced = Array.from(persian)
            .map((sign, index) => sign + (signs[index] ?? ''))
            .join('');
          expect(parsePhone(spaced).e164).toBe(number);
        },
      ),
    );
  });

  it('comes to an end on texts made to be slow', () => {
    const hostile = [
      '\n'.repeat(20_000) + 'x',
      '<'.repeat(20_000),
      '"'.repeat(20_000),
      '1'.repeat(20_000),
      '; ('.repeat(9_000),
    ];
    // A regular expression that goes back and forth would need hours; the time limit of the suite is enough.
    for (const text of hostile) expect(parsePhone(text, { country: 'UA' }).class).toBe('invalid');
  });
});
