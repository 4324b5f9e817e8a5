import { EmitterImpl, TransportState, type Emitter, type Transport } from 'sip.js';
import { createChallengeMemory } from '../dialect/second-challenge.ts';
import { intoDialect, outOfDialect } from '../dialect/sipjs-dialect.ts';
import type { SipTrace } from '../message/sip-trace.ts';
import { runGuarded, type ReportDefect } from '../lib/guard.ts';
import { refuseUnreadable, screenMessage, type Screening } from '../message/screen-message.ts';

/** What the connection wants to know about its socket. */
export interface SipTransportListener {
  opened(): void;
  closed(): void;
  received(): void;
}

export type OpenSocket = (url: string) => WebSocket;

export interface SipTransportOptions {
  readonly listener: SipTransportListener;
  readonly reportDefect: ReportDefect;
  readonly openSocket: OpenSocket;
  /** Milliseconds since the epoch, with fractions where the platform has them. */
  readonly readTime: () => number;
  readonly trace: Pick<SipTrace, 'note'>;
}

/**
 * SIP over one WebSocket at a time (RFC 7118), for a sip.js user agent that outlives its sockets. Differs from the
 * transport of sip.js where that one fails operators: several servers, a socket that is dropped at once instead of
 * waiting for the closing handshake of a dead peer, and no callback that could leave it between two states.
 */
export class SipTransport implements Transport {
  onConnect: (() => void) | undefined = undefined;
  onDisconnect: ((error?: Error) => void) | undefined = undefined;
  onMessage: ((message: string) => void) | undefined = undefined;
  /** When the message that is being handled came out of the socket. */
  receivedAt = 0;
  /** Counts sockets: a request and its late answer belong together only on the same one. */
  epoch = 0;
  readonly #options: SipTransportOptions;
  readonly #stateChange = new EmitterImpl<TransportState>();
  readonly #acceptedAt = new Map<string, number>();
  readonly #challenges = createChallengeMemory();
  #state = TransportState.Disconnected;
  #socket: WebSocket | undefined;
  #isSecure = false;
  #unreadable = 0;

  constructor(_logger: unknown, options: SipTransportOptions) {
    this.#options = options;
  }

  get protocol(): string {
    return this.#isSecure ? 'WSS' : 'WS';
  }

  get state(): TransportState {
    return this.#state;
  }

  get stateChange(): Emitter<TransportState> {
    return this.#stateChange;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /** Called by the user agent, which does not decide when to connect: the connection rule does. */
  connect(): Promise<void> {
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  open(url: string): void {
    this.drop();
    this.#isSecure = url.startsWith('wss:');
    this.epoch++;
    let socket: WebSocket;
    try {
      socket = this.#options.openSocket(url);
    } catch (defect) {
      // A URL that the browser refuses (mixed content, policy) is a failed connection like any other.
      this.#options.reportDefect('open-socket', defect);
      queueMicrotask(() => {
        this.#options.listener.closed();
      });
      return;
    }
    this.#socket = socket;
    this.#state = TransportState.Connecting;
    socket.binaryType = 'arraybuffer';
    const whileCurrent = (where: string, run: () => void): void => {
      if (this.#socket === socket) runGuarded(this.#options.reportDefect, where, run);
    };
    socket.addEventListener('open', () => {
      whileCurrent('socket-open', () => {
        this.#opened();
      });
    });
    socket.addEventListener('close', () => {
      whileCurrent('socket-close', () => {
        this.#letGo(new Error('The connection was closed.'));
        this.#options.listener.closed();
      });
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      whileCurrent('socket-message', () => {
        this.#received(event.data);
      });
    });
    // `close` follows every `error`; without a listener, sockets of Node would throw.
    socket.addEventListener('error', () => undefined);
  }

  /** Gives the socket up at once. Tells the user agent, but not the listener, who asked for it. */
  drop(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#letGo(undefined);
    runGuarded(this.#options.reportDefect, 'socket-drop', () => {
      socket.close(1000);
    });
  }

  send(text: string): Promise<void> {
    const message = outOfDialect(text);
    const socket = this.#socket;
    if (!this.isConnected() || socket?.readyState !== 1) return Promise.reject(new Error('Not connected.'));
    try {
      socket.send(message);
    } catch (defect) {
      return Promise.reject(defect instanceof Error ? defect : new Error('The socket refused the message.'));
    }
    this.#noteAccept(text);
    this.#challenges.noteSent(message);
    this.#options.trace.note({
      at: this.#options.readTime(),
      direction: 'out',
      socket: this.epoch,
      text: message,
    });
    return Promise.resolve();
  }

  /** When our 200 to the INVITE of this call was first handed to the socket; undefined if it never was. */
  acceptedAt(callId: string): number | undefined {
    return this.#acceptedAt.get(callId);
  }

  forget(callId: string): void {
    this.#acceptedAt.delete(callId);
  }

  /** The user agent could not parse the message that it is being given. */
  noteUnreadable(): void {
    this.#unreadable++;
  }

  #opened(): void {
    this.#state = TransportState.Connected;
    this.#stateChange.emit(this.#state);
    runGuarded(this.#options.reportDefect, 'user-agent-connect', () => this.onConnect?.());
    this.#options.listener.opened();
  }

  #letGo(error: Error | undefined): void {
    const wasConnected = this.isConnected();
    this.#socket = undefined;
    this.#state = TransportState.Disconnected;
    this.#stateChange.emit(this.#state);
    if (wasConnected) {
      runGuarded(this.#options.reportDefect, 'user-agent-disconnect', () => this.onDisconnect?.(error));
    }
  }

  #received(data: unknown): void {
    this.receivedAt = this.#options.readTime();
    this.#options.listener.received();
    const text =
      typeof data === 'string' ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : '';
    // CRLF keep-alives (RFC 5626 section 4.4.1) prove that the peer lives and say nothing else.
    if (text.trim() === '') return;
    this.#options.trace.note({ at: this.receivedAt, direction: 'in', socket: this.epoch, text });
    const screening = screenMessage(text);
    if (screening.kind !== 'take') {
      this.#refuse(screening);
      return;
    }
    const before = this.#unreadable;
    this.onMessage?.(intoDialect(this.#challenges.openSecond(text)));
    if (this.#unreadable !== before) this.#refuse(refuseUnreadable(text));
  }

  #refuse(screening: Screening): void {
    // Where the socket went in the meantime, nobody is left to be told.
    if (screening.kind === 'refuse') this.send(screening.response).catch(() => undefined);
  }

  #noteAccept(message: string): void {
    if (!message.startsWith('SIP/2.0 200 ') || !/^cseq:\s*\d+\s+INVITE\s*$/im.test(message)) return;
    const callId = /^call-id:\s*(\S+)\s*$/im.exec(message)?.[1];
    if (callId !== undefined && !this.#acceptedAt.has(callId)) {
      this.#acceptedAt.set(callId, this.#options.readTime());
    }
  }
}
