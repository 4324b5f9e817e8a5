import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const cases = 1_000_000;

/** A million cases of the headset's properties, which `npm test` runs 20,000 of; any that does not hold fails the run. */
export function run(): Promise<void> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const flags = [
    'run',
    '--config',
    'build/config/vitest.config.ts',
    '--project',
    'unit',
    '--reporter=verbose',
  ];
  const started = performance.now();
  const { status } = spawnSync(
    process.execPath,
    [vitest, ...flags, 'test/unit/headset/headset-properties.test.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, OFFHOOK_LONG: '1' } },
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  const holds = status === 0;
  console.table([{ cases, seconds, perSecond: Math.round(cases / seconds), holds }]);
  console.log(JSON.stringify({ bench: 'headset-fuzz', node: process.version, cases, seconds, holds }));
  process.exitCode = holds ? 0 : 1;
  return Promise.resolve();
}
