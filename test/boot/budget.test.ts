import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const electron = join(import.meta.dirname, '../../electron');

/** Lines of code of every file that needs Electron at run time; comments and blank lines explain and do not count. */
async function readElectronLayer(): Promise<{ file: string; lines: number; text: string }[]> {
  const layer = [];
  for (const folder of ['electron-main', 'preload'])
    for (const file of (await readdir(join(electron, folder))).filter((name) => name.endsWith('.ts'))) {
      const text = await readFile(join(electron, folder, file), 'utf8');
      const lines = text.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length;
      layer.push({ file: `${folder}/${file}`, lines, text });
    }
  return layer;
}

test('what only Electron can run stays small: 800 lines of code in all, 120 in a file', async () => {
  const layer = (await readElectronLayer()).filter(({ text }) =>
    /^import (?!type).* from 'electron';$/m.test(text),
  );
  expect(layer.length).toBeGreaterThan(10);
  expect(layer.filter(({ lines }) => lines > 120)).toEqual([]);
  expect(layer.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThanOrEqual(800);
});

test('it holds no cast and no any', async () => {
  const layer = await readElectronLayer();
  expect(
    layer.filter(({ text }) => /\bas (?!const\b)[A-Z{]|:\s*any\b/.test(text)).map(({ file }) => file),
  ).toEqual([]);
});
