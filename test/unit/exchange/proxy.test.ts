import { beforeEach, expect, test } from 'vitest';
import type { RouteDecision } from '../../../electron/exchange/proxy/decide-route.ts';
import type { Flow } from '../../../electron/exchange/proxy/flow.ts';
import { createProxy, type Proxy } from '../../../electron/exchange/proxy/proxy.ts';
import {
  findHeader,
  listHeader,
  replaceHeader,
  type SipMessage,
  type SipRequest,
} from '../../../electron/exchange/sip/message.ts';
import { buildResponse } from '../../../electron/exchange/sip/respond.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

interface RecordedFlow extends Flow {
  readonly sent: SipMessage[];
}

let clock: ManualClock;
let flows: Map<string, RecordedFlow>;
let proxy: Proxy;
let tokens: number;
let decision: (request: SipRequest) => RouteDecision;

const caller = (): RecordedFlow => flow('caller');
const callee = (): RecordedFlow => flow('callee');

function flow(id: string): RecordedFlow {
  const found = flows.get(id);
  if (found === undefined) throw new Error(`no flow ${id}`);
  return found;
}

beforeEach(() => {
  clock = new ManualClock();
  tokens = 0;
  flows = new Map();
  for (const id of ['caller', 'callee']) {
    const sent: SipMessage[] = [];
    flows.set(id, {
      id,
      address: '127.0.0.1',
      port: 1,
      trusted: false,
      sent,
      send: (message) => sent.push(message),
    });
  }
  decision = (request) => ({
    type: 'relay',
    request,
    targets: [{ flow: 'callee', uri: 'sip:contact@x.invalid' }],
    recordRoute: request.method === 'INVITE',
    isProven: true,
  });
  proxy = createProxy({
    clock,
    newToken: () => `t${++tokens}`,
    sentBy: '127.0.0.1:5066',
    findFlow: (id) => flows.get(id),
    formatRecordRoute: (id) => `sip:${id}@127.0.0.1:5066;lr`,
    decide: (request) => decision(request),
    answerLocal: (request) => buildResponse(request, 200),
  });
});

const request = (method: string, branch = 'z9hG4bKc', cseq = 1): SipRequest => ({
  kind: 'request',
  method,
  uri: 'sip:101@practice.invalid',
  headers: [
    { name: 'Via', value: `SIP/2.0/WS c.invalid;branch=${branch}` },
    { name: 'Max-Forwards', value: '70' },
    { name: 'From', value: '<sip:100@practice.invalid>;tag=f' },
    { name: 'To', value: '<sip:101@practice.invalid>' },
    { name: 'Call-ID', value: 'call' },
    { name: 'CSeq', value: `${cseq} ${method}` },
  ],
  body: '',
});

const lastRequest = (): SipRequest => {
  const last = callee().sent.findLast((message) => message.kind === 'request');
  if (last?.kind !== 'request') throw new Error('nothing was sent to the callee');
  return last;
};
const respond = (status: number, to: SipRequest = lastRequest()): void =>
  proxy.receiveResponse(buildResponse(to, status, { toTag: 'far' }));
const statuses = (): readonly number[] =>
  caller().sent.flatMap((message) => (message.kind === 'response' ? [message.status] : []));
const methods = (): readonly string[] =>
  callee().sent.flatMap((message) => (message.kind === 'request' ? [message.method] : []));

test('an INVITE is answered with 100 at once and goes on with Via and two Record-Route', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  expect(statuses()).toEqual([100]);
  const onward = lastRequest();
  expect(onward.uri).toBe('sip:contact@x.invalid');
  expect(listHeader(onward, 'Via')).toEqual([
    'SIP/2.0/WS 127.0.0.1:5066;branch=z9hG4bKt1',
    'SIP/2.0/WS c.invalid;branch=z9hG4bKc',
  ]);
  // The socket of the callee on top: its own requests pass it first.
  expect(listHeader(onward, 'Record-Route')).toEqual([
    '<sip:callee@127.0.0.1:5066;lr>',
    '<sip:caller@127.0.0.1:5066;lr>',
  ]);
});

