import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { root } from '../../support/paths.ts';
import { checkResultSchema, type CheckResult } from '../lab/check-result.ts';
import { emulate } from './emulator.ts';

const run = promisify(execFile);

/** Twenty times what it takes on a machine with nothing else to do. */
const bootMs = 120_000;
/** Of all checks of a group; the VM ends itself then. Five times what the longest takes. */
const groupSeconds = 500;

export interface VmRun {
  readonly results: readonly CheckResult[];
  /** The file with everything the VM printed: kernel, checks, hid-host. */
  readonly log: string;
}

/** Boots the VM, lets it do these checks of a group and gives what it left behind, complete or not. */
export async function runInVm(group: string, checks: readonly string[]): Promise<VmRun> {
  const work = await mkdtemp(join(tmpdir(), 'offhook-vm-'));
  const [app, out, initramfs] = [join(work, 'app'), join(work, 'out'), join(work, 'initramfs')];
  try {
    const system = (await run('sh', [join(import.meta.dirname, 'system.sh')])).stdout.trim();
    const log = join(dirname(system), 'logs', `${group}.log`);
    await mkdir(dirname(log), { recursive: true });
    await run('sh', [join(import.meta.dirname, 'initramfs.sh'), system, initramfs]);
    await stage(app, checks);
    const machine = {
      system,
      initramfs,
      parameters: `group=${group} deadline=${groupSeconds}`,
      shares: { usr: '/usr', app, modules: join(root, 'node_modules'), out },
      log,
      deadlineMs: bootMs + groupSeconds * 1_000,
    };
    const hasNotStarted = (): boolean => !existsSync(join(out, 'started'));

    // QEMU's emulation of two processors stands still for ever about once in a hundred boots. The VM limits its own
    // checks, so that without a status it was QEMU, and only then it is booted again: never after a failed check.
    for (let boot = 1; ; boot++) {
      await rm(out, { recursive: true, force: true });
      await mkdir(out);
      await emulate(machine, { isDead: hasNotStarted, isDeadAfterMs: bootMs });
      const results = await readResults(join(out, 'results.jsonl'));
      const hasFailed = results.some(({ failure }) => failure !== null);
      if (existsSync(join(out, 'status')) || hasFailed || boot === 2) return { results, log };
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What the VM sees as /app: copies, because `dist` may be built anew while the VM runs. */
async function stage(app: string, checks: readonly string[]): Promise<void> {
  await mkdir(join(app, 'node_modules'), { recursive: true });
  const host = 'dist/hosts/hid-host.cjs';
  const built = process.env['OFFHOOK_HID_HOST'] ?? join(root, host);
  if (!existsSync(built)) throw new Error(`no ${built}: npm run build`);
  await cp(built, join(app, host));
  await cp(join(root, 'test/fixtures/hid-descriptors.json'), join(app, 'hid-descriptors.json'));
  await writeFile(join(app, 'checks.json'), JSON.stringify(checks));
  await build({
    entryPoints: [join(root, 'test/hid-vm/lab/main.ts')],
    outfile: join(app, 'lab.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function readResults(file: string): Promise<CheckResult[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => checkResultSchema.parse(JSON.parse(line)));
}
