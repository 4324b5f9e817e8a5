import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import {
  farContact,
  remoteSdp,
  ScriptedDialog,
  sendInvite,
  untilHandled,
} from '../../support/sip/scripted-dialog.ts';
import type { StubCallMedia } from '../../support/sip/stub-media.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { readSipfragStatus } from '../../../renderer/phone/sip/transfer/transfers.ts';

let server: ScriptedSipServer;
let bed: PhoneBed;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
});

afterEach(async () => {
  await bed.stop();
  await server.stop();
});

function notify(dialog: ScriptedDialog, status: string, state = 'active'): void {
  dialog.request('NOTIFY', {
    headers: ['Event: refer', `Subscription-State: ${state}`],
    contentType: 'message/sipfrag;version=2.0',
    body: `SIP/2.0 ${status}\r\n`,
  });
}

const notifyAnswer = (peer: ScriptedPeer) =>
  peer.next((message) => message.header('cseq').endsWith('NOTIFY'));

/** The far end agrees to a hold or a resume; resolves with what was asked. */
async function agree(peer: ScriptedPeer, status = 200): Promise<string> {
  const invite = await peer.next('INVITE');
  if (status < 300) peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
  else peer.reply(invite, status);
  await peer.next('ACK');
  return /a=(sendonly|sendrecv)/.exec(invite.body)?.[1] ?? '';
}

/** A blind transfer up to the REFER: the caller is held and hears music. */
async function refer(peer: ScriptedPeer) {
  const call = await bed.talk(peer);
  const transferred = bed.engine.transfer(call.id, '102');
  expect(await agree(peer)).toBe('sendonly');
  return { ...call, transferred, request: await peer.next('REFER') };
}

/** Past the time in which the BYE and the last report of an exchange may cross. */
async function passCrossing(): Promise<void> {
  await bed.clock.untilTimer(500);
  bed.clock.advance(500);
}

const listenEveryMs = 25;

/** The other party is heard again after a resume. */
async function comeBack(peer: ScriptedPeer, media: StubCallMedia): Promise<void> {
  await untilHandled(peer);
  media.stats = { packetsReceived: 1 };
  await bed.pass(peer, listenEveryMs);
}

/** Nobody is heard after a resume for half a second. */
async function staySilent(peer: ScriptedPeer): Promise<void> {
  await untilHandled(peer);
  for (let ms = 0; ms < 500; ms += listenEveryMs) await bed.pass(peer, listenEveryMs);
}

const course = () => bed.events.of('line/transfer-course').map(({ state }) => state);

describe('[62] a blind transfer that succeeds', () => {
  test('holds the caller, tells the ringing, and ends our leg when the exchange has the caller', async () => {
    const peer = await bed.register(server);
    const { id, dialog, request, transferred } = await refer(peer);
    expect(request.header('refer-to')).toBe('<sip:102@pbx.invalid>');
    expect(request.header('referred-by')).toContain('sip:101@pbx.invalid');
    peer.reply(request, 202);
    notify(dialog, '100 Trying');
    expect((await notifyAnswer(peer)).status).toBe(200);
    notify(dialog, '180 Ringing');
    expect(await bed.events.next('line/transfer-course', ({ state }) => state === 'ringing')).toMatchObject({
      id,
      status: 180,
    });
    expect(peer.count('BYE')).toBe(0);
    notify(dialog, '200 OK', 'terminated;reason=noresource');
    peer.reply(await peer.next('BYE'), 200);
    expect(await transferred).toEqual({ ok: true, value: null });
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
    expect(course()).toEqual(['asked', 'ringing', 'handed-over']);
  });

  test('goes out although the hold was refused', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    await agree(peer, 488);
    peer.reply(await peer.next('REFER'), 202);
    notify(dialog, '200 OK', 'terminated');
    peer.reply(await peer.next('BYE'), 200);
    expect(await transferred).toEqual({ ok: true, value: null });
  });
});

