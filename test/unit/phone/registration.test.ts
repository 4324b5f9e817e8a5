import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { untilHandled } from '../../support/sip/scripted-dialog.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import {
  acceptOptions,
  acceptRegister,
  ScriptedSipServer,
  type Habit,
} from '../../support/sip/scripted-sip-server.ts';
import type { SipMessage } from '../../support/sip/sip-message.ts';

let server: ScriptedSipServer;
let bed: PhoneBed;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
});

afterEach(async () => {
  await bed.stop();
  await server.stop();
});

function isRightDigest(request: SipMessage, password: string, name = 'authorization'): boolean {
  const header = request.header(name);
  const field = (name: string): string => new RegExp(`[ ,]${name}="?([^",]+)`).exec(header)?.[1] ?? '';
  const algorithm = field('algorithm') === 'SHA-256' ? 'sha256' : 'md5';
  const hash = (text: string): string => createHash(algorithm).update(text).digest('hex');
  const ha1 = hash(`101:pbx:${password}`);
  const ha2 = hash(`${request.method}:${field('uri')}`);
  const middle =
    field('qop') === 'auth' ? [field('nonce'), field('nc'), field('cnonce'), 'auth'] : [field('nonce')];
  const expected = hash([ha1, ...middle, ha2].join(':'));
  return field('response') === expected && field('username') === '101';
}

/** Challenges every REGISTER without the right digest, as a registrar does. */
function registrar(password: string, challenges = [md5Challenge]): Habit {
  return (peer, request) => {
    if (request.method !== 'REGISTER') return false;
    if (isRightDigest(request, password)) return acceptRegister(peer, request);
    peer.reply(request, 401, { headers: challenges });
    return true;
  };
}

const md5Challenge = 'WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth", algorithm=MD5';
const sha256Challenge = 'WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth", algorithm=SHA-256';

function refuseWith(status: number, headers: readonly string[] = []): Habit {
  return (peer, request) => {
    if (request.method !== 'REGISTER') return false;
    peer.reply(request, status, { headers });
    return true;
  };
}

const untilRegistered = () => bed.events.next('phone/registration', ({ state }) => state === 'registered');
const untilTrouble = () => bed.events.next('phone/registration', ({ error }) => error !== undefined);

