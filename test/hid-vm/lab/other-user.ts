import { fork } from 'node:child_process';
import { join } from 'node:path';
import { hostEnvironment } from '../../../electron/common/policy/host-environment.ts';
import { openChildWire } from '../../../electron/node/wires/child-wire.ts';
import type { ProcessStarter } from '../../../electron/shell/processes.ts';
import { printHostOutput } from './call-side.ts';
import { guestPaths } from './guest-paths.ts';

/** Starts hid-host as browser-host does, but as another user. */
export function processesOf(user: number): ProcessStarter {
  return {
    start(name) {
      const child = fork(join(guestPaths.product, `hosts/${name}.cjs`), [], {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: hostEnvironment(process.env, process.platform),
        uid: user,
        gid: user,
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => {
          printHostOutput(name, text.trimEnd());
        });
      return {
        wire: openChildWire(child),
        pid: child.pid,
        onExit(listener) {
          child.once('exit', listener);
          return () => child.off('exit', listener);
        },
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}
