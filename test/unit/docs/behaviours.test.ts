import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../support/paths.ts';

/** Behaviours 1 to 79 of a softphone; what each is, its tests say. */
const behaviours = Array.from({ length: 79 }, (_, index) => index + 1);

/** A title of a test or of a group, written on one line or on the line after `test(`. */
const title =
  /^\s*(?:(?:it|test|describe)(?:\.\w+)*(?:\([^'"`]*\))?\(\s*|\](?: as const)?\)\(\s*|\)\(\s*)?['"`]((?:\[\d{1,2}\] ?)+)/u;

it('every behaviour of the softphone has a test that bears its number', () => {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const shown = new Set<number>();
  for (const file of files) {
    for (const line of readFileSync(join(root, 'test', file), 'utf8').split('\n')) {
      const numbers = title.exec(line)?.[1] ?? '';
      for (const [, number] of numbers.matchAll(/\[(\d{1,2})\]/gu)) shown.add(Number(number));
    }
  }
  expect(behaviours.filter((number) => !shown.has(number))).toEqual([]);
});