describe('registering', () => {
  test('[1] answers the challenge with the digest of the account and is registered', async () => {
    server.habits = [registrar('secret-101'), acceptOptions];
    await bed.start(server);
    expect(await untilRegistered()).toEqual({ state: 'registered', server: server.url });
    expect(server.peers[0]?.count('REGISTER')).toBe(2);
  });

  test.each([
    ['MD5, SHA-256', [md5Challenge, sha256Challenge], 'MD5'],
    ['SHA-256, MD5', [sha256Challenge, md5Challenge], 'SHA-256'],
    ['SHA-256 alone', [sha256Challenge], 'SHA-256'],
    ['SHA-256 without qop', [sha256Challenge.replace(' qop="auth",', '')], 'SHA-256'],
    ['SHA-256 with auth-int too', [sha256Challenge.replace('"auth"', '"auth-int,auth"')], 'SHA-256'],
    ['MD5 with a comma at the end', [`${md5Challenge}, `], 'MD5'],
    ['SHA-256 without commas', [sha256Challenge.replaceAll(',', '')], 'SHA-256'],
    [
      'an unknown one, SHA-256',
      [sha256Challenge.replace('SHA-256', 'SHA-512-256'), sha256Challenge],
      'SHA-256',
    ],
  ])('[9] answers %s by the one the server prefers', async (_order, challenges, algorithm) => {
    server.habits = [registrar('secret-101', challenges), acceptOptions];
    await bed.start(server);
    await untilRegistered();
    const answer = server.peers[0]?.seen.at(-1)?.header('authorization');
    expect(answer).toContain(`algorithm=${algorithm},`);
    expect(answer).not.toContain('auth-int');
  });

  test.each([
    [407, 401],
    [401, 407],
  ] as const)('answers a proxy and the server behind it: first %i, then %i', async (first, second) => {
    const asked = {
      401: { answer: 'authorization', challenge: md5Challenge.replace('"n1"', '"n-server"') },
      407: {
        answer: 'proxy-authorization',
        challenge: sha256Challenge.replace('WWW-', 'Proxy-').replace('"n1"', '"n-proxy"'),
      },
    };
    const guard =
      (status: 401 | 407): Habit =>
      (peer, request) => {
        if (request.method !== 'REGISTER' || isRightDigest(request, 'secret-101', asked[status].answer))
          return false;
        peer.reply(request, status, { headers: [asked[status].challenge] });
        return true;
      };
    server.habits = [guard(first), guard(second), acceptRegister, acceptOptions];
    await bed.start(server);
    await untilRegistered();
    expect(server.peers[0]?.count('REGISTER')).toBe(3);
  });

  test('a server behind a proxy that does not know the password is not asked for ever', async () => {
    server.habits = [
      (peer, request) => {
        if (request.method !== 'REGISTER') return false;
        const isPast = request.header('proxy-authorization') !== '';
        peer.reply(request, isPast ? 401 : 407, {
          headers: [isPast ? md5Challenge : md5Challenge.replace('WWW-', 'Proxy-')],
        });
        return true;
      },
    ];
    await bed.start(server);
    expect(await untilTrouble()).toMatchObject({ state: 'failed', error: { code: 'sip.password-refused' } });
    expect(server.peers[0]?.count('REGISTER')).toBe(3);
  });

  test('[9] answers a stale nonce with the new one, counted from the beginning', async () => {
    let round = 0;
    server.habits = [
      (peer, request) => {
        const nonce = /nonce="([^"]+)"/.exec(request.header('authorization'))?.[1];
        if (request.method !== 'REGISTER') return false;
        if (nonce === 'n2' && isRightDigest(request, 'secret-101')) return acceptRegister(peer, request);
        round++;
        const stale = round === 1 ? '' : ', stale=true';
        peer.reply(request, 401, { headers: [sha256Challenge.replace('"n1"', `"n${round}"`) + stale] });
        return true;
      },
      acceptOptions,
    ];
    await bed.start(server);
    await untilRegistered();
    expect(server.peers[0]?.seen.at(-1)?.header('authorization')).toContain('nc=00000001');
    expect(round).toBe(2);
  });

  test.each([
    [401, 'WWW', sha256Challenge],
    [407, 'Proxy', sha256Challenge],
    [407, 'Proxy', md5Challenge],
  ])(
    '[9] [27] an INVITE that gets %i is answered once, in the same call',
    async (status, kind, challenge) => {
      const peer = await bed.register(server);
      const { invite } = await bed.dial(peer);
      peer.reply(invite, status, { headers: [challenge.replace('WWW', kind)] });
      const second = await peer.next('INVITE');
      expect(isRightDigest(second, 'secret-101', kind === 'WWW' ? undefined : 'proxy-authorization')).toBe(
        true,
      );
      expect(second.header('call-id')).toBe(invite.header('call-id'));
      expect(second.header('cseq')).toBe('2 INVITE');
      peer.reply(second, status, { headers: [challenge.replace('WWW', kind)] });
      expect(await bed.events.next('line/ended')).toMatchObject({ error: { code: 'sip.password-refused' } });
      await untilHandled(peer);
      expect(peer.count('INVITE')).toBe(2);
    },
  );

  test('works over wss as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', keyFile, '-out', certFile], {
      stdio: 'ignore',
    });
    const tls = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    const secure = await ScriptedSipServer.start({ tls });
    try {
      secure.habits = [registrar('secret-101'), acceptOptions];
      await bed.start(secure);
      expect(await untilRegistered()).toEqual({ state: 'registered', server: secure.url });
      expect(secure.peers[0]?.seen[0]?.header('via')).toContain('SIP/2.0/WSS');
      await bed.stop();
    } finally {
      await secure.stop();
      rmSync(folder, { recursive: true });
    }
  });

  test('asks for a contact that is the same after every start of the page', async () => {
    const peer = await bed.register(server);
    expect(peer.seen[0]?.header('contact')).toContain('<sip:offhook4711@offhook4711.invalid;transport=ws>');
  });

  test('registers again before the interval is over, on the same socket and with the next CSeq', async () => {
    const peer = await bed.register(server);
    const first = peer.seen[0];
    const refreshMs = await bed.clock.untilTimer(60_000, 90_000);
    server.habits = [acceptOptions];
    await bed.pass(peer, refreshMs);
    const second = await peer.next('REGISTER');
    expect(second.header('call-id')).toBe(first?.header('call-id'));
    expect(Number.parseInt(second.header('cseq'), 10)).toBe(
      Number.parseInt(first?.header('cseq') ?? '', 10) + 1,
    );
  });

  test('[5] raises the interval that the server finds too brief', async () => {
    let refused = 0;
    server.habits = [
      (peer, request) => {
        const isBrief = request.method === 'REGISTER' && !request.header('contact').includes('expires=900');
        if (!isBrief) return false;
        refused++;
        peer.reply(request, 423, { headers: ['Min-Expires: 900'] });
        return true;
      },
      acceptRegister,
      acceptOptions,
    ];
    await bed.start(server);
    await untilRegistered();
    expect(refused).toBe(1);
  });
});