describe('[63] a blind transfer that comes to nothing', () => {
  test.each([
    ['404 Not Found', 404, 'call.invalid-number'],
    ['486 Busy Here', 486, 'call.rejected'],
    ['603 Decline', 603, 'call.rejected'],
    ['503 Service Unavailable', 503, 'call.failed'],
  ] as const)('with %s brings the caller back and says why', async (line, status, code) => {
    const peer = await bed.register(server);
    const { id, dialog, request, transferred, media } = await refer(peer);
    peer.reply(request, 202);
    notify(dialog, line, 'terminated');
    expect(await agree(peer)).toBe('sendrecv');
    await comeBack(peer, media);
    expect(await transferred).toMatchObject({ ok: false, error: { code, details: { status } } });
    expect(peer.count('INVITE')).toBe(2);
    expect(media.isHeld).toBe(false);
    expect(await bed.events.next('line/resumed')).toMatchObject({ id });
    expect(bed.events.of('line/transfer-course').at(-1)).toMatchObject({ state: 'refused', status });
    expect(bed.events.of('line/ended')).toEqual([]);
    expect(peer.count('BYE')).toBe(0);
  });

  test('leaves a caller on hold who was on hold before', async () => {
    const peer = await bed.register(server);
    const { id, dialog, media } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    await agree(peer);
    await held;
    const transferred = bed.engine.transfer(id, '102');
    peer.reply(await peer.next('REFER'), 202);
    notify(dialog, '486 Busy Here', 'terminated');
    await comeBack(peer, media);
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.rejected' } });
    expect(peer.count('INVITE')).toBe(1);
    expect(bed.events.of('line/resumed')).toEqual([]);
  });
});

