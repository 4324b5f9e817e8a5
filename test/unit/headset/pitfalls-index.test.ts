import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../support/paths.ts';

/** Where headsets are tested: rules, transports, processes, a real kernel. */
const places = ['test/unit/headset/*', 'test/contract/headset-*', 'test/host/*headset*', 'test/hid-vm/**/*'];

/** The numbers in texts, that is in titles of tests; comments are left out. */
function citedIn(source: string): number[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '');
  return [...code.matchAll(/['"`][^'"`\n]*\bP\d+\b[^'"`\n]*['"`]/gu)].flatMap(([text]) =>
    [...text.matchAll(/\bP(\d+)\b/gu)].map(([, number]) => Number(number)),
  );
}

describe('the pitfalls of headsets', () => {
  it('all have a test that names them', () => {
    const files = places.flatMap((place) => globSync(join(root, `${place}.test.ts`)));
    const cited = new Set(files.flatMap((file) => citedIn(readFileSync(file, 'utf8'))));
    const all = Array.from({ length: 40 }, (_, index) => index + 1);
    expect(all.filter((number) => !cited.has(number))).toEqual([]);
    expect([...cited].filter((number) => !all.includes(number))).toEqual([]);
  });
});
