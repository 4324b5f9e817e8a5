import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { ScriptedPeer } from './scripted-peer.ts';
import type { SipMessage } from './sip-message.ts';

/** Answers a request by itself; returns whether it did. */
export type Habit = (peer: ScriptedPeer, request: SipMessage) => boolean;

/** Accepts every REGISTER with the contact and interval asked for. */
export const acceptRegister: Habit = (peer, request) => {
  if (request.method !== 'REGISTER') return false;
  peer.reply(request, 200, { headers: [`Contact: ${request.header('contact')}`] });
  return true;
};

export const acceptOptions: Habit = (peer, request) => {
  if (request.method !== 'OPTIONS') return false;
  peer.reply(request, 200);
  return true;
};

/**
 * A SIP server over WebSocket on 127.0.0.1 whose answers a test writes down. By habit it registers everybody and
 * answers OPTIONS; `habits` can be replaced at any time.
 */
export class ScriptedSipServer {
  habits: Habit[] = [acceptRegister, acceptOptions];
  readonly peers: ScriptedPeer[] = [];
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #scheme: string;
  #waiting: ((peer: ScriptedPeer) => void)[] = [];
  #unclaimed: ScriptedPeer[] = [];

  private constructor(http: Server, scheme: string) {
    this.#http = http;
    this.#scheme = scheme;
    this.#sockets = new WebSocketServer({
      server: http,
      handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
    });
    this.#sockets.on('connection', (socket) => {
      const peer = new ScriptedPeer(socket, (who, request) =>
        this.habits.some((habit) => habit(who, request)),
      );
      this.peers.push(peer);
      const claim = this.#waiting.shift();
      if (claim === undefined) this.#unclaimed.push(peer);
      else claim(peer);
    });
  }

  static async start(
    options: { tls?: { key: string; cert: string }; port?: number } = {},
  ): Promise<ScriptedSipServer> {
    const http = options.tls === undefined ? createServer() : createTlsServer(options.tls);
    const server = new ScriptedSipServer(http, options.tls === undefined ? 'ws' : 'wss');
    await new Promise<void>((resolve) => {
      http.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return server;
  }

  get port(): number {
    const address = this.#http.address() as AddressInfo;
    return address.port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}/`;
  }

  /** The next connection that no other call of this has taken. */
  nextConnection(): Promise<ScriptedPeer> {
    const peer = this.#unclaimed.shift();
    if (peer !== undefined) return Promise.resolve(peer);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}