describe('[64] a caller who was lost', () => {
  const lostWith = (status: number) => ({
    ok: false,
    error: { code: 'call.customer-lost', details: { status } },
  });

  test('because the exchange reports the failure long after it has ended our leg', async () => {
    const peer = await bed.register(server);
    const { id, dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    dialog.request('BYE');
    await passCrossing();
    expect(await transferred).toEqual({ ok: true, value: null });
    notify(dialog, '503 Service Unavailable', 'terminated');
    expect((await notifyAnswer(peer)).status).toBe(200);
    expect(await bed.events.next('line/transfer-course', ({ state }) => state === 'lost')).toMatchObject({
      id,
      status: 503,
    });
  });

  test('because the exchange ends our leg and reports the failure at the heels of it', async () => {
    const peer = await bed.register(server);
    const { dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    dialog.request('BYE');
    notify(dialog, '503 Service Unavailable', 'terminated');
    expect(await transferred).toMatchObject(lostWith(503));
    expect(course()).toEqual(['asked', 'handed-over', 'lost']);
    expect(await bed.events.next('line/ended')).toMatchObject({ by: 'operator' });
  });

  test('because the exchange reports the failure, lets the call resume, and then ends it', async () => {
    const peer = await bed.register(server);
    const { dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    notify(dialog, '503 Service Unavailable', 'terminated');
    expect(await agree(peer)).toBe('sendrecv');
    await bed.events.next('line/resumed');
    dialog.request('BYE');
    expect(await transferred).toMatchObject(lostWith(503));
    expect(course()).toEqual(['asked', 'lost']);
    expect(await bed.events.next('line/ended')).toMatchObject({ by: 'remote' });
  });

  test('because the exchange reports the failure and ends our leg while it is being resumed', async () => {
    const peer = await bed.register(server);
    const { dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    notify(dialog, '503 Service Unavailable', 'terminated');
    const resume = await peer.next('INVITE');
    dialog.request('BYE');
    await bed.events.next('line/ended');
    peer.reply(resume, 487);
    expect(await transferred).toMatchObject(lostWith(503));
    expect(course()).toEqual(['asked', 'lost']);
  });

  describe('because the exchange resumes a leg without anybody at its end', () => {
    async function fallSilent() {
      const peer = await bed.register(server);
      const call = await refer(peer);
      peer.reply(call.request, 202);
      notify(call.dialog, '503 Service Unavailable', 'terminated');
      expect(await agree(peer)).toBe('sendrecv');
      await staySilent(peer);
      return { ...call, peer, question: await peer.next('INVITE') };
    }

    test('and ends it when it is asked anew', async () => {
      const { peer, dialog, transferred, question } = await fallSilent();
      dialog.request('BYE');
      peer.reply(question, 487);
      expect(await transferred).toMatchObject(lostWith(503));
      expect(course()).toEqual(['asked', 'lost']);
    });

    test('and knows it no more when it is asked anew', async () => {
      const { peer, transferred, question } = await fallSilent();
      peer.reply(question, 481);
      expect(await transferred).toMatchObject(lostWith(503));
      expect(course()).toEqual(['asked', 'lost']);
    });

    test('is not one who is only silent', async () => {
      const { peer, transferred, question } = await fallSilent();
      peer.reply(question, 200, { headers: [farContact], body: remoteSdp });
      await staySilent(peer);
      expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.failed' } });
      expect(course()).toEqual(['asked', 'refused']);
      expect(bed.events.of('line/ended')).toEqual([]);
    });
  });

  test('is not one who is hung up on after the failure', async () => {
    const peer = await bed.register(server);
    const { id, dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    notify(dialog, '486 Busy Here', 'terminated');
    await agree(peer);
    await bed.events.next('line/resumed');
    await bed.engine.hangUp(id);
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.rejected' } });
    expect(course()).toEqual(['asked', 'refused']);
  });

  test('is one who was hung up on before the failure', async () => {
    const peer = await bed.register(server);
    const { id, dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    notify(dialog, '180 Ringing');
    await bed.events.next('line/transfer-course', ({ state }) => state === 'ringing');
    await bed.engine.hangUp(id);
    peer.reply(await peer.next('BYE'), 200);
    notify(dialog, '486 Busy Here', 'terminated');
    expect(await transferred).toMatchObject(lostWith(486));
    expect(course()).toEqual(['asked', 'ringing', 'handed-over', 'lost']);
  });

  test('because the exchange does not know the call any more when it is to be resumed', async () => {
    const peer = await bed.register(server);
    const { id, dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    notify(dialog, '503 Service Unavailable', 'terminated');
    await agree(peer, 481);
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.customer-lost' } });
    expect(await bed.events.next('line/ended')).toMatchObject({ id });
    expect(course().at(-1)).toBe('lost');
  });

  test('is not made of a success that is reported late', async () => {
    const peer = await bed.register(server);
    const { dialog, request, transferred } = await refer(peer);
    peer.reply(request, 202);
    dialog.request('BYE');
    notify(dialog, '200 OK', 'terminated');
    expect((await notifyAnswer(peer)).status).toBe(200);
    expect(await transferred).toEqual({ ok: true, value: null });
    expect(course().at(-1)).toBe('handed-over');
    notify(dialog, '503 Service Unavailable', 'terminated');
    expect((await notifyAnswer(peer)).status).toBe(481);
    expect(course().at(-1)).toBe('handed-over');
  });
});

test.each([403, 405, 481, 603])('[65] REFER refused with %i brings the caller back', async (status) => {
  const peer = await bed.register(server);
  const { request, transferred } = await refer(peer);
  peer.reply(request, status);
  expect(await agree(peer)).toBe('sendrecv');
  expect(await transferred).toMatchObject({ ok: false, error: { details: { status } } });
  expect(bed.events.of('line/ended')).toEqual([]);
});

test('[65] REFER that nobody answers brings the caller back', async () => {
  const peer = await bed.register(server);
  const { transferred } = await refer(peer);
  await bed.pass(peer, 30_000);
  expect(await agree(peer)).toBe('sendrecv');
  expect(await transferred).toMatchObject({ ok: false, error: { details: { status: 408 } } });
});

test('[66] 202 followed by BYE without any NOTIFY is success', async () => {
  const peer = await bed.register(server);
  const { id, dialog, request, transferred } = await refer(peer);
  peer.reply(request, 202);
  dialog.request('BYE');
  await passCrossing();
  expect(await transferred).toEqual({ ok: true, value: null });
  expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
  expect(course()).toEqual(['asked', 'handed-over']);
});

describe('[66] 202 and 30 s of silence', () => {
  async function fallSilent() {
    const peer = await bed.register(server);
    const call = await refer(peer);
    peer.reply(call.request, 202);
    await bed.pass(peer, 30_000);
    expect(await call.transferred).toMatchObject({ ok: false, error: { code: 'call.transfer-silent' } });
    return { ...call, peer };
  }

  test('leave the decision to the operator, with the caller on hold', async () => {
    const { peer, id, media } = await fallSilent();
    expect(course()).toEqual(['asked', 'silent']);
    expect(media.isHeld).toBe(true);
    expect(peer.count('BYE')).toBe(0);
    const resumed = bed.engine.resume(id);
    expect(await agree(peer)).toBe('sendrecv');
    expect(await resumed).toEqual({ ok: true, value: null });
  });

  test('end by a late word of success', async () => {
    const { peer, dialog, id } = await fallSilent();
    notify(dialog, '200 OK', 'terminated');
    peer.reply(await peer.next('BYE'), 200);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
    expect(course().at(-1)).toBe('handed-over');
  });

  test('end by a late refusal, which brings the caller back', async () => {
    const { peer, dialog, media } = await fallSilent();
    notify(dialog, '486 Busy Here', 'terminated');
    expect(await agree(peer)).toBe('sendrecv');
    await comeBack(peer, media);
    expect(await bed.events.next('line/transfer-course', ({ state }) => state === 'refused')).toMatchObject({
      status: 486,
    });
  });
});

describe('a caller taken back', () => {
  async function takeBack() {
    const peer = await bed.register(server);
    const call = await refer(peer);
    peer.reply(call.request, 202);
    notify(call.dialog, '180 Ringing');
    await bed.events.next('line/transfer-course', ({ state }) => state === 'ringing');
    return { ...call, peer, back: bed.engine.resume(call.id) };
  }

  test('while the target rings is with us again', async () => {
    const { peer, back, transferred } = await takeBack();
    expect(await agree(peer)).toBe('sendrecv');
    expect(await back).toEqual({ ok: true, value: null });
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.transfer-taken-back' } });
    expect(course()).toEqual(['asked', 'ringing', 'taken-back']);
  });

  test('is taken back also when the exchange says first that the new call was given up', async () => {
    const { peer, dialog, transferred, back } = await takeBack();
    const invite = await peer.next('INVITE');
    notify(dialog, '487 Request Terminated', 'terminated');
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.transfer-taken-back' } });
    peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
    expect(await back).toEqual({ ok: true, value: null });
    expect(peer.count('INVITE')).toBe(2);
  });

  test('is handed over after all if the target answers in the same moment', async () => {
    const { peer, dialog, id } = await takeBack();
    await agree(peer);
    notify(dialog, '200 OK', 'terminated');
    peer.reply(await peer.next('BYE'), 200);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
    expect(course().at(-1)).toBe('handed-over');
  });

  test('before REFER has left is resumed without one', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    const hold = await peer.next('INVITE');
    await bed.engine.resume(id);
    peer.reply(hold, 200, { headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    expect(await agree(peer)).toBe('sendrecv');
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'call.transfer-taken-back' } });
    expect(peer.count('REFER')).toBe(0);
  });
});

describe('a transfer', () => {
  test('to something that is no number is refused before anything is sent', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    expect(await bed.engine.transfer(id, '???')).toMatchObject({ error: { code: 'call.invalid-number' } });
    expect(peer.count('REFER')).toBe(0);
  });

  test('cannot be started twice at once', async () => {
    const peer = await bed.register(server);
    const { id, request, transferred } = await refer(peer);
    expect(await bed.engine.transfer(id, '103')).toMatchObject({ error: { code: 'call.not-possible' } });
    peer.reply(request, 603);
    await agree(peer);
    await transferred;
  });
});

describe('[68] connecting two calls', () => {
  async function connect() {
    const peer = await bed.register(server);
    const customer = await bed.talk(peer);
    const held = bed.engine.hold(customer.id);
    await agree(peer);
    await held;
    const colleague = await bed.talkOutgoing(peer, '102');
    const connected = bed.engine.connect(customer.id, colleague.id);
    return { peer, customer, colleague, connected, request: await peer.next('REFER') };
  }

  test('refers one to the dialog of the other, and both legs end by our BYE', async () => {
    const { peer, customer, colleague, connected, request } = await connect();
    expect(request.header('call-id')).toBe(customer.dialog.callId);
    const ours = colleague.invite.tag('from');
    const replaces = `${colleague.dialog.callId};to-tag=${colleague.dialog.localTag};from-tag=${ours}`;
    const referTo = `<sip:far@far.invalid;transport=ws?Replaces=${encodeURIComponent(replaces)}>`;
    expect(request.header('refer-to')).toBe(referTo);
    peer.reply(request, 202);
    notify(customer.dialog, '200 OK', 'terminated');
    const byes = [await peer.next('BYE'), await peer.next('BYE')];
    for (const bye of byes) peer.reply(bye, 200);
    expect(byes.map((bye) => bye.header('call-id')).sort()).toEqual(
      [customer.dialog.callId, colleague.dialog.callId].sort(),
    );
    expect(await connected).toEqual({ ok: true, value: null });
    expect(bed.events.of('line/ended').map(({ by }) => by)).toEqual(['operator', 'operator']);
  });

  test('counts as done by the operator where the exchange ends both legs', async () => {
    const { peer, customer, colleague, connected, request } = await connect();
    peer.reply(request, 202);
    colleague.dialog.request('BYE');
    customer.dialog.request('BYE');
    await passCrossing();
    expect(await connected).toEqual({ ok: true, value: null });
    expect(bed.events.of('line/ended').map(({ by }) => by)).toEqual(['operator', 'operator']);
    expect(peer.count('BYE')).toBe(0);
  });

  test('that is refused leaves both as they were', async () => {
    const { peer, connected, request } = await connect();
    peer.reply(request, 603);
    expect(await connected).toMatchObject({ ok: false, error: { code: 'call.rejected' } });
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('needs two established calls', async () => {
    const peer = await bed.register(server);
    const customer = await bed.talk(peer);
    const ringing = await bed.ring(peer);
    expect(await bed.engine.connect(customer.id, ringing.id)).toMatchObject({
      error: { code: 'call.not-possible' },
    });
    expect(await bed.engine.connect(customer.id, customer.id)).toMatchObject({
      error: { code: 'call.not-possible' },
    });
  });
});

describe('[69] a call that comes in to replace another', () => {
  const us = 'sip:offhook4711@offhook4711.invalid;transport=ws';

  const finalAnswer = (peer: ScriptedPeer, callId: string) =>
    peer.next((message) => message.status >= 200 && message.header('call-id') === callId);

  async function replaced(peer: ScriptedPeer) {
    const call = await bed.talk(peer);
    const isOurs = (callId: string) => callId === call.dialog.callId;
    const ok = peer.seen.find((message) => message.status === 200 && isOurs(message.header('call-id')));
    const replaces = `${call.dialog.callId};to-tag=${ok?.tag('to') ?? ''};from-tag=${call.dialog.localTag}`;
    return { ...call, replaces };
  }

  test('unknown here is refused 481', async () => {
    const peer = await bed.register(server);
    const { dialog } = await replaced(peer);
    const invite = sendInvite(peer, us, {
      headers: [`Replaces: ${dialog.callId};to-tag=nobody;from-tag=nothing`, 'Require: replaces'],
    });
    const answer = await finalAnswer(peer, invite.callId);
    expect(answer.status).toBe(481);
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('that wants to replace ringing only is refused 486 once the call is confirmed', async () => {
    const peer = await bed.register(server);
    const { replaces } = await replaced(peer);
    const invite = sendInvite(peer, us, {
      headers: [`Replaces: ${replaces};early-only`, 'Require: replaces'],
    });
    const answer = await finalAnswer(peer, invite.callId);
    expect(answer.status).toBe(486);
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('on hold stays on hold, without a word of ours in between', async () => {
    const peer = await bed.register(server);
    const { id, replaces } = await replaced(peer);
    const held = bed.engine.hold(id);
    await agree(peer);
    await held;
    const { callId } = sendInvite(peer, us, { headers: [`Replaces: ${replaces}`, 'Require: replaces'] });
    const accepted = await finalAnswer(peer, callId);
    peer.reply(await peer.next('BYE'), 200);
    expect(bed.media.calls.at(-1)?.isHeld).toBe(true);
    ScriptedDialog.ofAccepted(peer, accepted).acknowledge();
    expect(await agree(peer)).toBe('sendonly');
    expect(bed.events.of('line/ended')).toEqual([]);
  });
});

test('the status of a sipfrag is its first line', () => {
  expect(readSipfragStatus('SIP/2.0 180 Ringing\r\nContact: <sip:a@b>')).toBe(180);
  expect(readSipfragStatus('')).toBeNull();
  expect(readSipfragStatus('INVITE sip:a@b SIP/2.0')).toBeNull();
});
