import { readHeader, rewriteHeader } from './header-lines.ts';

/**
 * A proxy and the server behind it may each ask for credentials (RFC 3261 section 22.3): a 407, then a 401, or the other
 * way round. sip.js answers one challenge for a request and takes a second for a loop, unless it calls the first nonce
 * stale. That is what the second of the other kind is made to say; a second of the same kind still means that the
 * password is wrong.
 */
export interface ChallengeMemory {
  noteSent(message: string): void;
  /** The response as sip.js is to read it. */
  openSecond(message: string): string;
}

const challengeOf = { 401: 'WWW-Authenticate', 407: 'Proxy-Authenticate' } as const;
type Challenge = keyof typeof challengeOf;

/** More requests than ever wait for an answer at once. */
const longest = 64;

export function createChallengeMemory(): ChallengeMemory {
  /** What the requests under way have answered so far, if it is one of the two. */
  const answered = new Map<string, Challenge>();
  return {
    noteSent(message) {
      if (message.startsWith('SIP/2.0 ')) return;
      const toServer = readHeader(message, ['authorization']) !== undefined;
      const toProxy = readHeader(message, ['proxy-authorization']) !== undefined;
      if (toServer === toProxy) return;
      answered.set(transactionOf(message), toServer ? 401 : 407);
      const [oldest] = answered.keys();
      if (answered.size > longest && oldest !== undefined) answered.delete(oldest);
    },
    openSecond(message) {
      const status = Number(/^SIP\/2\.0 ([2-6]\d\d) /.exec(message)?.[1]);
      if (Number.isNaN(status)) return message;
      const transaction = transactionOf(message);
      const first = answered.get(transaction);
      answered.delete(transaction);
      if (first === undefined || first === status || (status !== 401 && status !== 407)) return message;
      const name = challengeOf[status];
      return rewriteHeader(message, [name], (value) => `${name}: ${calledStale(value)}`);
    },
  };
}

function transactionOf(message: string): string {
  return `${readHeader(message, ['call-id', 'i']) ?? ''} ${readHeader(message, ['cseq']) ?? ''}`;
}

function calledStale(challenge: string): string {
  const others = challenge.replace(/,\s*stale\s*=\s*"?(?:true|false)"?/iu, '');
  return `${others}, stale=true`;
}
