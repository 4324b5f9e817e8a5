import { afterEach, describe, expect, test } from 'vitest';
import type { Customer } from '../../electron/common/customer/customer-model.ts';
import { startHub, type HubBed } from '../support/hub-bed.ts';
import { sendInvite, untilHandled } from '../support/sip/scripted-dialog.ts';

const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';

let bed: HubBed | undefined;
afterEach(async () => {
  await bed?.stop();
  bed = undefined;
});

async function start(settings: Readonly<Record<string, unknown>>): Promise<HubBed> {
  bed = await startHub(settings);
  return bed;
}

/** Any customer of the real store who alone has this number. */
async function findCustomer(hub: HubBed, text: string): Promise<Customer> {
  const found = await hub.desk.request('customer/search', { text });
  const customer = found.ok ? found.value[0] : undefined;
  if (customer === undefined) throw new Error(`nobody is found by ${text}`);
  return customer;
}

const ringing = (hub: HubBed) =>
  hub.until('a call whose card is filled', ({ calls }) =>
    calls.some(({ customer }) => customer.status !== 'waiting'),
  );

describe('[39] data of the exchange', () => {
  test('[39] names the customer by id, chooses the script and is shown under its names', async () => {
    const hub = await start({
      callData: {
        customer: 'X-Customer-Id',
        script: { header: 'x-queue', values: { 'Power cut': 'outage' } },
        show: [
          { header: 'X-QUEUE', label: 'Queue' },
          { header: 'User-to-User', label: 'Order' },
          { header: 'X-Absent', label: 'Absent' },
        ],
      },
    });
    const customer = await findCustomer(hub, 'ко');
    sendInvite(hub.peer, target, {
      headers: [
        `X-CUSTOMER-ID: ${customer.id}`,
        'X-Queue: power cut',
        'User-to-User: 3c623e4f7264657220313233;encoding=hex',
      ],
    });
    const { calls } = await ringing(hub);
    expect(calls[0]?.customer).toMatchObject({
      status: 'known',
      level: 'named',
      customer: { id: customer.id },
    });
    expect(calls[0]?.script?.script).toBe('outage');
    expect(calls[0]?.data).toEqual({ Queue: 'power cut', Order: '<b>Order 123' });
  });

  test('[39] names the customer by account, and brings the number that counts', async () => {
    const hub = await start({ callData: { customer: 'X-Account', number: 'X-Caller' } });
    const customer = await findCustomer(hub, 'ко');
    sendInvite(hub.peer, target, {
      headers: [`X-Account: ${customer.account}`, 'X-Caller: +38 (050) 111-22-33'],
      from: '<sip:queue7@pbx.invalid>',
    });
    const { calls } = await ringing(hub);
    expect(calls[0]?.customer).toMatchObject({ level: 'named', customer: { account: customer.account } });
    expect(calls[0]?.remote).toEqual({ number: '+38 (050) 111-22-33', withheld: false });
    expect(calls[0]?.display).toBe('+380 50 111 2233');
  });

  test('[39] that names nobody leaves the look-up to the number, and the script to the usual one', async () => {
    const hub = await start({
      callData: {
        customer: 'X-Customer-Id',
        number: 'X-Caller',
        script: { header: 'X-Queue', values: { sales: 'no-such-script' } },
      },
    });
    const customer = await findCustomer(hub, 'ко');
    const [phone] = customer.phones;
    sendInvite(hub.peer, target, {
      headers: ['X-Customer-Id: nobody', 'X-Queue: sales', `X-Caller: ${phone?.e164 ?? ''}`],
    });
    const { calls } = await ringing(hub);
    const { status, customer: found, candidates } = calls[0]?.customer ?? {};
    expect(['known', 'several']).toContain(status);
    expect([found, ...(candidates ?? [])].map((each) => each?.id)).toContain(customer.id);
    expect(calls[0]?.script?.script).toBe('inbound-care');
  });

  test.each([
    ['eight kilobytes', `X-Queue: ${'q'.repeat(8_192)}`, 'q'.repeat(512)],
    ['quotes and markup', 'X-Queue: "<img src=x onerror=alert(1)>"', '"<img src=x onerror=alert(1)>"'],
    ['control characters', 'X-Queue: a\u0007b\u202Ec\u0000d', 'abcd'],
    ['a number that is none', 'X-Queue: <script>; rm -rf', '<script>; rm -rf'],
  ])('[39] %s are bounded and harm nothing', async (_what, header, value) => {
    const hub = await start({
      callData: { customer: 'X-Queue', number: 'X-Queue', show: [{ header: 'X-Queue', label: 'Queue' }] },
    });
    sendInvite(hub.peer, target, { headers: [header], from: '"Eve" <sip:+380441234567@pbx.invalid>' });
    const { calls } = await ringing(hub);
    expect(calls[0]?.remote.number).toBe('+380441234567');
    expect(calls[0]?.data).toEqual({ Queue: value });
    await untilHandled(hub.peer);
  });

  test('[38] who forwarded the call is shown, with the number for people', async () => {
    const hub = await start({});
    sendInvite(hub.peer, target, {
      headers: ['Diversion: "Reception" <sip:+380445556677@pbx.invalid>;reason=no-answer'],
    });
    const { calls } = await ringing(hub);
    expect(calls[0]?.forwardedFrom).toEqual({
      number: '+380445556677',
      name: 'Reception',
      withheld: false,
      display: '+380 44 555 6677',
    });
  });
});

