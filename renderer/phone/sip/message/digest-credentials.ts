import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { Core } from 'sip.js';

/** A challenge as sip.js reads it. */
interface Challenge {
  readonly algorithm?: unknown;
  readonly realm?: unknown;
  readonly nonce?: unknown;
  readonly opaque?: unknown;
  readonly qop?: unknown;
}

export interface DigestAccount {
  readonly username: string;
  readonly password: string;
}

/** '' is MD5 (RFC 7616 section 3.3). */
export function isKnownAlgorithm(algorithm: string): boolean {
  return ['', 'MD5', 'SHA-256'].includes(algorithm.toUpperCase());
}

/**
 * Answers challenges by MD5 as sip.js does, and by SHA-256 (RFC 8760), which sip.js does not know. The hash of the
 * browser is asynchronous, the interface of sip.js is not. Integrity protection (auth-int) is never chosen: proxies
 * that change a session description would break it.
 */
export class DigestCredentials extends Core.DigestAuthentication {
  readonly #account: DigestAccount;
  readonly #newToken: () => string;
  #header: string | undefined;
  /** Requests answered under each nonce (RFC 7616 section 3.4): the count begins anew with a new one. */
  readonly #counts = new Map<string, number>();

  constructor(loggerFactory: Core.LoggerFactory, account: DigestAccount, newToken: () => string) {
    super(loggerFactory, undefined, account.username, account.password);
    this.#account = account;
    this.#newToken = newToken;
  }

  override authenticate(request: Core.OutgoingRequestMessage, challenge: Challenge, body?: string): boolean {
    this.#header = undefined;
    const offered = readOptions(challenge.qop);
    if (offered.length > 0 && !offered.includes('auth')) return false;
    if (textOf(challenge.algorithm).toUpperCase() !== 'SHA-256') {
      if (!isKnownAlgorithm(textOf(challenge.algorithm))) return false;
      // Written in any case; sip.js compares with capitals.
      const md5 = { ...challenge, algorithm: challenge.algorithm === undefined ? undefined : 'MD5' };
      return super.authenticate(request, md5, body);
    }
    const realm = textOf(challenge.realm);
    const nonce = textOf(challenge.nonce);
    if (realm === '' || nonce === '') return false;
    this.#header = this.#answer(request, {
      realm,
      nonce,
      opaque: textOf(challenge.opaque),
      hasQop: offered.length > 0,
    });
    return true;
  }

  override toString(): string {
    return this.#header ?? super.toString();
  }

  #answer(
    request: Core.OutgoingRequestMessage,
    { realm, nonce, opaque, hasQop }: { realm: string; nonce: string; opaque: string; hasQop: boolean },
  ): string {
    const { username, password } = this.#account;
    const uri = request.ruri.toString();
    const secret = hash(`${username}:${realm}:${password}`);
    const what = hash(`${request.method}:${uri}`);
    const count = (this.#counts.get(nonce) ?? 0) + 1;
    this.#counts.set(nonce, count);
    const nc = count.toString(16).padStart(8, '0');
    const cnonce = this.#newToken();
    const response = hasQop
      ? hash(`${secret}:${nonce}:${nc}:${cnonce}:auth:${what}`)
      : hash(`${secret}:${nonce}:${what}`);
    const fields = [
      'algorithm=SHA-256',
      `username=${quote(username)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      `uri=${quote(uri)}`,
      `response="${response}"`,
      ...(opaque === '' ? [] : [`opaque=${quote(opaque)}`]),
      ...(hasQop ? ['qop=auth', `cnonce="${cnonce}"`, `nc=${nc}`] : []),
    ];
    return `Digest ${fields.join(', ')}`;
  }
}

const hash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function readOptions(qop: unknown): readonly string[] {
  const options: readonly unknown[] = Array.isArray(qop)
    ? qop
    : typeof qop === 'string'
      ? qop.split(',')
      : [];
  return options.flatMap((option) => (typeof option === 'string' ? option.trim().toLowerCase() : []));
}