describe('refusals that only the operator or administrator can mend', () => {
  test.each([
    [401, 'sip.password-refused', [md5Challenge]],
    [403, 'sip.forbidden', []],
    [404, 'sip.account-unknown', []],
  ] as const)('[2] [3] [4] %i stops with %s and is not repeated', async (status, code, headers) => {
    server.habits = [refuseWith(status, headers)];
    await bed.start(server);
    expect(await untilTrouble()).toMatchObject({ state: 'failed', error: { code } });
    const sent = server.peers[0]?.count('REGISTER');
    bed.clock.advance(600_000);
    expect(server.peers).toHaveLength(1);
    expect(server.peers[0]?.count('REGISTER')).toBe(sent);
    expect(sent).toBe(status === 401 ? 2 : 1);
  });

  test('[9] a server that asks for what we do not know is told apart from a wrong password', async () => {
    server.habits = [registrar('secret-101', [sha256Challenge.replace('SHA-256', 'SHA-512-256')])];
    await bed.start(server);
    expect(await untilTrouble()).toMatchObject({
      state: 'failed',
      error: { code: 'sip.password-refused', details: { reason: 'digest-algorithm' } },
    });
  });

  test('a wish to reconnect tries again', async () => {
    server.habits = [refuseWith(403)];
    await bed.start(server);
    await untilTrouble();
    server.habits = [acceptRegister, acceptOptions];
    bed.engine.reconnect();
    await untilRegistered();
  });

  test('an account that cannot be part of an address is refused at once', async () => {
    const account = { ...bed.account([server]), domain: 'no domain' };
    const result = await bed.engine.configure(account, { processing: true, ringTone: true });
    expect(result).toMatchObject({ ok: false, error: { code: 'sip.account-unknown' } });
    expect(await bed.events.next('phone/registration')).toMatchObject({ state: 'failed' });
  });
});

describe('failures that pass', () => {
  test('[6] 503 with Retry-After is obeyed to the second and a little longer', async () => {
    server.habits = [refuseWith(503, ['Retry-After: 7'])];
    bed.random = 0.5;
    await bed.start(server);
    expect(await untilTrouble()).toMatchObject({
      state: 'connecting',
      error: { code: 'sip.server-unavailable' },
    });
    expect(bed.clock.waiting).toEqual([8_500]);
    server.habits = [acceptRegister, acceptOptions];
    bed.clock.advance(8_499);
    expect(server.peers).toHaveLength(1);
    bed.clock.advance(1);
    await untilRegistered();
    expect(server.peers).toHaveLength(2);
  });

  test('[7] a server that does not answer REGISTER loses the socket after 6 s, not 32', async () => {
    server.habits = [];
    await bed.start(server);
    const peer = await server.nextConnection();
    await peer.next('REGISTER');
    bed.clock.advance(6_000);
    expect(await untilTrouble()).toMatchObject({ error: { code: 'sip.server-silent' } });
    await peer.closed;
  });

  test('[16] the second server is taken when the first one is dead', async () => {
    const dead = await ScriptedSipServer.start();
    const deadUrl = dead.url;
    await dead.stop();
    const account = { ...bed.account([server]), servers: [deadUrl, server.url] };
    await bed.engine.configure(account, { processing: true, ringTone: true });
    expect(await untilTrouble()).toMatchObject({ error: { code: 'sip.server-silent' } });
    bed.clock.advance(650);
    expect(await untilRegistered()).toEqual({ state: 'registered', server: server.url });
  });

  test.each([1000, 1001, 1011])('a server that closes with %i gets us back', async (code) => {
    const peer = await bed.register(server);
    peer.close(code);
    await bed.lose();
    await bed.comeBack(server);
  });
});

