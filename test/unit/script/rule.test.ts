import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { mergeData } from '../../../electron/common/script/merge-context.ts';
import { compute, holds, readRule } from '../../../electron/common/script/rule.ts';

const data = mergeData({ time: { part: 'morning' } }, { meter: 40, none: '' }, { flat: 'in' });

describe('conditions and formulas', () => {
  it('read merge fields, fields and answers', () => {
    expect(holds({ '==': [{ var: 'time.part' }, 'morning'] }, data)).toBe(true);
    expect(holds({ and: [{ var: 'fields.meter' }, { '===': [{ var: 'answers.flat' }, 'in'] }] }, data)).toBe(
      true,
    );
    expect(holds({ missing: ['fields.none'] }, data)).toBe(true);
    expect(compute({ if: [{ '>': [{ var: 'fields.meter' }, 30] }, 'much', 'little'] }, data)).toBe('much');
    expect(compute({ '+': [{ var: 'fields.meter' }, { var: ['fields.other', 2] }] }, data)).toBe(42);
  });

  it('take an empty text for missing, and compare texts, dates and numbers as people do', () => {
    expect(holds({ '!': [{ missing: ['fields.meter'] }] }, data)).toBe(true);
    expect(holds({ '==': [{ var: ['fields.none', 'x'] }, 'x'] }, data)).toBe(true);
    expect(holds({ '!=': [{ var: 'fields.meter' }, 'many'] }, data)).toBe(true);
    expect(holds({ '==': [{ var: 'fields.meter' }, '40'] }, data)).toBe(true);
    expect(holds({ '==': [{ var: 'fields.other' }, 0] }, data)).toBe(false);
    expect(holds({ '<': ['2026-01-31', '2026-02-01'] }, data)).toBe(true);
    expect(holds({ '<=': [30, { var: 'fields.meter' }, 40] }, data)).toBe(true);
    expect(holds({ '<': [30, { var: 'fields.meter' }, 40] }, data)).toBe(false);
    expect(compute({ '-': [{ max: [1, { var: 'fields.meter' }] }] }, data)).toBe(-40);
    expect(compute({ '%': [7, 4] }, data)).toBe(3);
  });

  it('are false, or have no value, where they cannot be computed', () => {
    expect(holds({ '<': [{ var: 'fields.other' }, { nonsense: 1 }] }, data)).toBe(false);
    expect(compute({ '/': [1, 0] }, data)).toBeNull();
    expect(compute({ '*': [{ var: 'fields.other' }, 2] }, data)).toBeNull();
    expect(holds({ '<=': [{ var: 'fields.other' }, 5] }, data)).toBe(false);
    expect(compute({ '+': ['a', 1] }, data)).toBeNull();
    expect(compute({ merge: [[1], [2]] }, data)).toBeNull();
  });

  it('do not reach what every object inherits', () => {
    expect(compute({ cat: [{ var: 'fields.constructor.name' }] }, data)).toBe('');
    expect(holds({ var: 'customer.toString' }, data)).toBe(false);
    expect(holds({ var: '__proto__' }, data)).toBe(false);
  });

  it('name the variables they read, defaults included', () => {
    const rule = { or: [{ var: ['a.b', { var: 'c.d' }] }, { missing_some: [1, ['e.f']] }] };
    expect(readRule(rule)).toEqual({ variables: ['a.b', 'c.d', 'e.f'], problems: [] });
    expect(readRule({ var: 'a', or: [1] }).problems).toHaveLength(1);
  });

  it('run where no code may be made from strings, as under the page’s security policy', () => {
    const module = new URL('../../../electron/common/script/rule.ts', import.meta.url).href;
    const program = `
      import { holds, compute } from ${JSON.stringify(module)};
      let evaluates = true;
      try { eval('1'); } catch { evaluates = false; }
      const data = { time: { part: 'day' }, fields: { a: 20 } };
      const rule = { and: [{ in: [{ var: 'time.part' }, ['day', 'night']] }, { '>': [{ '*': [{ var: 'fields.a' }, 2] }, 39] }] };
      console.log(JSON.stringify([evaluates, holds(rule, data), compute({ '-': [{ var: 'fields.a' }, 1] }, data)]));
    `;
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', program];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }))).toEqual([
      false,
      true,
      19,
    ]);
  });
});