test('answers come back without the Via of the proxy', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  respond(180);
  respond(200);
  expect(statuses()).toEqual([100, 180, 200]);
  expect(listHeader(caller().sent[2] ?? { headers: [] }, 'Via')).toEqual([
    'SIP/2.0/WS c.invalid;branch=z9hG4bKc',
  ]);
});

test('a refusal is acknowledged on its hop, and the ACK of the caller ends there', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  const invite = lastRequest();
  respond(486);
  expect(methods()).toEqual(['INVITE', 'ACK']);
  const ack = lastRequest();
  expect(listHeader(ack, 'Via')).toEqual(listHeader(invite, 'Via').slice(0, 1));
  expect(findHeader(ack, 'To')).toBe('<sip:101@practice.invalid>;tag=far');
  proxy.receiveRequest(request('ACK'), caller());
  expect(methods()).toEqual(['INVITE', 'ACK']);
  expect(proxy.countTransactions()).toBe(0);
});

test('the ACK to an accepted call goes to the other side', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  respond(200);
  proxy.receiveRequest(request('ACK', 'z9hG4bKother'), caller());
  expect(methods()).toEqual(['INVITE', 'ACK']);
});

test('a repeated request gets the last answer again and is not sent on twice', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  respond(180);
  proxy.receiveRequest(request('INVITE'), caller());
  expect(statuses()).toEqual([100, 180, 180]);
  expect(methods()).toEqual(['INVITE']);
});

test('a CANCEL of an unknown call is 481, of a ringing one 200 and goes on with its Reason', () => {
  proxy.receiveRequest(request('CANCEL'), caller());
  expect(statuses()).toEqual([481]);
  proxy.receiveRequest(request('INVITE'), caller());
  respond(180);
  const invite = lastRequest();
  const cancel = replaceHeader(request('CANCEL'), 'Reason', ['SIP;cause=200;text="x"']);
  proxy.receiveRequest(cancel, caller());
  expect(findHeader(lastRequest(), 'Reason')).toBe('SIP;cause=200;text="x"');
  // The 200 to the CANCEL of the proxy is its own business.
  respond(200);
  respond(487, invite);
  expect(statuses()).toEqual([481, 100, 180, 200, 487]);
});

test('a callee that never answers is 408 after 32 s, one that rings for ever is cancelled after 190 s', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  clock.advance(31_999);
  expect(statuses()).toEqual([100]);
  clock.advance(1);
  expect(statuses()).toEqual([100, 408]);

  proxy.receiveRequest(request('INVITE', 'z9hG4bKd'), caller());
  respond(180);
  clock.advance(190_000);
  expect(methods().at(-1)).toBe('CANCEL');
});

test('the fall of the callee ends a ringing call at once', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  respond(180);
  flows.delete('callee');
  proxy.dropFlow('callee');
  expect(statuses()).toEqual([100, 180, 480]);
});

test('only an INVITE is remembered after its answer: everything else is done at once', () => {
  proxy.receiveRequest(request('MESSAGE', 'z9hG4bKm', 3), caller());
  expect(proxy.countTransactions()).toBe(1);
  respond(200);
  expect(proxy.countTransactions()).toBe(0);
  expect(clock.waiting).toEqual([]);
});

test('every transaction is forgotten in the end, with its timers', () => {
  proxy.receiveRequest(request('INVITE'), caller());
  respond(200);
  proxy.receiveRequest(request('BYE', 'z9hG4bKbye', 2), caller());
  respond(200);
  proxy.receiveRequest(request('MESSAGE', 'z9hG4bKm', 3), caller());
  clock.advance(70_000);
  expect(proxy.countTransactions()).toBe(0);
  expect(clock.waiting).toEqual([]);
});

test('a program gone wild is told to wait', () => {
  for (let at = 0; at < 10_001; at++) proxy.receiveRequest(request('MESSAGE', `z9hG4bK-${at}`), caller());
  expect(statuses()).toEqual([503]);
});
