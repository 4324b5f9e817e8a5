import { expect, test } from 'vitest';
import {
  stepRegistrar,
  type RegistrarAnswer,
  type RegistrarPolicy,
  type Registration,
  type Registrations,
} from '../../../electron/exchange/registrar/registrar.ts';
import {
  formatRegistrarHeaders,
  readRegistration,
} from '../../../electron/exchange/registrar/answer-register.ts';
import type { SipRequest } from '../../../electron/exchange/sip/message.ts';

const policy: RegistrarPolicy = {
  minimumExpires: 30,
  defaultExpires: 600,
  maximumExpires: 3_600,
  maximumContacts: 3,
};

const contact = (uri: string, expires?: number, instance?: string) => ({
  uri,
  expires,
  instance,
  regId: instance === undefined ? undefined : '1',
});

let cseq = 0;
function register(state: Registrations, changes: Partial<Registration>, now = 0) {
  const registration: Registration = {
    user: '100',
    flow: 'ws1',
    callId: 'c',
    cseq: ++cseq,
    contacts: [contact('sip:a@x.invalid')],
    expires: undefined,
    ...changes,
  };
  return stepRegistrar(state, { type: 'register', registration, now }, policy);
}

const uris = (answer: RegistrarAnswer | undefined): readonly string[] | undefined =>
  answer?.status === 200 ? answer.bindings.map((binding) => binding.contact) : undefined;

const empty: Registrations = new Map();

test('a contact is kept for the time it asks for, within the bounds of the exchange', () => {
  const expiry = (changes: Partial<Registration>): number | undefined =>
    register(empty, changes, 1_000).state.get('100')?.[0]?.expiresAt;
  expect(expiry({})).toBe(601_000);
  expect(expiry({ expires: 60 })).toBe(61_000);
  expect(expiry({ expires: 60, contacts: [contact('sip:a@x', 90)] })).toBe(91_000);
  expect(expiry({ expires: 86_400 })).toBe(3_601_000);
});

test('too short a time is refused with the shortest one, and nothing is changed', () => {
  const { state } = register(empty, {});
  const step = register(state, { contacts: [contact('sip:b@x', 600), contact('sip:c@x', 5)] });
  expect(step.answer).toEqual({ status: 423, minimumExpires: 30 });
  expect(step.state.get('100')).toHaveLength(1);
});

test('the answer lists every contact of the user', () => {
  const first = register(empty, {});
  const second = register(first.state, { contacts: [contact('sip:b@x')], callId: 'd', flow: 'ws2' });
  expect(uris(second.answer)).toEqual(['sip:a@x.invalid', 'sip:b@x']);
  // A REGISTER without a contact only asks.
  expect(uris(register(second.state, { contacts: [] }).answer)).toHaveLength(2);
});

test('the same contact replaces itself, on whichever socket it comes', () => {
  const first = register(empty, {});
  const again = register(first.state, { flow: 'ws2' });
  expect(again.state.get('100')).toMatchObject([{ flow: 'ws2' }]);
});

test('the same instance and reg-id replace the contact of an earlier life of the phone', () => {
  const first = register(empty, { contacts: [contact('sip:old@x', undefined, '<urn:uuid:1>')] });
  const next = register(first.state, {
    contacts: [contact('sip:new@x', undefined, '<urn:uuid:1>')],
    callId: 'd',
  });
  expect(uris(next.answer)).toEqual(['sip:new@x']);
  const other = register(next.state, {
    contacts: [contact('sip:new2@x', undefined, '<urn:uuid:2>')],
    callId: 'e',
  });
  expect(uris(other.answer)).toHaveLength(2);
});

test('expires 0 removes one contact, the star removes all and only with expires 0', () => {
  const first = register(register(empty, {}).state, { contacts: [contact('sip:b@x')] });
  expect(uris(register(first.state, { contacts: [contact('sip:b@x', 0)] }).answer)).toEqual([
    'sip:a@x.invalid',
  ]);
  expect(register(first.state, { contacts: '*', expires: 60 }).answer).toEqual({ status: 400 });
  const cleared = register(first.state, { contacts: '*', expires: 0 });
  expect(uris(cleared.answer)).toEqual([]);
  expect(cleared.state.has('100')).toBe(false);
});

test('a repetition with an old CSeq changes nothing', () => {
  const first = register(empty, { cseq: 900 });
  expect(register(first.state, { cseq: 900, expires: 0 }).answer).toEqual({ status: 500 });
  expect(register(first.state, { cseq: 899, callId: 'c', contacts: '*', expires: 0 }).answer).toEqual({
    status: 500,
  });
  expect(register(first.state, { cseq: 1, callId: 'other' }).answer?.status).toBe(200);
});

test('more contacts than allowed are refused', () => {
  const four = ['a', 'b', 'c', 'd'].map((user) => contact(`sip:${user}@x`));
  expect(register(empty, { contacts: four }).answer).toEqual({ status: 403 });
});

test('contacts go with their socket and with their time', () => {
  const first = register(empty, { expires: 60 });
  const both = register(first.state, { contacts: [contact('sip:b@x')], flow: 'ws2' });
  const closed = stepRegistrar(both.state, { type: 'flow-closed', flow: 'ws2' }, policy);
  expect(closed.state.get('100')).toHaveLength(1);
  expect(stepRegistrar(closed.state, { type: 'time-passed', now: 60_000 }, policy).state.size).toBe(0);
  expect(stepRegistrar(closed.state, { type: 'time-passed', now: 59_999 }, policy).state).toBe(closed.state);
});

function message(...headers: [string, string][]): SipRequest {
  const all: [string, string][] = [
    ['To', '<sip:100@practice.invalid>'],
    ['Call-ID', 'c'],
    ['CSeq', '7 REGISTER'],
    ...headers,
  ];
  return {
    kind: 'request',
    method: 'REGISTER',
    uri: 'sip:practice.invalid',
    headers: all.map(([name, value]) => ({ name, value })),
    body: '',
  };
}

test('a REGISTER is read with instance, reg-id and times', () => {
  const request = message(
    ['Contact', '<sip:a@x.invalid;transport=ws>;+sip.instance="<urn:uuid:1>";reg-id=1;expires=90'],
    ['Expires', '60'],
  );
  expect(readRegistration(request, 'ws1')).toEqual({
    user: '100',
    flow: 'ws1',
    callId: 'c',
    cseq: 7,
    expires: 60,
    contacts: [{ uri: 'sip:a@x.invalid;transport=ws', instance: '<urn:uuid:1>', regId: '1', expires: 90 }],
  });
});

test.each([
  ['a star beside a contact', message(['Contact', '*'], ['Contact', '<sip:a@x>'])],
  ['a contact that is no SIP URI', message(['Contact', '<mailto:a@x>'])],
])('%s is not understood', (_, request) => {
  expect(readRegistration(request, 'ws1')).toBeUndefined();
});

test('the answer names the seconds left, rounded up', () => {
  const { answer } = register(
    empty,
    { expires: 60, contacts: [contact('sip:a@x', undefined, '<urn:uuid:1>')] },
    0,
  );
  if (answer === undefined) throw new Error('no answer');
  expect(formatRegistrarHeaders(answer, 500)).toEqual([
    { name: 'Contact', value: '<sip:a@x>;expires=60;+sip.instance="<urn:uuid:1>";reg-id=1' },
  ]);
  expect(formatRegistrarHeaders({ status: 423, minimumExpires: 30 }, 0)).toEqual([
    { name: 'Min-Expires', value: '30' },
  ]);
});
