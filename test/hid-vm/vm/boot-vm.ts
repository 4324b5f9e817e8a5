import { execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { root } from '../../support/paths.ts';
import { checkResultSchema, type CheckResult } from '../lab/check-result.ts';

const run = promisify(execFile);

/** Twenty times what a boot takes on a machine with nothing else to do. */
const bootDeadlineMs = 120_000;
/** For all checks of a group; the VM ends itself then. */
const groupDeadlineSeconds = 400;

export interface VmRun {
  readonly results: readonly CheckResult[];
  /** Everything the VM printed: kernel, checks, hid-host. */
  readonly log: string;
}

/** Boots the VM, lets it do the checks of one group and gives what it left behind, complete or not. */
export async function runInVm(group: string): Promise<VmRun> {
  const work = await mkdtemp(join(tmpdir(), 'offhook-vm-'));
  try {
    const system = (await run('sh', [join(import.meta.dirname, 'system.sh')])).stdout.trim();
    const log = join(dirname(system), 'logs', `${group}.log`);
    await mkdir(dirname(log), { recursive: true });
    await run('sh', [join(import.meta.dirname, 'initramfs.sh'), system, join(work, 'initramfs')]);
    await stage(join(work, 'app'));
    // QEMU's emulation of two processors stops dead once in about a hundred boots: no output, no power-off. The VM
    // limits the checks itself, so that without a status it was QEMU. A check that failed is never run again.
    for (let boot = 1; ; boot++) {
      await rm(join(work, 'out'), { recursive: true, force: true });
      await mkdir(join(work, 'out'));
      await emulate(system, work, group, log);
      if (existsSync(join(work, 'out', 'status'))) break;
      if (boot === 2) throw new Error(`the VM did not come to its end, twice; see ${log}`);
    }
    return { results: await readResults(join(work, 'out', 'results.jsonl')), log };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What the VM sees as /app: copies, because `dist` may be built anew while the VM runs. */
async function stage(app: string): Promise<void> {
  await mkdir(join(app, 'node_modules'), { recursive: true });
  const host = 'dist/hosts/hid-host.cjs';
  if (!existsSync(join(root, host))) throw new Error(`no ${host}: npm run build`);
  await cp(process.env['OFFHOOK_HID_HOST'] ?? join(root, host), join(app, host));
  await cp(join(root, 'test/fixtures/hid-descriptors.json'), join(app, 'hid-descriptors.json'));
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

/** Runs QEMU until the VM powers itself off, or is out of its time. */
async function emulate(system: string, work: string, group: string, log: string): Promise<void> {
  const share = (tag: string, folder: string, writable = false): string[] => [
    '-fsdev',
    `local,id=${tag},path=${folder},security_model=none${writable ? '' : ',readonly=on'},multidevs=remap`,
    '-device',
    `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
  ];
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      // In software: /dev/kvm is missing or dead in most places where tests run. Nehalem has a usable clock there.
      ...['-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'Nehalem', '-smp', '2', '-m', '2048', '-M', 'q35'],
      ...['-nodefaults', '-no-user-config', '-nic', 'none', '-display', 'none', '-serial', 'stdio', '-no-reboot'],
      ...['-kernel', join(system, 'vmlinuz'), '-initrd', join(work, 'initramfs')],
      '-append',
      `console=ttyS0 panic=-1 quiet mitigations=off nokaslr group=${group} deadline=${groupDeadlineSeconds}`,
      ...share('usr', '/usr'),
      ...share('app', join(work, 'app')),
      ...share('modules', join(root, 'node_modules')),
      ...share('out', join(work, 'out'), true),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], timeout: bootDeadlineMs + groupDeadlineSeconds * 1_000 },
  );
  const hasStarted = (): boolean => existsSync(join(work, 'out', 'started'));
  const bootTimer = setTimeout(() => {
    if (!hasStarted()) qemu.kill('SIGKILL');
  }, bootDeadlineMs);
  try {
    await pipeline(qemu.stdout, createWriteStream(log));
  } finally {
    clearTimeout(bootTimer);
  }
}

async function readResults(file: string): Promise<CheckResult[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => checkResultSchema.parse(JSON.parse(line)));
}
