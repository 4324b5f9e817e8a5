import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callDataSchema } from '../../../electron/common/call/call-model.ts';
import { decodeUserToUser, readCallData } from '../../../renderer/phone/sip/message/call-data.ts';

const invite = (lines: readonly string[], body = ''): string =>
  ['INVITE sip:101@pbx.invalid SIP/2.0', 'From: <sip:1@h>', ...lines, '', body].join('\r\n');

describe('data of the exchange', () => {
  test('names stay as the exchange writes them, the first of equal names wins', () => {
    const data = readCallData(
      invite(['X-CallId: 17', 'x-queue: support', 'X-Queue: other', 'X-Campaign: spring; region="north"']),
    );
    expect(data).toEqual({ 'X-CallId': '17', 'x-queue': 'support', 'X-Campaign': 'spring; region="north"' });
  });

  test('folded lines belong together, the body does not count', () => {
    const data = readCallData(invite(['X-Note: one', '  two'], 'X-Body: no'));
    expect(data).toEqual({ 'X-Note': 'one two' });
  });

  test('empty values, long names and more than 32 entries are left out; long values are cut', () => {
    const many = Array.from({ length: 50 }, (_, i) => `X-N${i}: ${i}`);
    const data = readCallData(
      invite(['X-Empty: ', `X-${'n'.repeat(80)}: 1`, `X-Long: ${'v'.repeat(9_000)}`, ...many]),
    );
    expect(Object.keys(data)).toHaveLength(32);
    expect(data['X-Long']).toHaveLength(512);
    expect(data).not.toHaveProperty('X-Empty');
  });

  test('several User-to-User values are numbered', () => {
    const data = readCallData(
      invite(['User-to-User: 4f6e65;encoding=hex, 54776f;encoding=hex', 'User-to-User: 5433']),
    );
    expect(data).toEqual({ 'User-to-User': 'One', 'User-to-User-2': 'Two', 'User-to-User-3': 'T3' });
  });

  test('whatever a message holds, the data fits the contract', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 6 }),
        fc.string(),
        (headers, body) => {
          const lines = headers.map(([name, value]) => `X-${name}: ${value}`);
          const data = readCallData(invite([...lines, `User-to-User: ${body}`], body));
          expect(callDataSchema.safeParse(data).success).toBe(true);
        },
      ),
    );
  });
});

describe('User-to-User (RFC 7433)', () => {
  test.each([
    ['4f72646572203132;encoding=hex;purpose=isdn-uui;content=isdn-uui', 'Order 12'],
    ['044f72646572;encoding=hex;purpose=isdn-uui', 'Order'],
    ['D0A2D0B5D181D182;encoding=HEX', 'Тест'],
    ['e9;encoding=hex', 'é'],
    ['"plain text; with \\"quotes\\""', 'plain text; with "quotes"'],
    ['token', 'token'],
    ['123', '123'],
    ['4f72;encoding=base64', '4f72'],
    ['', ''],
  ])('%j is %j', (value, expected) => {
    expect(decodeUserToUser(value)).toBe(expected);
  });

  test('any text comes back from its hex form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        fc.pre(
          text.trim() === text &&
            !/[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u.test(text),
        );
        const hex = Buffer.from(text, 'utf8').toString('hex');
        expect(decodeUserToUser(`${hex};encoding=hex`)).toBe(text);
      }),
    );
  });
});
