import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  buildHook,
  buildStateQuery,
  queueServiceSchema,
  readQueueState,
} from '../../../electron/common/events/queue-service.ts';

const service = queueServiceSchema.parse({
  login: { url: 'https://pbx.example/agents/{user}/login', body: '{"agent":"{user}"}' },
  logout: { method: 'DELETE', url: 'https://pbx.example/agents/{user}' },
  state: {
    url: 'https://pbx.example/agents/{user}',
    login: { path: 'agent.state', on: ['READY', 'PAUSED'] },
    pause: { path: 'agent.state', on: ['PAUSED'] },
  },
});

describe('a request to the web service of the queue', () => {
  it('holds our number in address and body, and the credential in its header', () => {
    expect(buildHook(service, 'login', { user: '101', token: 's3cret' })).toEqual({
      method: 'POST',
      url: 'https://pbx.example/agents/101/login',
      headers: { Authorization: 'Bearer s3cret', 'Content-Type': 'application/json' },
      body: '{"agent":"101"}',
    });
    expect(buildHook(service, 'logout', { user: '101', token: null })).toEqual({
      method: 'DELETE',
      url: 'https://pbx.example/agents/101',
      headers: {},
    });
    expect(buildStateQuery(service, { user: '101', token: 't' })?.headers).toEqual({
      Authorization: 'Bearer t',
    });
  });

  it('is not made for what the service does not do', () => {
    expect(buildHook(service, 'pause', { user: '101', token: null })).toBeNull();
    expect(buildStateQuery(queueServiceSchema.parse({}), { user: '101', token: null })).toBeNull();
  });

  test('stays one address and one JSON text whatever our user is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (user) => {
        const request = buildHook(service, 'login', { user, token: null });
        const { pathname, host, search, hash } = new URL(request?.url ?? '');
        expect([host, search, hash]).toEqual(['pbx.example', '', '']);
        expect(pathname.endsWith('/login')).toBe(true);
        expect(JSON.parse(request?.body ?? '')).toEqual({ agent: user });
      }),
    );
  });

  it.each(['ftp://pbx.example/x', 'javascript:alert(1)', 'pbx.example', 'https://', ''])(
    'goes to the web only, not to %j',
    (url) => {
      expect(queueServiceSchema.safeParse({ login: { url } }).success).toBe(false);
    },
  );
});

describe('the answer of the service', () => {
  it.each([
    [{ agent: { state: 'READY' } }, { login: true, pause: false }],
    [{ agent: { state: 'PAUSED' } }, { login: true, pause: true }],
    [{ agent: { state: 'OFFLINE' } }, { login: false, pause: false }],
    [{ agent: {} }, { login: null, pause: null }],
    [{ agent: { state: {} } }, { login: null, pause: null }],
    [undefined, { login: null, pause: null }],
    ['READY', { login: null, pause: null }],
  ])('%j says %j', (answer, told) => {
    expect(readQueueState(service, answer)).toEqual(told);
  });

  it('is read for the switches that it can tell, and by plain yes and no where no values are named', () => {
    const plain = queueServiceSchema.parse({
      state: { url: 'https://a/b', pause: { path: 'members.1.paused' } },
    });
    expect(readQueueState(plain, { members: [{ paused: 0 }, { paused: '1' }] })).toEqual({ pause: true });
    expect(readQueueState(plain, { members: [{ paused: 1 }, { paused: false }] })).toEqual({ pause: false });
  });

  test('may be anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 1, maxLength: 60 }), (answer, path) => {
        const odd = queueServiceSchema.parse({ state: { url: 'https://a/b', login: { path } } });
        expect([true, false, null]).toContain(readQueueState(odd, answer).login);
      }),
    );
    const tricky = queueServiceSchema.parse({
      state: { url: 'https://a/b', login: { path: '__proto__.x' } },
    });
    expect(readQueueState(tricky, {}).login).toBeNull();
  });
});
