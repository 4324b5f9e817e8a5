import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findChromium } from '../electron/browser-host/chromium.ts';
import { runChecks } from './check.ts';
import { installDebianPackages } from './run/debian-packages.ts';
import { findElectron } from './run/electron-runtime.ts';
import { ensureBuilt } from './run/ensure-built.ts';

const root = join(import.meta.dirname, '..');
const inCi = process.env['CI'] !== undefined;

interface Suite {
  readonly name: string;
  /** Why the suite cannot run on this machine; `undefined` if it can. */
  readonly obstacle: () => string | undefined;
  /** In CI a suite that cannot run is a failure, unless nothing there could make it run. */
  readonly mayMissInCi?: true;
}

const always = (): undefined => undefined;

const suites: readonly Suite[] = [
  { name: 'unit', obstacle: always },
  { name: 'contract', obstacle: always },
  { name: 'host', obstacle: always },
  { name: 'boot', obstacle: always },
  { name: 'packaging', obstacle: always },
  {
    name: 'browser',
    obstacle: () =>
      findChromium() === undefined ? 'no Chromium, Chrome or Edge (OFFHOOK_CHROMIUM)' : undefined,
  },
  { name: 'pbx', obstacle: pbxObstacle },
  { name: 'hid', obstacle: hidObstacle },
  {
    name: 'electron',
    obstacle: () =>
      findElectron(root) === undefined ? 'no Electron runtime (npx install-electron)' : undefined,
    mayMissInCi: true,
  },
];

/** The suite itself knows what it needs: Linux, root, a few packages, a namespace of its own. */
function pbxObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'a real exchange is set up on Linux only';
  const asked = spawnSync('sh', ['test/pbx/run.sh', '--can-run'], { cwd: root, encoding: 'utf8' });
  return asked.status === 0 ? undefined : asked.stdout.trim();
}

/** Virtual headsets need a kernel of their own, in a virtual machine. */
function hidObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'virtual headsets are made on Linux only';
  const asked = spawnSync('sh', ['test/hid-vm/vm/can-run.sh'], { cwd: root, encoding: 'utf8' });
  return asked.status === 0 ? undefined : asked.stdout.trim();
}

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
  numTotalTests: z.number(),
});

/** Runs one suite with the runner's own output and counts from its report. A suite that ran nothing has failed. */
export function runSuite(name: string): Count {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-report-'));
  const file = join(folder, 'report.json');
  const windows = process.platform === 'win32';
  spawnSync(
    'npm',
    [
      'run',
      '--silent',
      `test:${name}`,
      '--',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { cwd: root, stdio: 'inherit', shell: windows },
  );
  const report = existsSync(file)
    ? reportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    : undefined;
  rmSync(folder, { recursive: true, force: true });
  if (report?.success !== true || report.data.numTotalTests === 0)
    return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = report.data;
  // A file that could not be loaded has no test to count, and must not look green.
  const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}

/** Chromium with glyphs for every language of the desk, what node-hid links to, and what exchange and VM suite need. */
function debianPackages(): string[] {
  const lists = ['test/pbx/bed/packages.txt', 'test/hid-vm/vm/packages.txt'];
  const listed = lists.flatMap((file) => readFileSync(join(root, file), 'utf8').split(/\s+/u));
  return ['chromium', 'fonts-noto-core', 'libusb-1.0-0', ...listed.filter((name) => name !== '')];
}

async function main(): Promise<void> {
  installDebianPackages(debianPackages());
  const count: Count = { passed: 0, failed: 0, skipped: 0 };
  const notes: string[] = [];
  await ensureBuilt(root);
  for (const { ok } of await runChecks()) count[ok ? 'passed' : 'failed'] += 1;
  for (const suite of suites) {
    const obstacle = suite.obstacle();
    if (obstacle !== undefined) {
      const isFault = inCi && suite.mayMissInCi !== true;
      count[isFault ? 'failed' : 'skipped'] += 1;
      notes.push(`not run: ${suite.name}: ${obstacle}`);
      continue;
    }
    console.log(`\n── ${suite.name}`);
    const result = runSuite(suite.name);
    count.passed += result.passed;
    count.failed += result.failed;
    count.skipped += result.skipped;
    if (result.failed > 0) notes.push(`failed: ${suite.name}: ${result.failed}`);
  }
  console.log(`\n${notes.join('\n')}`);
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  process.exit(count.failed === 0 ? 0 : 1);
}

if (import.meta.main) await main();
