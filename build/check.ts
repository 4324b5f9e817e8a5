import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Every static check, in the order in which a fault is cheapest to understand. All of them run; any fault fails. */
const checks = [
  ['types', 'tsc', ['-b']],
  ['lint', 'eslint', ['--config', 'build/config/eslint.config.js', 'electron', 'renderer', 'build', 'test']],
  [
    'boundaries',
    'depcruise',
    [
      '--config',
      'build/config/dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      'electron',
      'renderer',
      'build',
    ],
  ],
  ['unused', 'knip', ['--config', 'build/config/knip.json', '--no-progress']],
  ['styles', 'stylelint', ['--config', 'build/config/stylelint.config.js', 'renderer/**/*.css']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
] as const;

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
}

/** Runs two at a time: most are bound to one core each. */
export async function runChecks(names: readonly string[] = []): Promise<CheckResult[]> {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    throw new Error(
      `Node 24 is needed, this is ${process.versions.node}: run through npm, which finds the packaged one`,
    );
  }
  const waiting = checks.filter(([name]) => names.length === 0 || names.includes(name));
  const results: CheckResult[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, program, args] = next;
      const { ok, output, seconds } = await run(program, args);
      console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(0)} s)`);
      if (!ok) console.log(output);
      results.push({ name, ok });
    }
  };
  await Promise.all([work(), work()]);
  return results;
}

function run(
  program: string,
  args: readonly string[],
): Promise<{ readonly ok: boolean; readonly output: string; readonly seconds: number }> {
  const started = Date.now();
  const windows = process.platform === 'win32';
  const file = join(root, 'node_modules', '.bin', windows ? `${program}.cmd` : program);
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, shell: windows, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ ok: false, output: error.message, seconds: 0 }));
    child.on('close', (code) => resolve({ ok: code === 0, output, seconds: (Date.now() - started) / 1_000 }));
  });
}

if (import.meta.main) {
  const results = await runChecks(process.argv.slice(2));
  process.exit(results.every(({ ok }) => ok) ? 0 : 1);
}
