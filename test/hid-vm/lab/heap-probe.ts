import { z } from 'zod';
import { patienceMs } from './sequence.ts';

/** A look into the heap of another Node process, by its inspector. Costs that process a thread and a few files. */
export interface HeapProbe {
  /** What is in use after everything unreachable is collected, in KB. */
  usedKb(): Promise<number>;
  close(): void;
}

const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);
const answerSchema = z.object({ id: z.int(), result: z.object({ usedSize: z.number().optional() }) });

/** Node opens its inspector when it gets SIGUSR1. */
export async function probeHeap(pid: number): Promise<HeapProbe> {
  process.kill(pid, 'SIGUSR1');
  const [target] = targetsSchema.parse(await untilAnswered('http://127.0.0.1:9229/json/list'));
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });

  let lastId = 0;
  const ask = (method: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      const id = ++lastId;
      const listen = ({ data }: MessageEvent): void => {
        const answer = answerSchema.safeParse(JSON.parse(String(data)));
        if (!answer.success || answer.data.id !== id) return;
        socket.removeEventListener('message', listen);
        resolve(answer.data.result.usedSize);
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id, method }));
    });

  return {
    async usedKb() {
      await ask('HeapProfiler.collectGarbage');
      return Math.round(((await ask('Runtime.getHeapUsage')) ?? Number.NaN) / 1_024);
    },
    close: () => {
      socket.close();
    },
  };
}

async function untilAnswered(url: string): Promise<unknown> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await (await fetch(url)).json();
    } catch (cause) {
      if (performance.now() > giveUpAt) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
