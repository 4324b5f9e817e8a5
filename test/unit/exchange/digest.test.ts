import { expect, test } from 'vitest';
import {
  buildChallenges,
  checkDigest,
  computeDigest,
  createNonce,
  type DigestAlgorithm,
  type DigestPolicy,
  type DigestVerdict,
} from '../../../electron/exchange/registrar/digest.ts';

const mufasa = {
  username: 'Mufasa',
  method: 'GET',
  uri: '/dir/index.html',
  nonceCount: '00000001',
} as const;

const rfc7616 = {
  ...mufasa,
  realm: 'http-auth@example.org',
  password: 'Circle of Life',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
} as const;

test('the example of RFC 2617 section 3.5', () => {
  expect(
    computeDigest({
      ...mufasa,
      algorithm: 'MD5',
      realm: 'testrealm@host.com',
      password: 'Circle Of Life',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      clientNonce: '0a4f113b',
    }),
  ).toBe('6629fae49393a05397450978507c4ef1');
});

test('the examples of RFC 7616 section 3.9.1', () => {
  expect(computeDigest({ ...rfc7616, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
  expect(computeDigest({ ...rfc7616, algorithm: 'SHA-256' })).toBe(
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  );
});

const policy: DigestPolicy = {
  realm: 'practice.invalid',
  algorithms: ['SHA-256', 'MD5'],
  nonceLifetimeMs: 60_000,
  secret: 'nonce secret',
};

function answer(
  nonce: string,
  changes: Readonly<Record<string, string>> = {},
  algorithm: DigestAlgorithm = 'SHA-256',
): string {
  const uri = 'sip:practice.invalid';
  const response = computeDigest({
    algorithm,
    username: '100',
    realm: policy.realm,
    password: 'secret',
    method: 'REGISTER',
    uri,
    nonce,
    nonceCount: '00000001',
    clientNonce: 'cn',
  });
  const parts = {
    username: '"100"',
    realm: `"${policy.realm}"`,
    nonce: `"${nonce}"`,
    uri: `"${uri}"`,
    algorithm,
    qop: 'auth',
    nc: '00000001',
    cnonce: '"cn"',
    response: `"${response}"`,
    ...changes,
  };
  return `Digest ${Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}`;
}

function check(credentials: readonly string[], now: number, method = 'REGISTER'): DigestVerdict {
  const findPassword = (user: string): string | undefined => (user === '100' ? 'secret' : undefined);
  return checkDigest(policy, findPassword, { method, uri: 'sip:practice.invalid', credentials, now });
}

test('the challenges come in the order of the policy, each in a header of its own', () => {
  const [first, second] = buildChallenges(policy, 'n', false);
  expect(first).toBe('Digest realm="practice.invalid", nonce="n", algorithm=SHA-256, qop="auth"');
  expect(second).toContain('algorithm=MD5');
  expect(buildChallenges(policy, 'n', true)[0]).toContain('stale=true');
});

test.each(['SHA-256', 'MD5'] as const)('a right answer with %s is accepted', (algorithm) => {
  expect(check([answer(createNonce(policy, 5_000, 's'), {}, algorithm)], 6_000)).toEqual({
    kind: 'accepted',
    username: '100',
  });
});

test('a right answer to an old nonce is stale, a wrong one stays wrong', () => {
  const nonce = createNonce(policy, 0, 's');
  expect(check([answer(nonce)], 60_001)).toEqual({ kind: 'stale' });
  expect(check([answer(nonce, { response: '"00"' })], 60_001)).toEqual({ kind: 'refused' });
});

test.each([
  ['a nonce of somebody else', answer('0.s.forged')],
  ['an unknown user', answer(createNonce(policy, 0, 's'), { username: '"200"' })],
  ['another request', answer(createNonce(policy, 0, 's'), { uri: '"sip:other.invalid"' })],
  ['no protection against replay', answer(createNonce(policy, 0, 's'), { qop: 'auth-int' })],
  ['an algorithm that was not offered', answer(createNonce(policy, 0, 's'), { algorithm: 'SHA-512-256' })],
])('%s is refused', (_, credentials) => {
  expect(check([credentials], 1)).toEqual({ kind: 'refused' });
});

test('a digest for one method opens no other', () => {
  expect(check([answer(createNonce(policy, 0, 's'))], 1, 'INVITE')).toEqual({ kind: 'refused' });
});

test('credentials for another realm, of another scheme or unreadable count as none', () => {
  expect(check([], 0)).toEqual({ kind: 'absent' });
  expect(
    check([answer(createNonce(policy, 0, 's'), { realm: '"elsewhere"' }), 'Basic abc', 'Digest x="'], 0),
  ).toEqual({ kind: 'absent' });
});
