import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../renderer/phone/sip/lib/clean-text.ts';
import { readAssertedParty, readRemoteParty } from '../../../renderer/phone/sip/message/incoming-identity.ts';
import {
  parseNameAddr,
  parsePartyUri,
  splitAtCommas,
  splitParams,
} from '../../../renderer/phone/sip/message/name-addr.ts';

/** A message with just these headers. */
function message(headers: Record<string, string | readonly string[]>) {
  const fields = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]),
  );
  return { getHeaders: (name: string): readonly string[] => fields.get(name.toLowerCase()) ?? [] };
}

const from = '"Anna From" <sip:100@pbx.invalid>;tag=1';
const rpid = '"Rita Remote" <sip:200@pbx.invalid>;party=calling;privacy=off';
const pai = '"Paula Asserted" <sip:300@pbx.invalid>';

describe('[38] who calls', () => {
  test.each([
    ['From alone', { From: from }, { number: '100', name: 'Anna From', withheld: false }],
    [
      'Remote-Party-ID before From',
      { From: from, 'Remote-Party-ID': rpid },
      { number: '200', name: 'Rita Remote', withheld: false },
    ],
    [
      'P-Asserted-Identity before both',
      { From: from, 'Remote-Party-ID': rpid, 'P-Asserted-Identity': pai },
      { number: '300', name: 'Paula Asserted', withheld: false },
    ],
    [
      'the tel URI for the number and the sip URI for the name',
      { From: from, 'P-Asserted-Identity': '"Olena" <sip:olena@pbx.invalid>, <tel:+380-44-123(45)67;ext=1>' },
      { number: '+380441234567', name: 'Olena', withheld: false },
    ],
    [
      'two asserted headers instead of one with a comma',
      { From: from, 'P-Asserted-Identity': ['<sip:+380441234567@pbx.invalid>', '<tel:+380441234567>'] },
      { number: '+380441234567', withheld: false },
    ],
    [
      'the name of From for the same number',
      { From: '"Ivan" <sip:300@pbx.invalid>;tag=1', 'P-Asserted-Identity': '<sip:300@pbx.invalid>' },
      { number: '300', name: 'Ivan', withheld: false },
    ],
    [
      'no name of From for another number',
      { From: from, 'P-Asserted-Identity': '<sip:300@pbx.invalid>' },
      { number: '300', withheld: false },
    ],
    [
      'a Remote-Party-ID of the called party says nothing about the caller',
      { From: from, 'Remote-Party-ID': '"Us" <sip:101@pbx.invalid>;party=called' },
      { number: '100', name: 'Anna From', withheld: false },
    ],
    [
      'an anonymous From with an asserted identity that nobody asked to hide',
      { From: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1', 'P-Asserted-Identity': pai },
      { number: '300', name: 'Paula Asserted', withheld: false },
    ],
    ['Privacy id', { From: from, 'P-Asserted-Identity': pai, Privacy: 'id' }, { number: '', withheld: true }],
    [
      'Privacy with several values',
      { From: from, Privacy: 'header; ID;critical' },
      { number: '', withheld: true },
    ],
    ['Privacy none', { From: from, Privacy: 'none' }, { number: '100', name: 'Anna From', withheld: false }],
    [
      'Remote-Party-ID with privacy',
      { From: from, 'Remote-Party-ID': '<sip:200@pbx.invalid>;privacy=full' },
      { number: '', withheld: true },
    ],
    [
      'anonymous.invalid',
      { From: '<sip:anonymous@anonymous.invalid>;tag=1' },
      { number: '', withheld: true },
    ],
    [
      'anonymous at another host',
      { From: '"Anonymous" <sip:Anonymous@pbx.invalid>;tag=1' },
      { number: '', withheld: true },
    ],
    ['no brackets', { From: 'sip:100@pbx.invalid;tag=1' }, { number: '100', withheld: false }],
    [
      'an escaped number',
      { From: '<sip:%2B380441234567@pbx.invalid>;tag=1' },
      { number: '+380441234567', withheld: false },
    ],
    [
      'parameters inside the user part',
      { From: '<sip:+380441234567;phone-context=ua@pbx.invalid;user=phone>;tag=1' },
      { number: '+380441234567', withheld: false },
    ],
    [
      'a name equal to the number',
      { From: '"100" <sip:100@pbx.invalid>' },
      { number: '100', withheld: false },
    ],
    [
      'quotes, commas and brackets in the name',
      { From: '"Sm\\"ith, <J> \\\\" <sip:100@pbx.invalid>' },
      { number: '100', name: 'Sm"ith, <J> \\', withheld: false },
    ],
    [
      'direction marks in name and number',
      { From: '"\u202Eevil\u2066\u200F" <sip:1\u202E00@pbx.invalid>' },
      { number: '100', name: 'evil', withheld: false },
    ],
    ['nothing that can be read', { From: 'garbage' }, { number: '', withheld: true }],
  ])('%s', (_what, headers, expected) => {
    expect(readRemoteParty(message(headers))).toEqual(expected);
  });

  test('within a call only asserted headers count', () => {
    expect(readAssertedParty(message({ From: from }))).toBeNull();
    expect(readAssertedParty(message({ From: from, 'P-Asserted-Identity': pai }))).toEqual({
      number: '300',
      name: 'Paula Asserted',
      withheld: false,
    });
  });

  test('whatever the headers hold, the result is bounded and clean', () => {
    const header = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary', minLength: 257, maxLength: 400 }),
    );
    fc.assert(
      fc.property(header, header, header, header, (From, rpid_, pai_, Privacy) => {
        const party = readRemoteParty(
          message({ From, 'Remote-Party-ID': rpid_, 'P-Asserted-Identity': pai_, Privacy }),
        );
        const text = party.number + (party.name ?? '');
        expect(party.number.length).toBeLessThanOrEqual(256);
        expect((party.name ?? '').length).toBeLessThanOrEqual(256);
        expect(text).not.toMatch(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
        expect(text.isWellFormed()).toBe(true);
        if (party.withheld) expect(party).toEqual({ number: '', withheld: true });
      }),
    );
  });

  test('any display name survives quoting', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (name) => {
        const quoted = name.replace(/["\\]/g, '\\$&');
        expect(parseNameAddr(`"${quoted}" <sip:100@pbx.invalid>;tag=a`)).toMatchObject({
          name,
          uri: 'sip:100@pbx.invalid',
        });
      }),
    );
  });
});