describe('a socket that is dead without saying so', () => {
  test('is noticed within 20 s while idle', async () => {
    const peer = await bed.register(server);
    peer.goSilent();
    bed.clock.advance(19_999);
    expect(bed.events.of('phone/registration').at(-1)).toMatchObject({ state: 'registered' });
    bed.clock.advance(1);
    expect(await untilTrouble()).toMatchObject({
      state: 'connecting',
      error: { code: 'sip.connection-lost' },
    });
    await bed.comeBack(server);
  });

  test('is noticed within 7 s in a call', async () => {
    const peer = await bed.register(server);
    await bed.talk(peer);
    peer.goSilent();
    bed.clock.advance(7_000);
    expect(await untilTrouble()).toMatchObject({ error: { code: 'sip.connection-lost' } });
  });

  test('is not suspected as long as the server answers', async () => {
    const peer = await bed.register(server);
    for (let minute = 0; minute < 3; minute++) {
      bed.clock.advance(15_000);
      await bed.clock.untilTimer(15_000);
    }
    expect(peer.count('OPTIONS')).toBe(3);
    expect(server.peers).toHaveLength(1);
  });
});

describe('what arrives and is no proper SIP', () => {
  const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
  const invite = [
    `INVITE ${target} SIP/2.0`,
    'Via: SIP/2.0/WS far.invalid;branch=z9hG4bKtorture',
    'Max-Forwards: 70',
    'From: "Mallory" <sip:666@far.invalid>;tag=torture',
    `To: <${target}>`,
    'Call-ID: torture',
    'CSeq: 1 INVITE',
    'Contact: <sip:far@far.invalid>',
    'Privacy: none',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

  test.each([
    'garbage',
    'INVITE',
    'SIP/2.0 200 OK',
    `INVITE ${target} SIP/2.0\r\n\r\n`,
    invite.replace(`INVITE ${target}`, 'INVITE soap.beep://192.0.2.103:3002'),
    invite.replace('CSeq: 1', 'CSeq: x'),
    invite.replace('Contact: <sip:far@far.invalid>', 'Contact: <<<'),
    invite.replace(/Content-Length: 0/, 'Content-Length: 9999'),
    '\r\n\r\n',
  ])('%j is survived', async (message) => {
    const peer = await bed.register(server);
    peer.send(message);
    await untilHandled(peer);
    const { id } = await bed.ring(peer);
    expect(await bed.engine.answer(id)).toEqual({ ok: true, value: null });
  });

  test('three hundred damaged messages in a row are survived', async () => {
    const peer = await bed.register(server);
    const damage = fc.tuple(fc.nat(invite.length), fc.nat(12), fc.string({ unit: 'binary', maxLength: 6 }));
    for (const [at, length, replacement] of fc.sample(damage, { numRuns: 300, seed: 4475 })) {
      peer.send(invite.slice(0, at) + replacement + invite.slice(at + length));
    }
    await untilHandled(peer);
    expect(server.peers).toHaveLength(1);
    expect(bed.events.of('phone/registration').at(-1)).toMatchObject({ state: 'registered' });
  });
});

describe('configuring', () => {
  const audio = { processing: true, ringTone: true };

  test('the same account again keeps registration and calls', async () => {
    const peer = await bed.register(server);
    await bed.talk(peer);
    await bed.engine.configure(bed.account([server]), { ...audio, speaker: 'Headset' });
    expect(server.peers).toHaveLength(1);
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('an account given while the old one says goodbye is the one that stays', async () => {
    const peer = await bed.register(server);
    server.habits = [acceptOptions];
    const other = await ScriptedSipServer.start();
    const dropped = bed.engine.configure({ ...bed.account([server]), user: '102' }, audio);
    await bed.engine.configure({ ...bed.account([other]), user: '103' }, audio);
    await untilRegistered();
    bed.clock.advance(1_500);
    await dropped;
    await peer.closed;
    expect(server.peers).toHaveLength(1);
    const registered = await other.nextConnection();
    expect(registered.seen[0]?.header('from')).toContain('sip:103@');
    expect(bed.events.of('phone/registration').at(-1)).toEqual({ state: 'registered', server: other.url });
    await bed.stop();
    await other.stop();
  });

  test('no account says goodbye and is off', async () => {
    const peer = await bed.register(server);
    const configured = bed.engine.configure(null, audio);
    await configured;
    await bed.events.next('phone/registration', ({ state }) => state === 'off');
    expect(peer.seen.at(-1)?.header('contact')).toContain('expires=0');
    await peer.closed;
  });
});
