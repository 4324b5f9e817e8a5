import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bedFolder } from './asterisk.ts';
import { startChild } from './child.ts';
import type { EventLog } from './event-log.ts';

/** What passed the proxy, as the BED lines of its log tell it. */
export interface ProxyEvent {
  readonly kind: 'request' | 'reply' | 'saved' | 'closed';
  /** Of replies. For `saved`, the seconds that a registration lasts, 0 for one that is taken back. */
  readonly status: number;
  readonly method: string;
  readonly cseq: number;
  /** The way it came: `ws` and `wss` from operators, `udp` from the far ends. */
  readonly from: string;
  /** User of From; also in replies. */
  readonly user: string;
  readonly callId: string;
  readonly uri: string;
  /** Milliseconds since the epoch, when the line was read. */
  readonly at: number;
}

export interface Kamailio {
  /** Users with a contact now. */
  contacts(): Promise<readonly string[]>;
  /** Closes every WebSocket from the server's side with a closing handshake (code 1000). */
  closeSockets(): Promise<void>;
  stop(): Promise<void>;
  /** As when the machine loses power: no goodbye on any socket, and whoever was registered is forgotten. */
  kill(): Promise<void>;
}

/** Ready after about 200 ms on 2 cores. */
const readyMs = 20_000;

/**
 * Starts Kamailio with the configuration of test/pbx/bed/kamailio. `secured` opens the wss ports too; their certificates
 * must be in `folder`. `events` goes on over restarts. rtpengine must be up: Kamailio asks for it at the start.
 */
export async function startKamailio(
  folder: string,
  { secured, events }: { readonly secured: boolean; readonly events: EventLog<ProxyEvent> },
): Promise<Kamailio> {
  await cp(join(bedFolder, 'kamailio'), folder, { recursive: true });
  const pidFile = join(folder, 'kamailio.pid');
  // What a killed one left would keep the next from starting.
  await rm(pidFile, { force: true });
  const places = ['-f', join(folder, 'kamailio.cfg'), '-w', folder, '-Y', folder, '-P', pidFile];
  const server = startChild(
    'kamailio',
    ['-DD', '-E', ...places, '-m', '64', '-M', '8', ...(secured ? ['-A', 'WITH_TLS'] : [])],
    {
      folder,
      log: join(folder, 'kamailio.log'),
      ownGroup: true,
    },
  );
  server.onLine((line) => {
    const event = readEvent(line);
    if (event !== undefined) events.add(event);
  });
  await server.untilOutput(/BED ready/u, readyMs);
  return {
    contacts: async () => readContacts(await callRpc('ul.dump', [])),
    async closeSockets() {
      const { connections } = socketsSchema.parse(await callRpc('ws.dump', []));
      for (const line of connections) await callRpc('ws.close', [Number.parseInt(line, 10)]);
    },
    stop: () => server.stop(),
    // All at once: the first to go would else end the others in order.
    kill: () => server.killGroup(),
  };
}

const nothing: ProxyEvent = {
  kind: 'closed',
  status: 0,
  method: '',
  cseq: 0,
  from: '',
  user: '',
  callId: '',
  uri: '',
  at: 0,
};

/**
 * `BED request METHOD CSEQ PROTOCOL USER CALL-ID URI`, `BED reply STATUS METHOD CSEQ PROTOCOL USER CALL-ID`,
 * `BED saved USER CONTACT`, `BED closed ADDRESS`.
 */
function readEvent(line: string): ProxyEvent | undefined {
  const [kind, ...words] = /BED (.+)$/u.exec(line)?.[1]?.split(' ') ?? [];
  const at = Date.now();
  switch (kind) {
    case 'request':
    case 'reply': {
      const status = kind === 'reply' ? Number(words.shift()) : 0;
      const [method = '', cseq = '0', from = '', user = '', callId = '', uri = ''] = words;
      return { kind, status, method, cseq: Number(cseq), from, user, callId, uri, at };
    }
    case 'saved': {
      const [user = '', contact = ''] = words;
      return { ...nothing, kind, user, status: Number(/expires=(\d+)/u.exec(contact)?.[1]), at };
    }
    case 'closed':
      return { ...nothing, uri: words[0] ?? '', at };
    default:
      return undefined;
  }
}

const answerSchema = z.object({ result: z.unknown() });
/** Each as `1: ws:127.0.0.1:53376 -> ws:127.0.0.1:5066 (state: OPEN, …)`. */
const socketsSchema = z.object({ connections: z.array(z.string()) });

/** JSON-RPC over HTTP on the port of the WebSockets. */
async function callRpc(method: string, params: readonly (string | number)[]): Promise<unknown> {
  const answer = await fetch('http://127.0.0.1:5066/RPC', {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', method, params, id: 1 }),
  });
  return answerSchema.parse(await answer.json()).result;
}

const locationsSchema = z.object({
  Domains: z.array(
    z.object({
      Domain: z.object({ AoRs: z.array(z.object({ Info: z.looseObject({ AoR: z.string() }) })) }),
    }),
  ),
});

function readContacts(dump: unknown): readonly string[] {
  return locationsSchema
    .parse(dump)
    .Domains.flatMap(({ Domain }) => Domain.AoRs.map(({ Info }) => Info.AoR))
    .sort();
}
