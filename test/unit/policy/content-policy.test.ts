import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCsp, lineSources, withNonce } from '../../../electron/common/policy/content-policy.ts';

const nonce = 'MDEyMzQ1Njc4OWFiY2RlZg==';
const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(
    policy
      .split('; ')
      .map((directive) => [
        directive.slice(0, directive.indexOf(' ')),
        directive.slice(directive.indexOf(' ') + 1),
      ]),
  );

const closed = {
  'default-src': "'none'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'script-src': "'self'",
};

/** WebAssembly for the noise suppression: that is no eval of JavaScript. */
const ofPhone = { 'script-src': "'self' 'wasm-unsafe-eval'", 'media-src': "'self' blob:" };

test('the phone reaches its telephone servers and nothing else', () => {
  const sources = lineSources([
    {
      practice: false,
      servers: ['wss://pbx.example/ws', 'wss://10.0.0.5:7443/sip?x=1', 'wss://pbx.example/other'],
    },
  ]);
  expect(directives(buildCsp({ page: 'phone', nonce, lineSources: sources }))).toEqual({
    ...closed,
    ...ofPhone,
    'connect-src': "'self' wss://pbx.example wss://10.0.0.5:7443",
  });
});

test('the desk has no network, and styles only of its own or with the nonce', () => {
  expect(directives(buildCsp({ page: 'desk', nonce, lineSources: ['wss://pbx.example'] }))).toEqual({
    ...closed,
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
  });
});

test('practice mode opens this machine, whatever port the exchange took', () => {
  expect(lineSources([{ practice: true, servers: [] }])).toEqual(['ws://127.0.0.1:*']);
});

test('a server named in the settings file and one named in --config are both reachable', () => {
  const lines = [
    { practice: false, servers: ['wss://a.example/ws'] },
    { practice: true, servers: ['wss://b.example/ws'] },
  ];
  expect(lineSources(lines)).toEqual(['wss://a.example', 'ws://127.0.0.1:*', 'wss://b.example']);
});

test('the development server appears only when it is given', () => {
  const open = buildCsp({ page: 'desk', nonce, lineSources: [], developmentServer: 'http://127.0.0.1:5173' });
  expect(directives(open)['script-src']).toBe("'self' http://127.0.0.1:5173");
  expect(directives(open)['connect-src']).toBe("'self' http://127.0.0.1:5173 ws://127.0.0.1:5173");
  expect(open).not.toContain('unsafe');
});

test('no server address can add a directive or a wildcard', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((host) => `wss://${host}/ws`),
      ),
      (server) => {
        const policy = buildCsp({
          page: 'phone',
          nonce,
          lineSources: lineSources([{ practice: false, servers: [server] }]),
        });
        const { 'connect-src': connect, ...rest } = directives(policy);
        expect(rest).toEqual({ ...closed, ...ofPhone });
        expect(connect).toMatch(/^'self'( wss?:\/\/[A-Za-z0-9.\-[\]:]+)?$/);
      },
    ),
  );
});

test.each(["x' 'unsafe-inline", 'short', '', 'a;b;c;d;e;f;g;h;i'])('a nonce like %j is a defect', (bad) => {
  expect(() => buildCsp({ page: 'desk', nonce: bad, lineSources: [] })).toThrow('nonce');
});

test('the page carries the nonce of its response once, first in the head', () => {
  const page =
    '<!doctype html><html lang="en"><head data-x="1"><meta name="csp-nonce" content="old"><title>x</title></head>';
  const served = withNonce(page, nonce);
  expect(served).toBe(
    `<!doctype html><html lang="en"><head data-x="1"><meta name="csp-nonce" nonce="${nonce}" content="${nonce}"><title>x</title></head>`,
  );
});
