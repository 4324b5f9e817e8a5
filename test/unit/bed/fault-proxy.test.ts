import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../support/bed/fault-proxy.ts';

/** One end of a connection with everything it was told. */
class End {
  readonly socket: Socket;
  heard = '';
  /** Also after a reset, which `once` would report as a failure. */
  readonly closed: Promise<void>;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    this.closed = new Promise((done) => socket.once('close', () => done()));
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.heard += text;
      this.#wake();
    });
  }

  say(text: string): void {
    this.socket.write(text);
  }

  async untilHeard(text: string): Promise<void> {
    while (!this.heard.includes(text)) await new Promise<void>((done) => (this.#wake = done));
  }
}

let server: Server;
let proxy: FaultProxy;
let ends: End[];

beforeEach(async () => {
  ends = [];
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startFaultProxy((server.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const { socket } of ends) socket.destroy();
  await proxy.stop();
  server.close();
});

async function open(): Promise<{ client: End; far: End }> {
  const arrived = once(server, 'connection') as Promise<[Socket]>;
  const client = new End(connect(proxy.port, '127.0.0.1'));
  const [socket] = await arrived;
  const far = new End(socket);
  ends.push(client, far);
  return { client, far };
}

describe('the fault proxy', () => {
  it('carries both ways and remembers what the server said', async () => {
    const { client, far } = await open();
    client.say('REGISTER');
    await far.untilHeard('REGISTER');
    far.say('200 OK');
    await client.untilHeard('200 OK');
    expect(proxy.fromServer()).toBe('200 OK');
    expect(proxy.connections()).toBe(1);
  });

  it.each([
    { dead: 'toServer', alive: 'toClient' },
    { dead: 'toClient', alive: 'toServer' },
  ] as const)('swallows $dead while $alive goes on, and neither end is told', async ({ dead }) => {
    const { client, far } = await open();
    proxy.set({ [dead]: 'swallow' });
    const [from, to] = dead === 'toServer' ? [client, far] : [far, client];
    from.say('lost');
    to.say('carried');
    await from.untilHeard('carried');
    proxy.set({});
    from.say('after');
    await to.untilHeard('after');
    expect(to.heard).toBe('after');
  });

  it('does not tell the client of a server that went while that direction is swallowed', async () => {
    const { client, far } = await open();
    proxy.set({ toClient: 'swallow' });
    far.socket.destroy();
    await far.closed;
    expect(client.socket.destroyed).toBe(false);
    expect(proxy.connections()).toBe(1);
  });

  it('keeps what is said and hands it over in order when it is let go', async () => {
    const { client, far } = await open();
    proxy.set({ toClient: 'keep' });
    far.say('one ');
    far.say('two ');
    client.say('other way');
    await far.untilHeard('other way');
    expect(client.heard).toBe('');
    proxy.set({});
    far.say('three');
    await client.untilHeard('three');
    expect(client.heard).toBe('one two three');
  });

  it('delays, and an end of the delay overtakes nothing', async () => {
    const { client, far } = await open();
    proxy.set({ toServer: { delayMs: 60_000 } });
    client.say('early ');
    far.say('seen');
    await client.untilHeard('seen');
    expect(far.heard).toBe('');
    proxy.set({ toServer: { delayMs: 1 } });
    client.say('late');
    await far.untilHeard('late');
    expect(far.heard).toBe('early late');
  });

  it('cuts both ends', async () => {
    const { client, far } = await open();
    proxy.cut();
    await Promise.all([client.closed, far.closed]);
    await proxy.events.until('closed', ({ kind }) => kind === 'closed');
    expect(proxy.connections()).toBe(0);
  });

  it('refuses newcomers, leaves those who are in alone, and listens again on the same port', async () => {
    const { client, far } = await open();
    await proxy.refuse();
    const refused = connect(proxy.port, '127.0.0.1');
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    client.say('still here');
    await far.untilHeard('still here');
    await proxy.accept();
    const again = await open();
    again.client.say('back');
    await again.far.untilHeard('back');
  });

  it('closes the client when nothing listens behind it', async () => {
    server.close();
    await once(server, 'close');
    const client = new End(connect(proxy.port, '127.0.0.1'));
    ends.push(client);
    await client.closed;
    await proxy.events.until('closed', ({ kind }) => kind === 'closed');
    expect(proxy.connections()).toBe(0);
  });
});
