import type { WebSocket } from 'ws';
import {
  formatSipMessage,
  freshToken,
  parseSipMessage,
  type MessageParts,
  type SipMessage,
} from './sip-message.ts';

export type Wanted = string | number | ((message: SipMessage) => boolean);

interface Waiter {
  readonly wanted: Wanted;
  resolve(message: SipMessage): void;
}

const patienceMs = 8_000;

/**
 * The server's end of one WebSocket. A test writes down what the peer says and waits for; REGISTER and OPTIONS are
 * answered by the server's habits unless a test takes them over.
 */
export class ScriptedPeer {
  /** Everything that arrived, in order. */
  readonly seen: SipMessage[] = [];
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #unread: SipMessage[] = [];
  readonly #waiters = new Set<Waiter>();
  #isSilent = false;

  constructor(socket: WebSocket, answerByHabit: (peer: ScriptedPeer, request: SipMessage) => boolean) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        resolve();
      });
    });
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (this.#isSilent || text.trim() === '') return;
      const message = parseSipMessage(text);
      this.seen.push(message);
      if (answerByHabit(this, message)) return;
      this.#deliver(message);
    });
  }

  /** The next message of that method or status that no other wait has taken. Fails with what came instead. */
  next(wanted: Wanted): Promise<SipMessage> {
    const index = this.#unread.findIndex((message) => matches(message, wanted));
    const [found] = index < 0 ? [] : this.#unread.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        wanted,
        resolve: (message) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(message);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        const seen = this.seen.map((message) => message.method || String(message.status)).join(' ');
        reject(new Error(`Waited for ${String(wanted)}, seen: ${seen}`));
      }, patienceMs);
      this.#waiters.add(waiter);
    });
  }

  /** How many messages of that kind arrived, read or not. */
  count(wanted: Wanted): number {
    return this.seen.filter((message) => matches(message, wanted)).length;
  }

  /** Answers a request; the tag makes the dialog for INVITE, '' is none as with RFC 2543. */
  reply(request: SipMessage, status: number, parts: MessageParts & { readonly tag?: string } = {}): void {
    const to = request.header('to');
    const needsTag = status > 100 && request.tag('to') === '' && parts.tag !== '';
    this.send(
      formatSipMessage(
        `SIP/2.0 ${status} Scripted`,
        [
          ...request.headers('via').map((via) => `Via: ${via}`),
          `From: ${request.header('from')}`,
          needsTag ? `To: ${to};tag=${parts.tag ?? freshToken('far')}` : `To: ${to}`,
          `Call-ID: ${request.header('call-id')}`,
          `CSeq: ${request.header('cseq')}`,
        ],
        parts,
      ),
    );
  }

  /** A string goes as a text message, octets as a binary one (RFC 7118 section 4.2). */
  send(message: string | Uint8Array): void {
    if (!this.#isSilent) this.#socket.send(message);
  }

  /** The half-open socket: nothing goes in or out any more, and nobody is told. */
  goSilent(): void {
    this.#isSilent = true;
  }

  /** The network cuts the connection. */
  cut(): void {
    this.#socket.terminate();
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  /** For long runs: what has come so far is let go. */
  forget(): void {
    this.seen.length = 0;
    this.#unread.length = 0;
  }

  #deliver(message: SipMessage): void {
    for (const waiter of this.#waiters) {
      if (!matches(message, waiter.wanted)) continue;
      waiter.resolve(message);
      return;
    }
    this.#unread.push(message);
  }
}

function matches(message: SipMessage, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(message);
  return typeof wanted === 'number' ? message.status === wanted : message.method === wanted;
}