describe('[37] a call that asks to be answered by itself', () => {
  const invite = (hub: HubBed, from = '<sip:700@pbx.invalid>') =>
    sendInvite(hub.peer, target, { headers: ['Call-Info: <sip:pbx.invalid>;answer-after=0'], from });

  test('[37] is answered after a beep if its source is allowed, and the headset follows', async () => {
    const hub = await start({ autoAnswer: { on: true } });
    const lights: string[] = [];
    hub.desk.on('state/changed', ({ headset }) => lights.push(JSON.stringify(headset.lights)));
    const { callId } = invite(hub);
    const accepted = await hub.peer.next(
      (message) => message.status === 200 && message.header('call-id') === callId,
    );
    expect(hub.media.tones.filter((tone) => tone === 'beep')).toEqual(['beep']);
    const connecting = await hub.until('off hook', ({ headset }) => headset.lights.offHook);
    expect(connecting.calls[0]).toMatchObject({ autoAnswered: true });
    expect(connecting.headset.lights).toMatchObject({ offHook: true, ring: false });
    expect(lights.some((lit) => lit.includes('"ring":true'))).toBe(true);
    expect(hub.log.some((line) => line.startsWith('call ') && line.endsWith('connecting auto-answer'))).toBe(
      true,
    );
    hub.peer.send(ackFor(accepted));
    const talking = await hub.until('active', ({ calls }) => calls[0]?.state === 'active');
    await hub.desk.request('call/hangup', {});
    await hub.until('ended', ({ calls }) => calls[0]?.state === 'ended');
    const end = await hub.desk.request('call/end-of', { id: talking.calls[0]?.id ?? '' });
    expect(end).toMatchObject({ ok: true, value: { through: 'desk', answeredThrough: 'auto-answer' } });
  });

  test.each([
    ['the setting is off', {}, '<sip:700@pbx.invalid>'],
    ['it comes from elsewhere', { autoAnswer: { on: true } }, '<sip:700@elsewhere.invalid>'],
    ['its number is not on the list', { autoAnswer: { on: true, from: ['80*'] } }, '<sip:700@pbx.invalid>'],
  ])('[37] only rings when %s', async (_why, settings, from) => {
    const hub = await start(settings);
    invite(hub, from);
    const { calls } = await ringing(hub);
    expect(calls[0]).toMatchObject({ state: 'ringing', autoAnswered: false });
    expect(hub.log.some((line) => line.endsWith('source not allowed'))).toBe(true);
    expect(hub.media.tones).not.toContain('beep');
  });

  test('[37] only rings while another call is up', async () => {
    const hub = await start({ autoAnswer: { on: true } });
    sendInvite(hub.peer, target);
    await ringing(hub);
    invite(hub);
    const { calls } = await hub.until('two calls', (state) => state.calls.length === 2);
    expect(calls.map(({ state, autoAnswered }) => [state, autoAnswered])).toEqual([
      ['ringing', false],
      ['ringing', false],
    ]);
    expect(hub.log.some((line) => line.endsWith('not free'))).toBe(true);
  });
});

describe('[70] a transfer that the other side asks for', () => {
  const refer = (hub: HubBed): void => {
    hub.peer.send(
      [
        `REFER ${target} SIP/2.0`,
        'Via: SIP/2.0/WS far.invalid;branch=z9hG4bKrefer',
        'Max-Forwards: 70',
        'From: <sip:700@pbx.invalid>;tag=boss',
        `To: <${target}>`,
        'Call-ID: click-to-dial',
        'CSeq: 1 REFER',
        'Contact: <sip:far@far.invalid;transport=ws>',
        'Refer-To: <sip:105@pbx.invalid>',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
  };

  test('[70] is refused where nothing else is set, and nobody is bothered', async () => {
    const hub = await start({});
    refer(hub);
    await hub.peer.next(603);
    expect((await hub.state()).dialOffer).toBeNull();
  });

  test('[70] is offered to the operator, who dials it with one wish', async () => {
    const hub = await start({ transferRequests: 'ask' });
    refer(hub);
    await hub.peer.next(202);
    const { dialOffer } = await hub.until('an offer', (state) => state.dialOffer !== null);
    expect(dialOffer).toMatchObject({ number: '105', reason: 'transfer' });
    expect(hub.peer.count('INVITE')).toBe(0);
    expect(await hub.desk.request('call/dial', { number: '105' })).toMatchObject({ ok: true });
    const invite = await hub.peer.next('INVITE');
    expect(invite.header('referred-by')).toBe('<sip:700@pbx.invalid>');
    hub.peer.reply(invite, 486);
    const final = await hub.peer.next((message) => message.body.startsWith('SIP/2.0 486'));
    expect(final.header('subscription-state')).toContain('terminated');
  });

  test('[23] a redirection is offered in the same way', async () => {
    const hub = await start({});
    expect(await hub.desk.request('call/dial', { number: '600' })).toMatchObject({ ok: true });
    hub.peer.reply(await hub.peer.next('INVITE'), 302, { headers: ['Contact: <sip:105@pbx.invalid>'] });
    const { dialOffer, calls } = await hub.until('an offer', (state) => state.dialOffer !== null);
    expect(dialOffer).toMatchObject({ number: '105', reason: 'redirect' });
    expect(calls[0]).toMatchObject({ state: 'ended', error: { code: 'call.failed' } });
  });
});

function ackFor(accepted: { header(name: string): string }): string {
  return [
    `ACK ${target} SIP/2.0`,
    'Via: SIP/2.0/WS far.invalid;branch=z9hG4bKack',
    'Max-Forwards: 70',
    `From: ${accepted.header('from')}`,
    `To: ${accepted.header('to')}`,
    `Call-ID: ${accepted.header('call-id')}`,
    'CSeq: 1 ACK',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
