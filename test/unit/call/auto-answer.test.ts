import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowsAutoAnswer, autoAnswerSettingsSchema } from '../../../electron/common/call/auto-answer.ts';

const allows = (from: readonly string[] | undefined, number: string, host: string): boolean =>
  allowsAutoAnswer(
    autoAnswerSettingsSchema.parse(from === undefined ? { on: true } : { on: true, from }),
    { number, host },
    'pbx.invalid',
  );

describe('[37] who may have a call answered without the operator', () => {
  test.each([
    [undefined, '700', 'pbx.invalid', true],
    [undefined, '700', 'PBX.invalid', true],
    [undefined, '700', 'pbx.invalid.evil', false],
    [undefined, '+380441234567', '', false],
    [['*.example.com'], '700', 'a.example.com', true],
    [['*.example.com'], '700', 'example.com', false],
    [['70*'], '701', 'x', true],
    [['70*'], '171', 'x', false],
    [['+38*7*9'], '+380771199', 'x', true],
    [['+38*7*9'], '+380661199', 'x', false],
    [['a*a'], 'a', 'x', false],
    [['.*'], '700', 'x', false],
    [[], '700', 'pbx.invalid', false],
    [['*'], '', '', false],
    [['*'], '1', '', true],
  ])('%j lets %s of %s: %s', (from, number, host, expected) => {
    expect(allows(from, number, host)).toBe(expected);
  });

  test('nobody while it is off', () => {
    const off = autoAnswerSettingsSchema.parse({ from: ['*'] });
    expect(allowsAutoAnswer(off, { number: '1', host: 'pbx.invalid' }, 'pbx.invalid')).toBe(false);
  });

  test('a pattern with stars lets exactly what the same regular expression would', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 10 }),
        (pattern, text) => {
          const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
          expect(allows([pattern], text, '')).toBe(expected);
        },
      ),
    );
  });
});
