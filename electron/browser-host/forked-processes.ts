import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { hostEnvironment } from '../common/policy/host-environment.ts';
import { openChildWire } from '../node/wires/child-wire.ts';
import type { HostName, HostProcess, ProcessStarter } from '../shell/processes.ts';

const entries: Readonly<Record<HostName, string>> = {
  'hid-host': 'hosts/hid-host.cjs',
  'store-host': 'hosts/store-host.cjs',
  'exchange-host': 'exchange/exchange-host.cjs',
};

export function createForkedProcesses(
  resources: string,
  onOutput: (host: HostName, line: string) => void,
): ProcessStarter {
  return {
    start(name) {
      const child = fork(join(resources, entries[name]), [], {
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: hostEnvironment(process.env, process.platform),
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8');
        stream?.on('data', (text: string) => onOutput(name, text.trimEnd().slice(0, 2_000)));
      }
      return asHostProcess(child);
    },
  };
}

function asHostProcess(child: ChildProcess): HostProcess {
  let ended = false;
  const listeners = new Set<() => void>();
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const listener of [...listeners]) listener();
  };
  child.once('exit', end);
  child.once('error', end);
  return {
    wire: openChildWire(child),
    pid: child.pid,
    onExit(listener) {
      if (ended) listener();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
