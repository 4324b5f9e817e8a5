import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../support/paths.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-arrows-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(root, 'build'), join(folder, 'build'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Names of the rules of the real configuration that a small tree of planted files breaks. */
function brokenRules(): string[] {
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(root, 'build/config/dependency-cruiser.cjs'),
      '--output-type',
      'json',
      'electron',
      'renderer',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const { summary } = JSON.parse(result.stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

describe('a wrong import fails the check', { timeout: 60_000 }, () => {
  beforeEach(() => {
    plant('electron/common/rule.ts', 'export const rule = 1;\n');
    plant('electron/node/adapter.ts', "export { rule } from '../common/rule.ts';\n");
    plant('renderer/desk/view.ts', "export { rule } from '../../electron/common/rule.ts';\n");
    plant('renderer/phone/page.ts', 'export const page = 1;\n');
  });

  it('while the right ones pass', () => {
    expect(brokenRules()).toEqual([]);
  });

  it.each([
    ['common on an adapter', 'electron/common/wrong.ts', '../node/adapter.ts', 'electron-common-arrows'],
    ['the desk on the phone', 'renderer/desk/wrong.ts', '../phone/page.ts', 'renderer-desk-arrows'],
    [
      'the desk on an adapter',
      'renderer/desk/wrong.ts',
      '../../electron/node/adapter.ts',
      'renderer-desk-arrows',
    ],
    ['the hub on an adapter', 'electron/hub/wrong.ts', '../node/adapter.ts', 'electron-hub-arrows'],
    ['common on Node', 'electron/common/wrong.ts', 'node:fs', 'common-is-pure'],
    ['the hub on Electron', 'electron/hub/wrong.ts', 'electron', 'electron-in-two-folders'],
  ])('%s', (_what, file, target, rule) => {
    plant(file, `import * as wrong from '${target}';\nexport const used = wrong;\n`);
    expect(brokenRules()).toContain(rule);
  });
});
