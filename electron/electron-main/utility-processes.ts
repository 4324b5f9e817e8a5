import { createInterface } from 'node:readline';
import { utilityProcess, type UtilityProcess } from 'electron';
import { hostEnvironment } from '../common/policy/host-environment.ts';
import type { Platform } from '../common/policy/window-options.ts';
import type { Log } from '../shell/log.ts';
import type { HostName, HostProcess, ProcessStarter } from '../shell/processes.ts';
import { createPushWire } from './push-wire.ts';

interface StarterOptions {
  /** Absolute path of the bundle of a host. */
  readonly entryOf: (name: HostName) => string;
  readonly platform: Platform;
  readonly log: Log;
}

/** Starts hosts as utility processes: the RunAsNode fuse is off, so `child_process.fork` cannot work here. */
export function createUtilityStarter(options: StarterOptions): ProcessStarter {
  return {
    start(name) {
      const child = utilityProcess.fork(options.entryOf(name), [], {
        serviceName: `offhook-${name}`,
        env: hostEnvironment(process.env, options.platform),
        stdio: 'pipe',
      });
      logOutput(name, child, options.log);
      return openHost(child);
    },
  };
}

function openHost(child: UtilityProcess): HostProcess {
  const kill = (): void => {
    child.kill();
  };
  const link = createPushWire((message) => {
    child.postMessage(message);
  }, kill);
  child.on('message', (message: unknown) => {
    link.deliver(message);
  });
  child.once('exit', () => {
    link.end();
  });
  return {
    wire: link.wire,
    get pid() {
      return child.pid;
    },
    onExit: (listener) => link.wire.onClose(listener),
    kill,
  };
}

function logOutput(host: HostName, child: UtilityProcess, log: Log): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null)
      createInterface({ input: stream }).on('line', (line) => {
        log.info('host.output', { host, line });
      });
  }
}
