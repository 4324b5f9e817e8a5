import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import { createMemoryWires } from '../../electron/common/contract/memory-wire.ts';
import { serve } from '../../electron/common/contract/server.ts';
import { storeContract } from '../../electron/common/contract/store-contract.ts';
import { createStoreService } from '../../electron/node/store/store-service.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openChildWire } from '../../electron/node/wires/child-wire.ts';

export type StoreClient = Client<typeof storeContract>;

export interface RunningStore {
  readonly client: StoreClient;
  stop(): Promise<void>;
}

const timeoutMs = 20_000;

/** The service in this process: everything still goes through structured clones. */
export function startInMemory(): Promise<RunningStore> {
  const [near, far] = createMemoryWires();
  const service = createStoreService({
    clock: systemClock,
    onTrouble: (error) => {
      server.publish('store/trouble', { error });
    },
  });
  const server = serve(storeContract, far, service.handlers);
  const client = createClient(storeContract, near, { clock: systemClock, timeoutMs });
  return Promise.resolve({
    client,
    stop: () => {
      service.close();
      client.close();
      return Promise.resolve();
    },
  });
}

/** The host as it is shipped: one CommonJS file with nothing beside it. */
export async function bundleStoreHost(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const outfile = join(folder, 'store-host.cjs');
  await build({
    entryPoints: [new URL('../../electron/hosts/store-host.ts', import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
}

export interface StoreProcess extends RunningStore {
  readonly child: ChildProcess;
}

export function startProcess(bundle: string, options: ForkOptions = {}): StoreProcess {
  const child = fork(bundle, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...options,
  });
  const client = createClient(storeContract, openChildWire(child), { clock: systemClock, timeoutMs });
  return {
    child,
    client,
    stop: async () => {
      const exited = once(child, 'exit');
      if (child.exitCode !== null || child.signalCode !== null) return;
      client.close();
      await exited;
    },
  };
}
