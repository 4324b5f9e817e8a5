import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDialLink, parseDialLink } from '../../../electron/common/policy/dial-link.ts';

test.each([
  ['tel:+380441234567', 'tel', '+380441234567'],
  ['TEL:+38-044-123-45-67', 'tel', '+380441234567'],
  ['tel:(044)%20123.45.67', 'tel', '0441234567'],
  ['tel:%2B380441234567', 'tel', '+380441234567'],
  ['tel:7042;phone-context=example.com', 'tel', '7042'],
  ['tel:*100#', 'tel', '*100#'],
  ['tel://0441234567', 'tel', '0441234567'],
  ['callto:0441234567', 'callto', '0441234567'],
  ['sip:101@pbx.example', 'sip', '101@pbx.example'],
  ['sips:anna.b@pbx.example;transport=tcp?Subject=x', 'sip', 'anna.b@pbx.example'],
  ['sip:101', 'sip', '101'],
  ['  tel:101 ', 'tel', '101'],
])('%s asks to dial', (link, scheme, target) => {
  expect(parseDialLink(link)).toEqual({ ok: true, value: { scheme, target } });
});

test.each([
  'tel:',
  'tel:--inspect',
  'tel:-1',
  'tel:%2D%2Dno-sandbox',
  'tel:abc',
  'tel:+',
  'tel:1+2',
  'tel:12%0A34%ZZ',
  'tel:" --gpu-launcher="calc',
  'tel:123456789012345678901234567890123',
  'sip:-x@pbx.example',
  'sip:101@-x',
  'sip:101@pbx.example --flag',
  'sip:a:b@pbx.example',
  'sip:@pbx.example',
  'callto:user name',
  'http://example.com',
  '--tel:101',
  '101',
  '',
])('%j is refused', (link) => {
  expect(parseDialLink(link)).toMatchObject({ ok: false, error: { code: 'call.invalid-number' } });
});

test('a target never looks like a switch and never holds blanks, quotes or control characters', () => {
  const scheme = fc.constantFrom('tel:', 'sip:', 'sips:', 'callto:', 'tel://');
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom('-', '--', '+', '1', '0', '@', 'a', '%2D', '%20', '%0a', ';', '?', '"', '.', '('),
      )
      .map((x) => x.join('')),
  );
  fc.assert(
    fc.property(scheme, body, (prefix, rest) => {
      const link = parseDialLink(prefix + rest);
      if (link.ok) expect(link.value.target).toMatch(/^(?!-)[\x21\x23-\x7e]+$/);
    }),
    { numRuns: 2_000 },
  );
});

test('a number survives any visual separators between its digits (RFC 3966)', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }).map(String), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(digits, fc.constantFrom('-', '.', '(', ')', ' ', '%20', '\u00A0'), (number, separator) => {
      const link = parseDialLink(`tel:+${number.join(separator)}`);
      expect(link).toEqual({ ok: true, value: { scheme: 'tel', target: `+${number.join('')}` } });
    }),
  );
});

test('finds the link among switches, wherever Chromium puts it', () => {
  const target = { scheme: 'tel', target: '101' };
  expect(findDialLink(['Offhook.exe', '--allow-file-access', 'tel:101'])).toEqual(target);
  expect(findDialLink(['tel:101', '--x'])).toEqual(target);
  expect(findDialLink(['Offhook.exe', '--tel:101'])).toBeNull();
  expect(findDialLink([])).toBeNull();
});
