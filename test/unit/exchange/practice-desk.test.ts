import { beforeEach, expect, test } from 'vitest';
import type { CallMedia } from '../../../electron/exchange/media/call-media.ts';
import { createPracticeDesk, type PracticeDesk } from '../../../electron/exchange/robots/practice-desk.ts';
import {
  findHeader,
  listHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../../../electron/exchange/sip/message.ts';
import { buildResponse } from '../../../electron/exchange/sip/respond.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const customer = {
  number: '+380671234567',
  name: 'Олена',
  language: 'uk',
  need: 'bill',
  withheld: false,
} as const;

/** Media that agrees to everything until told otherwise. */
interface FakeMedia extends CallMedia {
  answer: Promise<string | undefined>;
  isAgreed: boolean;
  closed: boolean;
}

let clock: ManualClock;
let sent: SipMessage[];
let media: FakeMedia[];
let desk: PracticeDesk;
let changes: string[];

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  media = [];
  changes = [];
  let tokens = 0;
  desk = createPracticeDesk({
    clock,
    voices: { missing: [], speak: () => [] },
    openMedia: () => {
      const fake: FakeMedia = {
        answer: Promise.resolve('answer'),
        isAgreed: true,
        closed: false,
        createOffer: () => Promise.resolve('offer'),
        acceptAnswer: () => Promise.resolve(fake.isAgreed),
        answerOffer: () => fake.answer,
        isAudible: () => true,
        readStats: () => ({ packetsHeard: 0, packetsSpoken: 0, levelHeard: 0 }),
        close: () => {
          fake.closed = true;
        },
      };
      media.push(fake);
      return fake;
    },
    domain: 'practice.invalid',
    operator: '100',
    newToken: () => `t${++tokens}`,
    send: (message) => sent.push(message),
    onChanged: ({ state, status }) => changes.push(`${state} ${status}`),
  });
});

/** Lets the promises of the fake media run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const lastResponse = (): SipResponse => {
  const last = sent.findLast((message) => message.kind === 'response');
  if (last?.kind !== 'response') throw new Error('nothing was answered');
  return last;
};
const lastRequest = (method: string): SipRequest => {
  const last = sent.findLast((message) => message.kind === 'request' && message.method === method);
  if (last?.kind !== 'request') throw new Error(`no ${method} was sent`);
  return last;
};
const methods = (): string[] =>
  sent.flatMap((message) => (message.kind === 'request' ? [message.method] : []));
const statuses = (): number[] =>
  sent.flatMap((message) => (message.kind === 'response' ? [message.status] : []));

function request(
  method: string,
  cseq: number,
  options: { to?: string; uri?: string; body?: string; headers?: [string, string][] } = {},
): SipRequest {
  const headers: [string, string][] = [
    ['Via', `SIP/2.0/WS 127.0.0.1:5066;branch=z9hG4bK${method}${cseq}`],
    ['From', '<sip:100@practice.invalid>;tag=operator'],
    ['To', options.to ?? '<sip:105@practice.invalid>'],
    ['Call-ID', 'dialled'],
    ['CSeq', `${cseq} ${method}`],
    ['Contact', '<sip:abc@x.invalid>'],
    ...(options.headers ?? []),
  ];
  return {
    kind: 'request',
    method,
    uri: options.uri ?? 'sip:105@practice.invalid',
    headers: headers.map(([name, value]) => ({ name, value })),
    body: options.body ?? '',
  };
}

/** Dials a colleague, who has answered and was acknowledged when this returns; gives the To of later requests. */
async function talk(): Promise<string> {
  desk.receive(request('INVITE', 1, { body: 'sdp' }));
  clock.advance(2_000);
  await settle();
  const to = findHeader(lastResponse(), 'To') ?? '';
  desk.receive(request('ACK', 1, { to }));
  expect(lastResponse().status).toBe(200);
  return to;
}

test('a dialled colleague rings two seconds and answers', async () => {
  desk.receive(request('INVITE', 1, { body: 'sdp' }));
  expect(statuses()).toEqual([180]);
  clock.advance(1_999);
  await settle();
  expect(statuses()).toEqual([180]);
  clock.advance(1);
  await settle();
  expect(statuses()).toEqual([180, 200]);
  expect(lastResponse().body).toBe('answer');
});

