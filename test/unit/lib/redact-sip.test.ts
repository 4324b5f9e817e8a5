import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createSipRedactor } from '../../../electron/common/lib/redact-sip.ts';

/** All distinct, so that a test can tell which one got through. */
const secrets = {
  response: '6629fae49393a05397450978507c4ef1',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  cnonce: '0a4f113b8fe1774ab6',
  nextnonce: 'nnn47364c23432d2e131a5fb210812c',
  opaque: '5ccc069c403ebaf9f0171e9517f40e41',
  uriPassword: 'GeheimerUrlSchluessel',
  icePassword: 'asd88fgpdd777uzjYhagZgKl',
  cryptoKey: 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj',
  password: 'tiger-tiger-9',
};

const customer = {
  number: '380441234567',
  local: '0441234567',
  name: 'Іваненко',
  queue: 'billing-vip-77',
  uui: '4a4b4c4d5a5b5c5d',
  address: '203.0.113.77',
  address6: '2001:db8:85a3::8a2e:370:7334',
  dtmf: 'Signal=7',
};

const headers = [
  ['Via', 'SIP/2.0/WSS abc.invalid;branch=z9hG4bK776asdhds;received=203.0.113.77;rport=54321'],
  ['From', `"${customer.name}" <sip:+${customer.number}@pbx.example;user=phone>;tag=1928301774`],
  ['To', `<sip:101:${secrets.uriPassword}@pbx.example>;tag=as58f4`],
  ['Call-ID', 'a84b4c76e66710@203.0.113.77'],
  ['CSeq', '31459 INVITE'],
  ['Contact', `<sip:${customer.local}@203.0.113.77:5060;transport=ws>`],
  [
    'Authorization',
    `Digest username="101", realm="pbx.example", nonce="${secrets.nonce}", uri="sip:${customer.number}@pbx.example", response="${secrets.response}", cnonce="${secrets.cnonce}", opaque="${secrets.opaque}", qop=auth, nc=00000001, algorithm=MD5`,
  ],
  ['Proxy-Authorization', `Digest response=${secrets.response},nonce="${secrets.nonce}",username="101"`],
  [
    'WWW-Authenticate',
    `Digest realm="pbx.example", nonce="${secrets.nonce}", opaque="${secrets.opaque}", stale=TRUE`,
  ],
  ['Authentication-Info', `nextnonce="${secrets.nextnonce}", cnonce="${secrets.cnonce}"`],
  [
    'P-Asserted-Identity',
    `"${customer.name}" <tel:+${customer.number}>, <sip:${customer.local}@pbx.example>`,
  ],
  ['Remote-Party-ID', `"${customer.name}" <sip:${customer.local}@pbx.example>;party=calling`],
  ['Diversion', `<sip:${customer.local}@pbx.example>;reason=no-answer`],
  ['User-to-User', `${customer.uui};encoding=hex`],
  ['X-Queue', customer.queue],
  ['X-Customer-Number', customer.number],
  ['Subject', `Call of ${customer.name}`],
  ['Reason', `SIP;cause=200;text="${customer.name} ${customer.local}"`],
  ['Content-Type', 'application/sdp'],
  ['Content-Length', '300'],
] as const;

const body = [
  'v=0',
  `o=${customer.local} 2890844526 2890844526 IN IP4 ${customer.address}`,
  `s=${customer.name}`,
  `c=IN IP4 ${customer.address}`,
  't=0 0',
  'm=audio 49170 UDP/TLS/RTP/SAVPF 8 0 101',
  'a=rtpmap:8 PCMA/8000',
  'a=ice-ufrag:8hhY',
  `a=ice-pwd:${secrets.icePassword}`,
  `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${secrets.cryptoKey}`,
  `a=candidate:1 1 udp 2122260223 ${customer.address} 40000 typ host`,
  `a=candidate:2 1 udp 2122260222 ${customer.address6} 40002 typ host`,
  'a=setup:actpass',
];

type Header = readonly [name: string, value: string];

