import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PracticeCustomer } from '../../../electron/common/contract/exchange-contract.ts';
import { loadVoices } from '../../../electron/exchange/media/voices.ts';
import { openWeriftMedia } from '../../../electron/exchange/media/werift-media.ts';
import { openPracticeExchange, type PracticeExchange } from '../../../electron/exchange/practice-exchange.ts';
import type { PracticeCall } from '../../../electron/exchange/robots/practice-desk.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { startJsSip, startSessionManager, type OtherPhone } from './support/other-phones.ts';
import { openedPeers, stubBrowser } from './support/stub-browser.ts';

const ion: PracticeCustomer = {
  number: '+40721234567',
  name: 'Ion Popescu',
  language: 'ro',
  need: 'complaint',
  withheld: false,
};

const patience = { timeout: 8_000 };

let practice: PracticeExchange;
let phone: OtherPhone;

const talking = (number: string): readonly PracticeCall[] =>
  practice.desk.listCalls().filter((call) => call.number === number && call.state === 'talking');

/** Plain sip.js, the core alone, is held to all of this and more by the tests beside this one. */
describe.each([
  ['SessionManager of sip.js', startSessionManager],
  ['JsSIP', startJsSip],
])('%s on the practice exchange', (_, start) => {
  beforeEach(async () => {
    stubBrowser();
    const opened = await openPracticeExchange({
      clock: systemClock,
      port: 0,
      voices: await loadVoices('build/voices'),
      openMedia: (ports) => openWeriftMedia(systemClock, ports),
      onChanged: () => undefined,
    });
    if (!opened.ok) throw new Error(opened.error.code);
    practice = opened.value;
    phone = start({
      server: practice.exchange.server,
      domain: 'practice.invalid',
      user: '100',
      password: practice.password,
    });
    await phone.register();
  });

  afterEach(async () => {
    await phone.stop();
    await practice.close();
    vi.unstubAllGlobals();
  });

  test('registers', () => {
    expect(practice.exchange.isRegistered('100')).toBe(true);
  });

  test('answers a customer and ends the call', async () => {
    await practice.desk.call(ion);
    await phone.answer();
    await expect.poll(() => talking(ion.number), patience).toHaveLength(1);
    await phone.hangUp();
    await phone.ended();
    await expect.poll(() => talking(ion.number), patience).toHaveLength(0);
  });

  test('is told when the customer hangs up', async () => {
    const callId = await practice.desk.call(ion);
    await phone.answer();
    expect(practice.desk.hangUp(callId ?? '')).toBe(true);
    await phone.ended();
  });

  test('calls a colleague', async () => {
    await phone.dial('105');
    await expect.poll(() => talking('105'), patience).toHaveLength(1);
    await phone.hangUp();
    await phone.ended();
  });

  test('is refused a number that does not exist with 404', async () => {
    await expect(phone.dial('999')).rejects.toThrow('404');
  });

  test('holds and resumes', async () => {
    await practice.desk.call(ion);
    await phone.answer();
    await phone.hold();
    expect(['recvonly', 'inactive']).toContain(openedPeers.at(-1)?.farDirection);
    await phone.resume();
    expect(openedPeers.at(-1)?.farDirection).toBe('sendrecv');
    expect(talking(ion.number)).toHaveLength(1);
  });

  test('transfers a customer to a colleague', async () => {
    await practice.desk.call(ion);
    await phone.answer();
    expect(await phone.transfer('105')).toBe(200);
    await expect.poll(() => talking('105'), patience).toHaveLength(1);
    await phone.ended();
    await expect.poll(() => talking(ion.number), patience).toHaveLength(1);
  });

  test('keeps the customer when the colleague is busy', async () => {
    await practice.desk.call(ion);
    await phone.answer();
    expect(await phone.transfer('810')).toBe(486);
    expect(talking(ion.number)).toHaveLength(1);
  });
});
