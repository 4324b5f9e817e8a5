import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

export interface Machine {
  /** Folder with `vmlinuz` (system.sh). */
  readonly system: string;
  readonly initramfs: string;
  /** For init, as `name=value` words. */
  readonly parameters: string;
  /** Folders of the host by the name under which init mounts them; only `out` can be written. */
  readonly shares: Readonly<Record<string, string>>;
  /** The file that gets what comes over the serial line. */
  readonly log: string;
  readonly deadlineMs: number;
}

/** In software: /dev/kvm is missing or dead where tests run. Nehalem is the smallest processor with a steady clock. */
const hardware = '-accel tcg,thread=multi,tb-size=512 -cpu Nehalem -smp 2 -m 2048 -M q35';
const nothingElse = '-nodefaults -no-user-config -nic none -display none -serial stdio -no-reboot';

/** Runs QEMU until the VM powers itself off, is out of its time, or `isDead` says so when `isDeadAfterMs` have passed. */
export async function emulate(
  machine: Machine,
  { isDead, isDeadAfterMs }: { readonly isDead: () => boolean; readonly isDeadAfterMs: number },
): Promise<void> {
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ...`${hardware} ${nothingElse}`.split(' '),
      ...['-kernel', join(machine.system, 'vmlinuz'), '-initrd', machine.initramfs],
      // The VM is thrown away: what guards a kernel against its own programs only costs time.
      ...['-append', `console=ttyS0 panic=-1 quiet mitigations=off nokaslr ${machine.parameters}`],
      ...Object.entries(machine.shares).flatMap(share),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], timeout: machine.deadlineMs, killSignal: 'SIGKILL' },
  );
  const timer = setTimeout(() => {
    if (isDead()) qemu.kill('SIGKILL');
  }, isDeadAfterMs);
  qemu.stdout.pipe(createWriteStream(machine.log));
  try {
    await new Promise((resolve, reject) => {
      qemu.once('close', resolve);
      qemu.once('error', reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

function share([tag, folder]: readonly [string, string]): string[] {
  const access = tag === 'out' ? '' : ',readonly=on';
  return [
    '-fsdev',
    `local,id=${tag},path=${folder},security_model=none,multidevs=remap${access}`,
    '-device',
    `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
  ];
}