test('a description that cannot be agreed on is 488, and the media is closed', async () => {
  desk.receive(request('INVITE', 1, { body: 'sdp' }));
  const [fake] = media;
  if (fake === undefined) throw new Error('no media');
  fake.answer = Promise.resolve(undefined);
  clock.advance(2_000);
  await settle();
  expect(lastResponse().status).toBe(488);
  expect(fake.closed).toBe(true);
  expect(changes).toEqual(['ringing null', 'ended 488']);
});

test('a call without an offer is answered with one, and the answer in the ACK is taken', async () => {
  desk.receive(request('INVITE', 1));
  clock.advance(2_000);
  await settle();
  expect(lastResponse()).toMatchObject({ status: 200, body: 'offer' });
  const [fake] = media;
  if (fake === undefined) throw new Error('no media');
  fake.isAgreed = false;
  desk.receive(request('ACK', 1, { to: findHeader(lastResponse(), 'To') ?? '', body: 'not acceptable' }));
  await settle();
  expect(methods()).toEqual(['BYE']);
});

test('an answer that is never acknowledged ends with BYE after 32 s', async () => {
  desk.receive(request('INVITE', 1, { body: 'sdp' }));
  clock.advance(2_000);
  await settle();
  clock.advance(31_999);
  expect(methods()).toEqual([]);
  clock.advance(1);
  expect(methods()).toEqual(['BYE']);
});

test('a caller who gives up while it rings gets 487', () => {
  desk.receive(request('INVITE', 1, { body: 'sdp' }));
  desk.receive({
    ...request('CANCEL', 1),
    headers: request('INVITE', 1).headers.map((header) =>
      header.name === 'CSeq' ? { name: 'CSeq', value: '1 CANCEL' } : header,
    ),
  });
  expect(statuses()).toEqual([180, 200, 487]);
  expect(changes.at(-1)).toBe('ended 487');
});

test.each([
  [
    'an extension nobody here knows',
    { headers: [['Require', '100rel']] as [string, string][], body: 'sdp' },
    420,
  ],
  [
    'a dialog to replace that does not exist',
    { headers: [['Replaces', 'x;to-tag=a;from-tag=b']] as [string, string][], body: 'sdp' },
    481,
  ],
  ['a number that does not exist', { uri: 'sip:42@practice.invalid', body: 'sdp' }, 404],
  ['a dialog that does not exist', { to: '<sip:105@practice.invalid>;tag=gone', body: 'sdp' }, 481],
])('%s is refused', (_, options, status) => {
  desk.receive(request('INVITE', 1, options));
  expect(statuses()).toEqual([status]);
});

test.each([
  ['OPTIONS', {}, 200],
  ['MESSAGE', {}, 200],
  ['SUBSCRIBE', {}, 489],
  ['PUBLISH', {}, 405],
])('outside a call %s gets %i', (method, options, status) => {
  desk.receive(request(method, 1, options));
  expect(statuses()).toEqual([status]);
});

test.each([
  ['INFO', { body: 'Signal=5' }, 200],
  ['INFO', { headers: [['Info-Package', 'unknown']] as [string, string][] }, 469],
  ['UPDATE', {}, 200],
  ['OPTIONS', {}, 200],
  ['SUBSCRIBE', {}, 489],
  ['REFER', { headers: [['Refer-To', '<tel:110>']] as [string, string][] }, 400],
  ['BYE', {}, 200],
  ['PRACK', {}, 501],
])('in a call %s gets its answer', async (method, options, status) => {
  const to = await talk();
  desk.receive(request(method, 2, { ...options, to }));
  expect(lastResponse().status).toBe(status);
});

test('an UPDATE with an offer is answered like a re-INVITE', async () => {
  const to = await talk();
  desk.receive(request('UPDATE', 2, { to, body: 'held' }));
  await settle();
  expect(lastResponse()).toMatchObject({ status: 200, body: 'answer' });
});

