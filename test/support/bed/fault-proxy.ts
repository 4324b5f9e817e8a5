import { createServer, connect, type Server, type Socket } from 'node:net';
import { createEventLog, type EventLog } from './event-log.ts';

/**
 * What happens to the octets of one direction. `swallow` is the half-open connection: both ends believe that it stands
 * and nothing arrives. `keep` lets them wait until the next `set`.
 */
export type Passage = 'pass' | 'swallow' | 'keep' | { readonly delayMs: number };

export interface Faults {
  readonly toServer: Passage;
  readonly toClient: Passage;
}

export interface FaultProxyEvent {
  readonly kind: 'opened' | 'closed';
}

/** A wire between client and server on 127.0.0.1 that can be made as bad as a test needs it. */
export interface FaultProxy {
  readonly port: number;
  readonly events: EventLog<FaultProxyEvent>;
  /** Connections that are open towards the client. */
  connections(): number;
  /** Everything the server sent, kept or not; frames of a WebSocket server are readable (RFC 6455 section 5.1). */
  fromServer(): string;
  /** For the connections there are and those to come. What is not named passes. What was kept goes out first. */
  set(faults: Partial<Faults>): void;
  /** Ends every connection towards both sides with a reset, as a router does that lost its table. */
  cut(): void;
  /** Nothing listens any more: connections are refused, those that stand go on. */
  refuse(): Promise<void>;
  /** Listens again, on the same port. */
  accept(): Promise<void>;
  stop(): Promise<void>;
}

const clear: Faults = { toServer: 'pass', toClient: 'pass' };

/** `port` 0 takes any that is free. */
export async function startFaultProxy(serverPort: number, port = 0): Promise<FaultProxy> {
  const events = createEventLog<FaultProxyEvent>('fault proxy');
  const links = new Set<Link>();
  let faults = clear;
  let fromServer = '';

  const opened = (client: Socket): void => {
    const link = createLink(client, connect(serverPort, '127.0.0.1'), faults, (data) => {
      fromServer += data.toString('latin1');
    });
    links.add(link);
    events.add({ kind: 'opened' });
    client.once('close', () => {
      links.delete(link);
      events.add({ kind: 'closed' });
    });
  };
  let server = await listen(port, opened);
  const address = server.address();
  const ownPort = typeof address === 'object' && address !== null ? address.port : port;

  const cut = (): void => {
    for (const link of [...links]) link.reset();
  };
  // `close` waits for the connections, which go on; listening has ended when it returns.
  const refuse = (): Promise<void> => {
    server.close();
    return Promise.resolve();
  };
  return {
    port: ownPort,
    events,
    connections: () => links.size,
    fromServer: () => fromServer,
    set(wanted) {
      faults = { ...clear, ...wanted };
      for (const link of links) link.apply(faults);
    },
    cut,
    refuse,
    async accept() {
      server = await listen(ownPort, opened);
    },
    async stop() {
      await refuse();
      cut();
    },
  };
}

function listen(port: number, opened: (client: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true }, opened);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

interface Link {
  apply(faults: Faults): void;
  reset(): void;
}

function createLink(
  client: Socket,
  server: Socket,
  faults: Faults,
  onServerData: (data: Buffer) => void,
): Link {
  const toServer = createPipe(client, server, faults.toServer);
  const toClient = createPipe(server, client, faults.toClient);
  server.on('data', onServerData);
  return {
    apply(next) {
      toServer.apply(next.toServer);
      toClient.apply(next.toClient);
    },
    reset() {
      client.resetAndDestroy();
      server.resetAndDestroy();
    },
  };
}

/** Octets of one direction, in their order; a connection that ends here ends there, unless that is held back too. */
function createPipe(from: Socket, to: Socket, first: Passage): { apply(next: Passage): void } {
  let passage = first;
  let waiting: { readonly act: () => void; readonly timer?: NodeJS.Timeout }[] = [];

  const carry = (act: () => void): void => {
    if (passage === 'pass') act();
    else if (passage === 'keep') waiting.push({ act });
    else if (passage !== 'swallow') {
      const timer = setTimeout(() => {
        waiting.shift();
        act();
      }, passage.delayMs);
      waiting.push({ act, timer });
    }
  };
  from.on('data', (data) =>
    carry(() => {
      to.write(data);
    }),
  );
  // The other end is told by `close`, which follows every error.
  from.on('error', () => undefined);
  from.once('close', () =>
    carry(() => {
      to.destroySoon();
    }),
  );
  to.once('close', () => {
    for (const { timer } of waiting) clearTimeout(timer);
    waiting = [];
  });
  return {
    apply(next) {
      passage = next;
      const late = waiting;
      waiting = [];
      for (const { act, timer } of late) {
        clearTimeout(timer);
        carry(act);
      }
    },
  };
}
