import { createHash } from 'node:crypto';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { Wire } from '../common/contract/wire.ts';
import type { Dispose } from '../common/lib/disposable.ts';
import { appError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';
import { openSocketWire } from './wires/socket-wire.ts';

/**
 * Where the running app listens: a socket file in the profile folder, or a named pipe whose name is made from the
 * folder, because Windows has no socket files that Node can open. Socket paths are limited to about 100 bytes.
 */
export function controlAddress(profile: string, platform: NodeJS.Platform = process.platform): string {
  const digest = createHash('sha256').update(profile).digest('hex').slice(0, 32);
  if (platform === 'win32') return `\\\\.\\pipe\\offhook-${digest}`;
  const file = join(profile, 'ctl.sock');
  return Buffer.byteLength(file) <= 100
    ? file
    : `/tmp/offhook-${String(process.getuid?.() ?? 0)}-${digest}/ctl.sock`;
}

export interface ControlSocket {
  onConnect(listener: (wire: Wire) => void): Dispose;
  /** Open already: nothing happens. Fails with host.already-running if another process listens for this profile. */
  open(): Promise<Result<null>>;
  close(): Promise<void>;
}

export function createControlSocket(profile: string): ControlSocket {
  const address = controlAddress(profile);
  const listeners = new Set<(wire: Wire) => void>();
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const wire = openSocketWire(socket);
    for (const listener of [...listeners]) listener(wire);
  };

  return {
    onConnect(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async open() {
      if (server !== undefined) return ok(null);
      if (await isAnswered(address)) return fail(appError('host.already-running'));
      try {
        if (process.platform !== 'win32') {
          await mkdir(dirname(address), { recursive: true, mode: 0o700 });
          // Nobody answers there: the file was left by a process that was killed.
          await rm(address, { force: true });
        }
        server = await listen(address, accept);
        if (process.platform !== 'win32') await chmod(address, 0o600);
        return ok(null);
      } catch {
        return fail(appError('store.read-only'));
      }
    },
    async close() {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroySoon();
      if (closing !== undefined) await new Promise((done) => closing.close(done));
    },
  };
}

const listen = (address: string, accept: (socket: Socket) => void): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(accept);
    server.once('error', reject);
    server.listen(address, () => resolve(server));
  });

const isAnswered = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createConnection(address);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
