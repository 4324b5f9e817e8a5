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
  /** Closes the WebSocket of a user from the server's side, with a closing handshake (code 1000). */
  closeSocket(user: string): Promise<void>;
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
    contacts: async () => (await listContacts()).map(({ user }) => user).sort(),
    async closeSocket(user) {
      const contact = (await listContacts()).find((each) => each.user === user);
      const { connections } = socketsSchema.parse(await callRpc('ws.dump', []));
      const line = connections.find(
        (each) => contact !== undefined && each.includes(` ws:${contact.address} `),
      );
      if (line === undefined) throw new Error(`${user} has no WebSocket here`);
      await callRpc('ws.close', [Number.parseInt(line, 10)]);
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
  const event = { ...nothing, at: Date.now() };
  const [first = '', second = ''] = words;
  switch (kind) {
    case 'request':
      return { ...event, kind, ...readMessage(words) };
    case 'reply':
      return { ...event, kind, status: Number(first), ...readMessage(words.slice(1)) };
    case 'saved':
      return { ...event, kind, user: first, status: Number(/expires=(\d+)/u.exec(second)?.[1]) };
    case 'closed':
      return { ...event, uri: first };
    default:
      return undefined;
  }
}

function readMessage(words: readonly string[]) {
  const [method = '', cseq = '0', from = '', user = '', callId = '', uri = ''] = words;
  return { method, cseq: Number(cseq), from, user, callId, uri };
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

const contactSchema = z.object({ Contact: z.looseObject({ Received: z.string() }) });
const locationsSchema = z.object({
  Domains: z.array(
    z.object({
      Domain: z.object({
        AoRs: z.array(
          z.object({ Info: z.looseObject({ AoR: z.string(), Contacts: z.array(contactSchema) }) }),
        ),
      }),
    }),
  ),
});

/** Who is registered, each with the address that the socket came from. */
async function listContacts(): Promise<readonly { readonly user: string; readonly address: string }[]> {
  const { Domains } = locationsSchema.parse(await callRpc('ul.dump', []));
  return Domains.flatMap(({ Domain }) => Domain.AoRs).flatMap(({ Info }) =>
    Info.Contacts.map(({ Contact }) => ({
      user: Info.AoR,
      address: /^sip:([^;]+)/u.exec(Contact.Received)?.[1] ?? '',
    })),
  );
}
