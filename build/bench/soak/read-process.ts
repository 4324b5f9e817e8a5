import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** What a Node process holds after everything that can go has gone. */
export interface ProcessReading {
  readonly heapBytes: number;
  /** Sockets, pipes, watchers, requests under way: whatever keeps a process alive except timers. */
  readonly handles: number;
  readonly timers: number;
  /** Linux only. */
  readonly files: number | null;
  readonly residentBytes: number | null;
}

/** A port for the debugger of one run; all its processes use it in turn. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.string() }));
const resourcesSchema = z.array(z.string());
const replySchema = z.object({ id: z.int(), result: z.unknown().optional(), error: z.unknown().optional() });
const usageSchema = z.object({ usedSize: z.number() });
const evaluatedSchema = z.object({ result: z.object({ value: z.unknown() }) });

/**
 * Opens the debugger of a process for a moment: SIGUSR1 does it in every Node that was started with `--inspect-port`
 * `port` or inherited that flag.
 */
export async function readProcess(pid: number, port: number): Promise<ProcessReading> {
  process.kill(pid, 'SIGUSR1');
  const debug = await attach(await findTarget(port));
  try {
    await debug.send('HeapProfiler.collectGarbage');
    await debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = usageSchema.parse(await debug.send('Runtime.getHeapUsage'));
    if ((await debug.evaluate('process.pid')) !== pid) throw new Error(`port ${port} is another process`);
    const resources = resourcesSchema.parse(await debug.evaluate('process.getActiveResourcesInfo()'));
    const timers = resources.filter((name) => name === 'Timeout').length;
    return {
      heapBytes: usedSize,
      handles: resources.length - timers,
      timers,
      files: countFiles(pid),
      residentBytes: readResident(pid),
    };
  } finally {
    await debug.end();
  }
}

/** Nothing tells when the debugger listens; it takes some milliseconds. */
async function findTarget(port: number): Promise<string> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined);
    const [target] = answer === undefined ? [] : targetsSchema.parse(await answer.json());
    if (target !== undefined) return target.webSocketDebuggerUrl;
    await wait(10);
  }
  throw new Error(`no debugger on port ${port}`);
}

async function attach(address: string) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (result: unknown) => void>();
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  socket.addEventListener('message', ({ data }) => {
    const reply = replySchema.safeParse(JSON.parse(String(data)));
    if (reply.success) waiting.get(reply.data.id)?.(reply.data.result);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`no debugger at ${address}`)));
  });
  let lastId = 0;
  const send = (method: string, params: object = {}): Promise<unknown> => {
    const id = ++lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
  };
  const evaluate = async (expression: string): Promise<unknown> =>
    evaluatedSchema.parse(await send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
  return {
    send,
    evaluate,
    /** Also frees the port for the next process. */
    async end(): Promise<void> {
      void send('Runtime.evaluate', { expression: 'process._debugEnd()' });
      await closed;
    },
  };
}

const countFiles = (pid: number): number | null =>
  process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : null;

function readResident(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const found = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found === null ? null : Number(found[1]) * 1_024;
}
