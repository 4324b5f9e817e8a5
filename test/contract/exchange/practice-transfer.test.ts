import { Inviter, SessionState, type Invitation, type Notification, type Session } from 'sip.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PracticeCustomer } from '../../../electron/common/contract/exchange-contract.ts';
import { loadVoices } from '../../../electron/exchange/media/voices.ts';
import { openWeriftMedia } from '../../../electron/exchange/media/werift-media.ts';
import { openPracticeExchange, type PracticeExchange } from '../../../electron/exchange/practice-exchange.ts';
import type { PracticeCall } from '../../../electron/exchange/robots/practice-desk.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { awaitState, startPhone, type SipPhone } from './support/sip-phone.ts';
import { WeriftDescriptions } from './support/werift-descriptions.ts';

const ion: PracticeCustomer = {
  number: '+40721234567',
  name: 'Ion Popescu',
  language: 'ro',
  need: 'complaint',
  withheld: false,
};

let practice: PracticeExchange;
let phone: SipPhone;

beforeEach(async () => {
  const opened = await openPracticeExchange({
    clock: systemClock,
    port: 0,
    voices: await loadVoices('build/voices'),
    openMedia: (ports) => openWeriftMedia(systemClock, ports),
    onChanged: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  practice = opened.value;
  phone = await startPhone({
    server: practice.exchange.server,
    domain: 'practice.invalid',
    user: '100',
    password: practice.password,
    agent: { sessionDescriptionHandlerFactory: () => new WeriftDescriptions() },
  });
  await phone.register();
});

afterEach(async () => {
  await phone.stop();
  await practice.close();
});

async function takeCustomer(): Promise<Invitation> {
  await practice.desk.call(ion);
  const invitation = await phone.nextInvitation();
  await invitation.accept();
  await awaitState(invitation, SessionState.Established);
  return invitation;
}

/** The statuses told by NOTIFY up to the final one. */
function refer(session: Session, to: Session | ReturnType<SipPhone['target']>): Promise<number[]> {
  const told: number[] = [];
  return new Promise((resolve, reject) => {
    const onNotify = (notification: Notification): void => {
      void notification.accept();
      const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body)?.[1]);
      told.push(status);
      if (status >= 200) resolve(told);
    };
    session.refer(to, { onNotify }).catch(reject);
  });
}

const talking = (number: string): readonly PracticeCall[] =>
  practice.desk.listCalls().filter((call) => call.number === number && call.state === 'talking');

test('a customer transferred to a colleague talks to the colleague, and the operator is told how it went', async () => {
  const customer = await takeCustomer();
  expect(await refer(customer, phone.target('105'))).toEqual([100, 180, 200]);
  await customer.bye();
  await expect.poll(() => talking(ion.number)).toHaveLength(1);
  // They hear each other: two simulated parties over the same exchange.
  await expect.poll(() => talking('105')[0]?.levelHeard ?? 0, { timeout: 8_000 }).toBeGreaterThan(0.02);
  await expect.poll(() => talking(ion.number)[0]?.levelHeard ?? 0, { timeout: 8_000 }).toBeGreaterThan(0.02);
});

test.each([
  ['810', [100, 486]],
  ['999', [100, 404]],
])('a transfer to %s fails and leaves the customer with the operator', async (number, told) => {
  const customer = await takeCustomer();
  expect(await refer(customer, phone.target(number))).toEqual(told);
  expect(customer.state).toBe(SessionState.Established);
  expect(talking(ion.number)).toHaveLength(1);
});

test('an attended transfer joins the customer with the colleague whom the operator was talking to', async () => {
  const customer = await takeCustomer();
  const consultation = new Inviter(phone.agent, phone.target('105'));
  await consultation.invite();
  await awaitState(consultation, SessionState.Established);

  const told = await refer(customer, consultation);
  expect(told.at(-1)).toBe(200);
  // The colleague leaves the consultation by itself: its dialog was replaced (RFC 3891).
  await awaitState(consultation, SessionState.Terminated);
  await customer.bye();
  await expect.poll(() => talking('105')).toHaveLength(1);
  await expect.poll(() => talking(ion.number)).toHaveLength(1);
});

test('the leg to the operator ends by itself when the phone forgets to end it after the transfer', async () => {
  const customer = await takeCustomer();
  await refer(customer, phone.target('105'));
  await awaitState(customer, SessionState.Terminated);
});

test('a customer taken off hold while the target rings stays with the operator, and the target rings no more', async () => {
  const customer = await takeCustomer();
  const told: number[] = [];
  const final = new Promise<void>((resolve, reject) => {
    const onNotify = (notification: Notification): void => {
      void notification.accept();
      const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body)?.[1]);
      told.push(status);
      if (status === 180) void customer.invite();
      if (status >= 200) resolve();
    };
    customer.refer(phone.target('105'), { onNotify }).catch(reject);
  });
  await final;
  expect(told).toEqual([100, 180, 487]);
  await expect
    .poll(() => practice.desk.listCalls().find(({ number }) => number === '105')?.state)
    .toBe('ended');
  expect(talking(ion.number)).toHaveLength(1);
  expect(customer.state).toBe(SessionState.Established);
});
