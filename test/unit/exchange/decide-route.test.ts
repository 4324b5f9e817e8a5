import { expect, test } from 'vitest';
import { decideRoute, type RouteView } from '../../../electron/exchange/proxy/decide-route.ts';
import { createFlowToken, readFlowToken } from '../../../electron/exchange/proxy/flow-token.ts';
import { findHeader, listHeader, type SipRequest } from '../../../electron/exchange/sip/message.ts';

const secret = 'token secret';
const routeOf = (flow: string): string =>
  `<sip:${createFlowToken(flow, secret)}@127.0.0.1:5066;transport=ws;lr>`;

const view: RouteView = {
  isOurs: ({ host, port }) => host === 'practice.invalid' || (host === '127.0.0.1' && port === 5066),
  readToken: (token) => readFlowToken(token, secret),
  isLive: (flow) => flow === 'ws1' || flow === 'ws2',
  findUser(user) {
    if (user === '100') return [{ flow: 'ws1', uri: 'sip:abc@x.invalid;transport=ws' }];
    if (user === '101') {
      return [
        { flow: 'ws1', uri: 'sip:one@x.invalid' },
        { flow: 'ws2', uri: 'sip:two@x.invalid' },
      ];
    }
    return user === '102' ? [] : undefined;
  },
  findContact: (uri) => (uri === 'sip:abc@x.invalid;transport=ws' ? { flow: 'ws1', uri } : undefined),
};

function request(method: string, uri: string, ...headers: [string, string][]): SipRequest {
  const all: [string, string][] = [['Max-Forwards', '70'], ['To', '<sip:100@practice.invalid>'], ...headers];
  const seen = new Map(all.map(([name, value]) => [name, value]));
  const routes = all.filter(([name]) => name === 'Route');
  const others = [...seen].filter(([name]) => name !== 'Route');
  return {
    kind: 'request',
    method,
    uri,
    headers: [...routes, ...others].map(([name, value]) => ({ name, value })),
    body: '',
  };
}

const decide = (...parts: Parameters<typeof request>) => decideRoute(request(...parts), view);
const inDialog: [string, string] = ['To', '<sip:100@practice.invalid>;tag=t'];

test('a number goes to every phone registered for it, with Record-Route', () => {
  expect(decide('INVITE', 'sip:101@practice.invalid')).toMatchObject({
    type: 'relay',
    recordRoute: true,
    isProven: false,
    targets: [{ flow: 'ws1' }, { flow: 'ws2' }],
  });
});

test.each([
  ['an unknown number', 'sip:555@practice.invalid', 404],
  ['a number without a phone', 'sip:102@practice.invalid', 480],
  ['a number at another provider', 'sip:100@elsewhere.invalid', 404],
  ['what is no SIP URI', 'sip:a b', 400],
])('%s is refused', (_, uri, status) => {
  expect(decide('INVITE', uri)).toMatchObject({ type: 'reject', status });
});

test('a message request opens no dialog and gets no Record-Route', () => {
  expect(decide('MESSAGE', 'sip:100@practice.invalid')).toMatchObject({ type: 'relay', recordRoute: false });
});

test('what is addressed to the exchange stays here', () => {
  expect(decide('REGISTER', 'sip:practice.invalid')).toMatchObject({ type: 'local' });
  expect(decide('OPTIONS', 'sip:127.0.0.1:5066', ['Max-Forwards', '0'])).toMatchObject({ type: 'local' });
});

test('Max-Forwards is counted down and ends at nought', () => {
  const decision = decide('INVITE', 'sip:100@practice.invalid', ['Max-Forwards', '1']);
  expect(decision.type === 'relay' && findHeader(decision.request, 'Max-Forwards')).toBe('0');
  expect(decide('INVITE', 'sip:100@practice.invalid', ['Max-Forwards', '0'])).toMatchObject({
    type: 'reject',
    status: 483,
  });
});

test('an extension this proxy does not know is named in the refusal', () => {
  expect(decide('INVITE', 'sip:100@practice.invalid', ['Proxy-Require', 'sec-agree, teleport'])).toEqual({
    type: 'reject',
    status: 420,
    headers: [
      { name: 'Unsupported', value: 'sec-agree' },
      { name: 'Unsupported', value: 'teleport' },
    ],
  });
});

test('in a dialog the last of our own routes names the socket, and both are taken off', () => {
  const decision = decide(
    'BYE',
    'sip:abc@x.invalid;transport=ws',
    inDialog,
    ['Route', routeOf('ws2')],
    ['Route', routeOf('ws1')],
  );
  expect(decision).toMatchObject({
    type: 'relay',
    isProven: true,
    recordRoute: false,
    targets: [{ flow: 'ws1', uri: 'sip:abc@x.invalid;transport=ws' }],
  });
  expect(decision.type === 'relay' && listHeader(decision.request, 'Route')).toEqual([]);
});

test('a socket that is gone is looked up by the contact, which a returning phone registers again', () => {
  expect(decide('BYE', 'sip:abc@x.invalid;transport=ws', inDialog, ['Route', routeOf('ws9')])).toMatchObject({
    type: 'relay',
    targets: [{ flow: 'ws1' }],
  });
  expect(decide('BYE', 'sip:lost@x.invalid', inDialog, ['Route', routeOf('ws9')])).toMatchObject({
    type: 'reject',
    status: 430,
  });
});

test('a forged token leads nowhere', () => {
  const forged = '<sip:ws1-000000000000000000000000@127.0.0.1:5066;lr>';
  expect(decide('BYE', 'sip:abc@x.invalid;transport=ws', inDialog, ['Route', forged])).toMatchObject({
    type: 'reject',
    status: 403,
  });
});

test('a route to another proxy is refused: nothing leaves the machine', () => {
  expect(decide('INVITE', 'sip:100@practice.invalid', ['Route', '<sip:elsewhere.invalid;lr>'])).toMatchObject(
    { type: 'reject', status: 403 },
  );
});

test('a preloaded route to the exchange without a token proves nothing', () => {
  expect(decide('MESSAGE', 'sip:100@practice.invalid', ['Route', '<sip:127.0.0.1:5066;lr>'])).toMatchObject({
    type: 'relay',
    isProven: false,
  });
});

test('a dialog request without a route finds a registered contact, else there is no such call', () => {
  expect(decide('BYE', 'sip:abc@x.invalid;transport=ws', inDialog)).toMatchObject({
    type: 'relay',
    isProven: false,
  });
  expect(decide('BYE', 'sip:nobody@x.invalid', inDialog)).toMatchObject({ type: 'reject', status: 481 });
});

test('a strict router is understood', () => {
  const own = routeOf('ws1').slice(1, -1);
  const decision = decide('BYE', own, inDialog, ['Route', '<sip:abc@x.invalid;transport=ws>']);
  expect(decision).toMatchObject({
    type: 'relay',
    targets: [{ flow: 'ws1', uri: 'sip:abc@x.invalid;transport=ws' }],
  });
});

test('a token is good for its own flow only', () => {
  const token = createFlowToken('ws1', secret);
  expect(readFlowToken(token, secret)).toBe('ws1');
  expect(readFlowToken(token.replace('ws1', 'ws2'), secret)).toBeUndefined();
  expect(readFlowToken(token, 'another secret')).toBeUndefined();
  expect(readFlowToken('nonsense', secret)).toBeUndefined();
});
