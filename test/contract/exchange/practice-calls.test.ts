import { Inviter, SessionState, type Invitation, type Session } from 'sip.js';
import type { IncomingResponse } from 'sip.js/lib/core/index.js';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { PracticeCustomer } from '../../../electron/common/contract/exchange-contract.ts';
import { loadVoices, type Voices } from '../../../electron/exchange/media/voices.ts';
import { openWeriftMedia } from '../../../electron/exchange/media/werift-media.ts';
import { openPracticeExchange, type PracticeExchange } from '../../../electron/exchange/practice-exchange.ts';
import type {
  PracticeCall,
  PracticeCallChange,
  PracticeTiming,
} from '../../../electron/exchange/robots/practice-desk.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { awaitState, startPhone, type SipPhone } from './support/sip-phone.ts';
import { WeriftDescriptions } from './support/werift-descriptions.ts';

const olena: PracticeCustomer = {
  number: '+380671234567',
  name: 'Олена "Оля" Коваль',
  language: 'uk',
  need: 'bill',
  withheld: false,
};

let voices: Voices;
let practice: PracticeExchange;
let phone: SipPhone;
let changes: PracticeCallChange[];

beforeAll(async () => {
  voices = await loadVoices('build/voices');
});

afterEach(async () => {
  await phone.stop();
  await practice.close();
});