describe('the parts of a header', () => {
  test('commas and semicolons inside quotes and brackets do not separate', () => {
    expect(splitAtCommas('"a,b" <sip:x,y@h>, <sip:z>')).toEqual(['"a,b" <sip:x,y@h>', ' <sip:z>']);
    const { head, params } = splitParams('SIP ;cause=200;text="a;b \\"c\\"";flag');
    expect(head).toBe('SIP');
    expect([...params]).toEqual([
      ['cause', '200'],
      ['text', 'a;b "c"'],
      ['flag', ''],
    ]);
  });

  test.each([
    ['sip:alice@example.com:5060;transport=ws', { scheme: 'sip', user: 'alice', host: 'example.com' }],
    ['sips:Bob:secret@[2001:db8::1]:5061', { scheme: 'sips', user: 'Bob', host: '[2001:db8::1]' }],
    ['tel:+380441234567;phone-context=x', { scheme: 'tel', user: '+380441234567', host: '' }],
    ['sip:example.com', { scheme: 'sip', user: '', host: 'example.com' }],
    ['sip:50%@h', { scheme: 'sip', user: '50%', host: 'h' }],
    ['https://example.com', null],
  ])('%s names a party', (uri, expected) => {
    expect(parsePartyUri(uri)).toEqual(expected);
  });
});

describe('clean text', () => {
  test('keeps the joiners that Persian names need', () => {
    expect(cleanText(' می\u200Cخواهم\u202B ', 256)).toBe('می\u200Cخواهم');
  });

  test('never cuts a character in two', () => {
    expect(cleanText('ab😀', 3)).toBe('ab');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, max) => {
        const clean = cleanText(text, max);
        expect(clean.length).toBeLessThanOrEqual(max);
        expect(clean.isWellFormed()).toBe(true);
      }),
    );
  });
});
