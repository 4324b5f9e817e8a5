import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readParameters, splitOutsideQuotes } from '../sip/split-list.ts';

/** Digest access authentication (RFC 7616) with the algorithms SIP allows (RFC 8760). */
export type DigestAlgorithm = 'MD5' | 'SHA-256';

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly nonceCount: string;
  readonly clientNonce: string;
}

function hash(algorithm: DigestAlgorithm, text: string): string {
  return createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text, 'utf8')
    .digest('hex');
}

/** The `response` of qop=auth (RFC 7616 section 3.4.1), in lower-case hexadecimal. */
export function computeDigest(input: DigestInput): string {
  const { algorithm, username, realm, password, method, uri, nonce, nonceCount, clientNonce } = input;
  const secret = hash(algorithm, `${username}:${realm}:${password}`);
  const request = hash(algorithm, `${method}:${uri}`);
  return hash(algorithm, `${secret}:${nonce}:${nonceCount}:${clientNonce}:auth:${request}`);
}

export interface DigestPolicy {
  readonly realm: string;
  /** In the order of the challenges; a client takes the first it knows (RFC 8760 section 2.4). */
  readonly algorithms: readonly DigestAlgorithm[];
  readonly nonceLifetimeMs: number;
  /** Signs the nonces, so that none has to be remembered. */
  readonly secret: string;
}

export function createNonce(policy: DigestPolicy, now: number, salt: string): string {
  const stamp = `${now.toString(36)}.${salt}`;
  return `${stamp}.${createHmac('sha256', policy.secret).update(stamp).digest('base64url').slice(0, 22)}`;
}

/** Values for WWW-Authenticate or Proxy-Authenticate, one header a value. */
export function buildChallenges(policy: DigestPolicy, nonce: string, stale: boolean): readonly string[] {
  return policy.algorithms.map(
    (algorithm) =>
      `Digest realm="${policy.realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`,
  );
}

export type DigestVerdict =
  | { readonly kind: 'accepted'; readonly username: string }
  /** Right answer to a nonce that is too old: the client asks nobody and tries again (RFC 7616 section 3.3). */
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'absent' };

export interface DigestRequest {
  readonly method: string;
  readonly uri: string;
  /** The values of Authorization or Proxy-Authorization. */
  readonly credentials: readonly string[];
  readonly now: number;
}

export function checkDigest(
  policy: DigestPolicy,
  findPassword: (username: string) => string | undefined,
  request: DigestRequest,
): DigestVerdict {
  const offered = request.credentials
    .map(readCredentials)
    .find((each) => each?.get('realm') === policy.realm);
  if (offered === undefined) return { kind: 'absent' };
  const algorithm = readAlgorithm(offered.get('algorithm'), policy);
  const username = offered.get('username') ?? '';
  const nonce = offered.get('nonce') ?? '';
  const password = findPassword(username);
  const age = readNonceAge(policy, nonce, request.now);
  if (algorithm === undefined || password === undefined || age === undefined) return { kind: 'refused' };
  // The digest must be for this very request, else one that was overheard would open any other.
  if (offered.get('qop') !== 'auth' || offered.get('uri') !== request.uri) return { kind: 'refused' };
  const expected = computeDigest({
    algorithm,
    username,
    realm: policy.realm,
    password,
    method: request.method,
    uri: request.uri,
    nonce,
    nonceCount: offered.get('nc') ?? '',
    clientNonce: offered.get('cnonce') ?? '',
  });
  if (!isEqual(expected, (offered.get('response') ?? '').toLowerCase())) return { kind: 'refused' };
  return age > policy.nonceLifetimeMs ? { kind: 'stale' } : { kind: 'accepted', username };
}

function readCredentials(value: string): ReadonlyMap<string, string> | undefined {
  const match = /^Digest\s+(.*)$/is.exec(value);
  const parts = match?.[1] === undefined ? undefined : splitOutsideQuotes(match[1], ',');
  return parts === undefined ? undefined : readParameters(parts);
}

/** No algorithm means MD5 (RFC 7616 section 3.4). */
function readAlgorithm(text: string | undefined, policy: DigestPolicy): DigestAlgorithm | undefined {
  const wanted = (text ?? 'MD5').toUpperCase();
  return policy.algorithms.find((algorithm) => algorithm === wanted);
}

/** Milliseconds since the nonce was made; undefined for one that we did not make. */
function readNonceAge(policy: DigestPolicy, nonce: string, now: number): number | undefined {
  const [time = '', salt = ''] = nonce.split('.', 3);
  const madeAt = Number.parseInt(time, 36);
  if (!Number.isFinite(madeAt) || !isEqual(createNonce(policy, madeAt, salt), nonce)) return undefined;
  return Math.max(0, now - madeAt);
}

function isEqual(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}
