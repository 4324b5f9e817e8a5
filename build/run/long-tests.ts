import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * Runs test files as a long run of theirs: the same properties over many more cases than `npm test` has time for. Prints
 * figures as the other benchmarks do; any property that does not hold fails the run.
 */
export function runLong(options: {
  readonly bench: string;
  readonly cases: number;
  readonly projects: readonly string[];
  readonly files: readonly string[];
}): void {
  const { bench, cases, projects, files } = options;
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const flags = ['run', '--config', 'build/config/vitest.config.ts', '--reporter=verbose'];
  const selected = projects.flatMap((project) => ['--project', project]);
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [vitest, ...flags, ...selected, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, OFFHOOK_LONG: '1' },
  });
  const seconds = Math.round((performance.now() - started) / 1_000);
  const holds = status === 0;
  console.table([{ cases, seconds, perSecond: Math.round(cases / seconds), holds }]);
  console.log(JSON.stringify({ bench, node: process.version, cases, seconds, holds }));
  process.exitCode = holds ? 0 : 1;
}