async function open(timing: Partial<PracticeTiming> = {}, codec: 'PCMA' | 'PCMU' = 'PCMA'): Promise<void> {
  changes = [];
  const opened = await openPracticeExchange({
    clock: systemClock,
    port: 0,
    voices,
    openMedia: (ports) => openWeriftMedia(systemClock, ports),
    onChanged: (change) => changes.push(change),
    timing,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  practice = opened.value;
  phone = await startPhone({
    server: practice.exchange.server,
    domain: 'practice.invalid',
    user: '100',
    password: practice.password,
    agent: { sessionDescriptionHandlerFactory: () => new WeriftDescriptions(codec) },
  });
  await phone.register();
}

const media = (session: Session): WeriftDescriptions => {
  const handler = session.sessionDescriptionHandler;
  if (!(handler instanceof WeriftDescriptions)) throw new Error('no media yet');
  return handler;
};

const find = (callId: string): PracticeCall | undefined =>
  practice.desk.listCalls().find((call) => call.callId === callId);

async function takeCall(customer: PracticeCustomer): Promise<{ callId: string; invitation: Invitation }> {
  const callId = await practice.desk.call(customer);
  if (callId === undefined) throw new Error('the customer could not dial');
  const invitation = await phone.nextInvitation();
  await invitation.accept();
  return { callId, invitation };
}

const header = (invitation: Invitation, name: string): string | undefined =>
  invitation.request.getHeader(name);

const dialled = (number: string): { call: Inviter; status: Promise<number> } => {
  const call = new Inviter(phone.agent, phone.target(number));
  const status = new Promise<number>((resolve, reject) => {
    const settle = ({ message }: IncomingResponse): void => {
      resolve(message.statusCode ?? 0);
    };
    call.invite({ requestDelegate: { onAccept: settle, onReject: settle } }).catch(reject);
  });
  return { call, status };
};

test('a customer rings with number, name, need, queue and user-to-user data', async () => {
  await open();
  const callId = await practice.desk.call(olena);
  const invitation = await phone.nextInvitation();
  expect(invitation.request.callId).toBe(callId);
  expect(header(invitation, 'P-Asserted-Identity')).toContain('<sip:+380671234567@practice.invalid>');
  expect(invitation.remoteIdentity.displayName).toContain('Оля');
  expect(header(invitation, 'X-Need')).toBe('bill');
  expect(header(invitation, 'X-Queue')).toBe('billing');
  const [hex = '', ...parameters] = (header(invitation, 'User-to-User') ?? '').split(';');
  expect(Buffer.from(hex, 'hex').toString('utf8')).toBe('need=bill;queue=billing;language=uk');
  expect(parameters).toContain('encoding=hex');
});

test('a customer who withholds the number gives it away nowhere in the INVITE', async () => {
  await open();
  await practice.desk.call({ ...olena, withheld: true });
  const invitation = await phone.nextInvitation();
  expect(invitation.request.from.uri.toString()).toBe('sip:anonymous@anonymous.invalid');
  expect(header(invitation, 'Privacy')).toBe('id');
  expect(header(invitation, 'P-Asserted-Identity')).toBeUndefined();
  expect(invitation.request.data).not.toContain('380671234567');
  expect(invitation.request.data).not.toContain(Buffer.from('380671234567').toString('hex'));
  expect(invitation.request.data).not.toContain('Коваль');
});

test.each(['PCMA', 'PCMU'] as const)('operator and customer hear each other over %s', async (codec) => {
  await open({}, codec);
  const { callId, invitation } = await takeCall(olena);
  await expect.poll(() => media(invitation).levelHeard, { timeout: 8_000 }).toBeGreaterThan(0.02);
  media(invitation).isSpeaking = true;
  // 0 dBm0 is a root mean square of 0.5 of full scale.
  await expect.poll(() => find(callId)?.levelHeard ?? 0, { timeout: 8_000 }).toBeGreaterThan(0.3);
  expect(find(callId)).toMatchObject({ state: 'talking', status: 200, number: olena.number });
  expect(find(callId)?.packetsSpoken).toBeGreaterThan(25);
  await invitation.bye();
  await expect.poll(() => find(callId)?.state).toBe('ended');
  expect(changes.map(({ state }) => state)).toEqual(['calling', 'ringing', 'talking', 'ended']);
});

test('a customer on hold is silent and is back after the resume', async () => {
  await open();
  const { callId, invitation } = await takeCall(olena);
  const desk = media(invitation);
  await expect.poll(() => desk.packetsHeard, { timeout: 8_000 }).toBeGreaterThan(10);
  const change = (direction: 'sendrecv' | 'sendonly' | 'inactive'): Promise<void> =>
    new Promise((resolve, reject) => {
      desk.setDirection(direction);
      const requestDelegate = {
        onAccept: () => {
          resolve();
        },
        onReject: () => {
          reject(new Error('refused'));
        },
      };
      invitation.invite({ requestDelegate }).catch(reject);
    });
  const origin = (): number => Number(/^o=\S+ \d+ (\d+) /m.exec(desk.remoteDescription)?.[1]);
  const before = origin();

  await change('sendonly');
  expect(desk.remoteDescription).toContain('a=recvonly');
  expect(origin()).toBe(before + 1);
  const spoken = find(callId)?.packetsSpoken ?? 0;
  const heardBefore = find(callId)?.packetsHeard ?? 0;
  desk.isSpeaking = true;
  // The music on hold goes on towards the customer, nothing comes back.
  await expect.poll(() => find(callId)?.packetsHeard ?? 0).toBeGreaterThan(heardBefore + 20);
  expect(find(callId)?.packetsSpoken).toBe(spoken);

  await change('inactive');
  expect(desk.remoteDescription).toContain('a=inactive');
  await change('sendrecv');
  expect(desk.remoteDescription).toContain('a=sendrecv');
  await expect.poll(() => find(callId)?.packetsSpoken ?? 0).toBeGreaterThan(spoken + 20);
});

test('a customer hangs up when the time is up, after taking leave', async () => {
  await open({ talkLimitMs: 1_000 });
  const { invitation } = await takeCall({ ...olena, language: 'en' });
  const heard = media(invitation);
  await awaitState(invitation, SessionState.Terminated);
  // One second of talk and the farewell.
  expect(heard.packetsHeard).toBeGreaterThan(90);
});

test('a customer whom nobody answers gives up with a CANCEL', async () => {
  await open({ ringLimitMs: 300 });
  const callId = (await practice.desk.call(olena)) ?? '';
  const invitation = await phone.nextInvitation();
  await awaitState(invitation, SessionState.Terminated);
  await expect.poll(() => find(callId)).toMatchObject({ state: 'ended', status: 487 });
});

test.each([486, 480, 603])(
  'a customer who is refused with %i ends the call with that status',
  async (statusCode) => {
    await open();
    const callId = (await practice.desk.call(olena)) ?? '';
    const invitation = await phone.nextInvitation();
    await invitation.reject({ statusCode });
    await expect.poll(() => find(callId)).toMatchObject({ state: 'ended', status: statusCode });
  },
);

test('a customer who calls while no phone is registered hears 480', async () => {
  await open();
  await phone.registerer.unregister();
  await expect.poll(() => practice.exchange.isRegistered('100')).toBe(false);
  const callId = (await practice.desk.call(olena)) ?? '';
  await expect.poll(() => find(callId)).toMatchObject({ state: 'ended', status: 480 });
});

test('the trainer ends a ringing and a talking customer', async () => {
  await open();
  const ringing = (await practice.desk.call(olena)) ?? '';
  const first = await phone.nextInvitation();
  expect(practice.desk.hangUp(ringing)).toBe(true);
  await awaitState(first, SessionState.Terminated);

  const { callId, invitation } = await takeCall(olena);
  await expect.poll(() => find(callId)?.state).toBe('talking');
  expect(practice.desk.hangUp(callId)).toBe(true);
  await awaitState(invitation, SessionState.Terminated);
  expect(practice.desk.hangUp(callId)).toBe(false);
});

test.each([
  ['810', 486],
  ['811', 404],
  ['813', 503],
  ['77', 404],
])('dialling %s gets %i', async (number, status) => {
  await open();
  expect(await dialled(number).status).toBe(status);
});

test.each([
  ['812', 480],
  ['814', 603],
])('dialling %s rings first and then gets %i', async (number, status) => {
  await open();
  const { call, status: reached } = dialled(number);
  expect(await reached).toBe(status);
  expect(call.state).toBe(SessionState.Terminated);
});

test('the echo sends the own voice back', async () => {
  await open();
  const { call, status } = dialled('600');
  expect(await status).toBe(200);
  await awaitState(call, SessionState.Established);
  media(call).isSpeaking = true;
  await expect.poll(() => media(call).levelHeard, { timeout: 8_000 }).toBeGreaterThan(0.3);
  media(call).isSpeaking = false;
  await expect.poll(() => media(call).levelHeard, { timeout: 8_000 }).toBeLessThan(0.01);
});

test('a customer who is called back answers after ringing and speaks', async () => {
  await open();
  const { call, status } = dialled('+40721234567');
  expect(await status).toBe(200);
  await awaitState(call, SessionState.Established);
  await expect.poll(() => media(call).levelHeard, { timeout: 8_000 }).toBeGreaterThan(0.02);
  expect(practice.desk.listCalls()).toMatchObject([{ number: '+40721234567', state: 'talking' }]);
  await call.bye();
});

test('an answered call can be ended by the far side after five seconds', async () => {
  await open();
  const { call, status } = dialled('815');
  expect(await status).toBe(200);
  await awaitState(call, SessionState.Established);
  const answeredAt = Date.now();
  await awaitState(call, SessionState.Terminated);
  expect(Date.now() - answeredAt).toBeGreaterThan(4_500);
});