test('a second offer before the first is answered gets 500 with Retry-After, and a refused one leaves the call', async () => {
  const to = await talk();
  const [fake] = media;
  if (fake === undefined) throw new Error('no media');
  let finish: (sdp: string | undefined) => void = () => undefined;
  fake.answer = new Promise((resolve) => {
    finish = resolve;
  });
  desk.receive(request('INVITE', 2, { to, body: 'one' }));
  desk.receive(request('INVITE', 3, { to, body: 'two' }));
  expect(lastResponse().status).toBe(500);
  expect(findHeader(lastResponse(), 'Retry-After')).toBe('1');
  finish(undefined);
  await settle();
  expect(lastResponse().status).toBe(488);
  expect(changes.at(-1)).toBe('talking 200');
});

test('a request from the past is refused', async () => {
  const to = await talk();
  desk.receive(request('INFO', 9, { to }));
  desk.receive(request('INFO', 5, { to }));
  expect(lastResponse().status).toBe(500);
});

test('a re-INVITE may move the phone: the BYE goes to the new contact', async () => {
  const to = await talk();
  const moved = request('UPDATE', 2, { to });
  desk.receive({
    ...moved,
    headers: moved.headers.map((header) =>
      header.name === 'Contact' ? { name: 'Contact', value: '<sip:new@y.invalid>' } : header,
    ),
  });
  expect(desk.hangUp('dialled')).toBe(true);
  expect(lastRequest('BYE').uri).toBe('sip:new@y.invalid');
});

test('a customer lets it ring 45 seconds and then cancels', async () => {
  await desk.call(customer);
  const invite = lastRequest('INVITE');
  desk.receive(buildResponse(invite, 180, { toTag: 'far' }));
  clock.advance(44_999);
  expect(methods()).toEqual(['INVITE']);
  clock.advance(1);
  expect(methods()).toEqual(['INVITE', 'CANCEL']);
  expect(listHeader(lastRequest('CANCEL'), 'Via')).toEqual(listHeader(invite, 'Via'));
  desk.receive(buildResponse(invite, 487, { toTag: 'far' }));
  expect(methods()).toEqual(['INVITE', 'CANCEL', 'ACK']);
  expect(changes).toEqual(['calling null', 'ringing null', 'ended 487']);
});

test('a customer whose answer cannot be used thanks with ACK and leaves with BYE', async () => {
  await desk.call(customer);
  const [fake] = media;
  if (fake === undefined) throw new Error('no media');
  fake.isAgreed = false;
  const contact = [{ name: 'Contact', value: '<sip:abc@x.invalid>' }];
  desk.receive(buildResponse(lastRequest('INVITE'), 200, { toTag: 'far', headers: contact, body: 'sdp' }));
  await settle();
  expect(methods()).toEqual(['INVITE', 'ACK', 'BYE']);
  expect(findHeader(lastRequest('BYE'), 'CSeq')).toBe('2 BYE');
});

test('of two phones that answer at once the second is let go, the call goes on with the first', async () => {
  await desk.call(customer);
  const invite = lastRequest('INVITE');
  const answerFrom = (tag: string, uri: string): void =>
    desk.receive(
      buildResponse(invite, 200, {
        toTag: tag,
        headers: [{ name: 'Contact', value: `<${uri}>` }],
        body: 'sdp',
      }),
    );
  answerFrom('first', 'sip:one@x.invalid');
  await settle();
  answerFrom('second', 'sip:two@x.invalid');
  await settle();
  expect(methods()).toEqual(['INVITE', 'ACK', 'ACK', 'BYE']);
  expect(lastRequest('BYE').uri).toBe('sip:two@x.invalid');
  expect(changes.at(-1)).toBe('talking 200');
});

test('an exchange that says nothing at all ends the call with 408', async () => {
  await desk.call(customer);
  clock.advance(32_000);
  expect(changes).toEqual(['calling null', 'ended 408']);
});

test('ended calls keep their figures, the last fifty of them, and leave no timer', async () => {
  for (let at = 0; at < 60; at++) {
    await desk.call({ ...customer, number: `+3806700000${at}` });
    desk.receive(buildResponse(lastRequest('INVITE'), 486, { toTag: 'far' }));
  }
  expect(desk.listCalls()).toHaveLength(50);
  expect(desk.listCalls().at(-1)).toMatchObject({ number: '+380670000059', state: 'ended', status: 486 });
  expect(media.every(({ closed }) => closed)).toBe(true);
  expect(clock.waiting).toEqual([]);
});