const write = (
  start: string,
  lines: readonly Header[],
  content: readonly string[] = body,
  eol = '\r\n',
): string => [start, ...lines.map(([name, value]) => `${name}: ${value}`), '', ...content].join(eol);

const start = `INVITE sip:+${customer.number}@pbx.example SIP/2.0`;
const masked = () => createSipRedactor({ includeCustomer: false, secrets: [secrets.password] });
const ticked = () => createSipRedactor({ includeCustomer: true, secrets: [secrets.password] });

const leaked = (text: string, of: Readonly<Record<string, string>>): string[] =>
  Object.entries(of).flatMap(([name, value]) => (text.includes(value) ? [name] : []));

describe('a message of the trace', () => {
  const message = write(start, headers);

  it('[79] holds no secret, ticked or not', () => {
    expect(leaked(masked().redact(message), secrets)).toEqual([]);
    expect(leaked(ticked().redact(message), secrets)).toEqual([]);
  });

  it('[79] holds nothing of the customer unless ticked', () => {
    expect(leaked(masked().redact(message), customer)).toEqual([]);
    expect(leaked(ticked().redact(message), { ...customer, dtmf: '+' })).toEqual(
      Object.keys(customer).filter((key) => key !== ''),
    );
  });

  it('still says what an administrator needs', () => {
    const text = masked().redact(message);
    for (const part of [
      /^INVITE sip:party-\d+@pbx\.example SIP\/2\.0$/mu,
      /^CSeq: 31459 INVITE$/mu,
      /branch=z9hG4bK776asdhds/u,
      /^Call-ID: a84b4c76e66710@address-\d+$/mu,
      /^Authorization: Digest realm="\[masked\]", qop=auth, nc=00000001, algorithm=MD5, \[removed\]$/mu,
      /^m=audio 49170 UDP\/TLS\/RTP\/SAVPF 8 0 101$/mu,
      /^a=candidate:- 1 udp 2122260223 address-\d+ 40000 typ host$/mu,
      /^X-Queue: \[masked\]$/mu,
    ]) {
      expect(text).toMatch(part);
    }
  });

  it('gives the same party the same name in every message', () => {
    const redactor = masked();
    const nameIn = (text: string): string | undefined =>
      /^INVITE sip:(party-\d+)@/mu.exec(redactor.redact(text))?.[1];
    const first = nameIn(message);
    expect(nameIn(write(`INVITE sip:999@pbx.example SIP/2.0`, []))).not.toBe(first);
    expect(nameIn(write(start, []))).toBe(first);
  });

  it('loses the password of the account wherever it stands', () => {
    const odd = write(
      'OPTIONS sip:a@b SIP/2.0',
      [['X-Debug', secrets.password]],
      [`hello ${secrets.password}`],
    );
    expect(ticked().redact(odd)).not.toContain(secrets.password);
  });

  it.each(['f', 'F', 'i', 'm', 't', 'r', 'b', 's'])(
    'with the compact name %s is masked as with the long one',
    (name) => {
      const text = masked().redact(
        write(start, [[name, `"${customer.name}" <sip:${customer.local}@h>;tag=x1`]]),
      );
      expect(leaked(text, customer)).toEqual([]);
    },
  );

  it('with tones in its body holds them only when ticked', () => {
    const info = write(
      'INFO sip:101@pbx.example SIP/2.0',
      [['Content-Type', 'application/dtmf-relay']],
      [customer.dtmf, 'Duration=100'],
    );
    expect(masked().redact(info)).not.toContain(customer.dtmf);
    expect(ticked().redact(info)).toContain(customer.dtmf);
  });
});

/** What a careless, an old or a hostile implementation does to a message without changing what it means, or by mistake. */
const anyCase = (text: string): fc.Arbitrary<string> => fc.mixedCase(fc.constant(text));
const eolArbitrary = fc.constantFrom('\r\n', '\n', '\r');
const compact: Readonly<Record<string, string>> = {
  From: 'f',
  To: 't',
  'Call-ID': 'i',
  Contact: 'm',
  Via: 'v',
  Subject: 's',
};

