import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Wire } from '../common/contract/wire.ts';
import type { Dispose } from '../common/lib/disposable.ts';
import { appError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';
import { openSocketWire } from './wires/socket-wire.ts';

/**
 * Where the running app listens: a socket file in the profile folder, or a named pipe whose name is made from the
 * folder, because Windows has no socket files that Node can open. The second place is for a folder that cannot be
 * written, or whose path is longer than the hundred bytes that a socket address holds.
 */
export function controlAddresses(
  profile: string,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const digest = createHash('sha256').update(profile).digest('hex').slice(0, 32);
  if (platform === 'win32') return [`\\\\.\\pipe\\offhook-${digest}`];
  const besideOthers = join(tmpdir(), `offhook-${String(process.getuid?.() ?? 0)}-${digest}`, 'ctl.sock');
  const file = join(profile, 'ctl.sock');
  return Buffer.byteLength(file) <= 100 ? [file, besideOthers] : [besideOthers];
}

/** Connects to the app that runs with this profile; `undefined` if none does. */
export async function connectControl(profile: string): Promise<Socket | undefined> {
  for (const address of controlAddresses(profile)) {
    const socket = await connectTo(address);
    if (socket !== undefined) return socket;
  }
  return undefined;
}

export interface ControlSocket {
  onConnect(listener: (wire: Wire) => void): Dispose;
  /** Open already: nothing happens. Fails with host.already-running if another process listens for this profile. */
  open(): Promise<Result<null>>;
  close(): Promise<void>;
}

export function createControlSocket(profile: string): ControlSocket {
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
      const other = await connectControl(profile);
      if (other !== undefined) {
        other.destroy();
        return fail(appError('host.already-running'));
      }
      for (const address of controlAddresses(profile)) {
        server = await listen(address, accept).catch(() => undefined);
        if (server !== undefined) return ok(null);
      }
      return fail(appError('store.read-only'));
    },
    async close() {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroySoon();
      if (closing !== undefined) await new Promise((done) => closing.close(done));
    },
  };
}

async function listen(address: string, accept: (socket: Socket) => void): Promise<Server> {
  if (process.platform !== 'win32') {
    await mkdir(dirname(address), { recursive: true, mode: 0o700 });
    await refuseForeignFolder(dirname(address));
    // Nobody answers there: the file was left by a process that was killed.
    await rm(address, { force: true });
  }
  const server = createServer(accept);
  server.listen(address);
  await once(server, 'listening');
  if (process.platform !== 'win32') await chmod(address, 0o600);
  return server;
}

/** Somebody else could have made the folder in the temporary directory first, and would then own our socket. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const { uid } = await stat(folder);
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user`);
}

const connectTo = (address: string): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = createConnection(address);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