const headerArbitrary = (eol: string): fc.Arbitrary<string> =>
  fc.constantFrom(...headers).chain(([name, value]) =>
    fc
      .record({
        name: anyCase(compact[name] ?? name).chain((short) => fc.oneof(anyCase(name), fc.constant(short))),
        colon: fc.constantFrom(':', ' :', '\t: ', ' : '),
        // Folded after any comma or space: never within a token, which would be another message.
        fold: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      })
      .map(({ name: written, colon, fold }) => {
        let at = 0;
        const folded = value.replace(/([,;]) ?/gu, (sign) =>
          fold[at++ % 12] === true ? `${sign}${eol}\t` : sign,
        );
        return `${written}${colon}${folded}`;
      }),
  );

const messageArbitrary = eolArbitrary.chain((eol) =>
  fc.array(headerArbitrary(eol), { maxLength: 25 }).map((lines) => [start, ...lines, '', ...body].join(eol)),
);

test('no secret survives any spelling of a message', () => {
  fc.assert(
    fc.property(messageArbitrary, fc.boolean(), (message, includeCustomer) => {
      const text = createSipRedactor({ includeCustomer, secrets: [] }).redact(message);
      expect(leaked(text, secrets)).toEqual([]);
      if (!includeCustomer) expect(leaked(text, customer)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** One change anywhere: a sign taken out, put in or replaced, a piece doubled, the rest cut off. */
const mutationArbitrary = fc.record({
  kind: fc.constantFrom('delete', 'insert', 'replace', 'cut', 'double'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  sign: fc.constantFrom(
    '"',
    ' ',
    '\r\n',
    '\n',
    ':',
    ';',
    ',',
    '<',
    '>',
    '=',
    'x',
    '\t',
    '\r\n\r\n',
    '\0',
    '@',
  ),
  length: fc.integer({ min: 1, max: 60 }),
});

test('no secret survives one mutation of a message', () => {
  const message = write(start, headers);
  fc.assert(
    fc.property(mutationArbitrary, fc.boolean(), ({ kind, at, sign, length }, includeCustomer) => {
      const place = Math.floor(at * message.length);
      const [before, rest] = [message.slice(0, place), message.slice(place)];
      const mutated =
        kind === 'delete'
          ? before + rest.slice(1)
          : kind === 'insert'
            ? before + sign + rest
            : kind === 'replace'
              ? before + sign + rest.slice(1)
              : kind === 'cut'
                ? before
                : before + rest.slice(0, length) + rest;
      const text = createSipRedactor({ includeCustomer, secrets: [] }).redact(mutated);
      // Without the colon before it the word is no password any more, but the end of a user name.
      const isPassword = mutated.includes(`:${secrets.uriPassword}`);
      const { uriPassword, ...others } = secrets;
      expect(leaked(text, isPassword ? { ...others, uriPassword } : others)).toEqual([]);
      if (!includeCustomer) expect(leaked(text, customer)).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

test('anything at all is redacted without failing, and does not take long', () => {
  const redactor = masked();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      expect(typeof redactor.redact(text)).toBe('string');
    }),
  );
});

/** A peer chooses how long its lines are; a search that goes over the rest of a line from every sign of it hangs the desk. */
test.each([
  'x',
  ':',
  'a:',
  '1 ',
  '1(',
  '"',
  '<',
  '@',
  'sip:',
  'token=',
  'password ',
  'authenticat',
  'f:',
  '.1',
])('half a million signs of %j are redacted in a time that grows with their number only', (part) => {
  const long = part.repeat(500_000 / part.length);
  const began = performance.now();
  for (const redactor of [masked(), ticked()]) {
    redactor.redact(`${long} SIP/2.0\r\nVia: ${long}\r\nFrom: ${long}\r\n\r\n${long}`);
    redactor.redact(`${start}\r\nContent-Type: application/sdp\r\n\r\n${long}`);
  }
  // Linear ones take some hundred milliseconds on a busy machine, the square of this many takes minutes.
  expect(performance.now() - began).toBeLessThan(8_000);
});
