import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import type { ScriptedDialog } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { readSipfragStatus } from '../../../renderer/phone/sip/transfers.ts';

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

describe('a blind transfer', () => {
  test('ends our leg when the exchange says that it took the caller', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    const refer = await peer.next('REFER');
    expect(refer.header('refer-to')).toBe('<sip:102@pbx.invalid>');
    expect(refer.header('referred-by')).toContain('sip:101@pbx.invalid');
    peer.reply(refer, 202);
    notify(dialog, '100 Trying');
    expect((await notifyAnswer(peer)).status).toBe(200);
    notify(dialog, '180 Ringing');
    await notifyAnswer(peer);
    expect(peer.count('BYE')).toBe(0);
    notify(dialog, '200 OK', 'terminated;reason=noresource');
    peer.reply(await peer.next('BYE'), 200);
    expect(await transferred).toEqual({ ok: true, value: null });
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'operator' });
  });

  test.each([
    ['404 Not Found', 404, 'call.invalid-number'],
    ['486 Busy Here', 486, 'call.rejected'],
    ['503 Service Unavailable', 503, 'call.failed'],
  ] as const)('that ends with %s leaves the call and says why', async (line, status, code) => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    peer.reply(await peer.next('REFER'), 202);
    notify(dialog, line, 'terminated');
    expect(await transferred).toMatchObject({ ok: false, error: { code, details: { status } } });
    expect(bed.events.of('line/ended')).toEqual([]);
    expect(peer.count('BYE')).toBe(0);
  });

  test.each([403, 405, 603])('whose REFER is refused with %i leaves the call', async (status) => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    peer.reply(await peer.next('REFER'), status);
    expect(await transferred).toMatchObject({ ok: false, error: { details: { status } } });
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('followed by BYE without any NOTIFY has succeeded', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    peer.reply(await peer.next('REFER'), 202);
    dialog.request('BYE');
    expect(await transferred).toEqual({ ok: true, value: null });
  });

  test('of which nothing is heard for 30 s is reported, and the call stays', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const transferred = bed.engine.transfer(id, '102');
    peer.reply(await peer.next('REFER'), 202);
    await bed.pass(peer, 30_000);
    expect(await transferred).toMatchObject({ ok: false, error: { code: 'sip.server-silent' } });
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('to something that is no number is refused before anything is sent', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    expect(await bed.engine.transfer(id, '???')).toMatchObject({ error: { code: 'call.invalid-number' } });
    expect(peer.count('REFER')).toBe(0);
  });

  test('cannot be started twice at once', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.talk(peer);
    const first = bed.engine.transfer(id, '102');
    expect(await bed.engine.transfer(id, '103')).toMatchObject({ error: { code: 'call.not-possible' } });
    peer.reply(await peer.next('REFER'), 603);
    await first;
  });
});

describe('connecting two calls', () => {
  test('refers one to the dialog of the other, and both legs end', async () => {
    const peer = await bed.register(server);
    const customer = await bed.talk(peer);
    const colleague = await bed.talkOutgoing(peer, '102');
    const connected = bed.engine.connect(customer.id, colleague.id);
    const refer = await peer.next('REFER');
    expect(refer.header('call-id')).toBe(customer.dialog.callId);
    const ours = colleague.invite.tag('from');
    const replaces = `${colleague.dialog.callId};to-tag=${colleague.dialog.localTag};from-tag=${ours}`;
    const referTo = `<sip:far@far.invalid;transport=ws?Replaces=${encodeURIComponent(replaces)}>`;
    expect(refer.header('refer-to')).toBe(referTo);
    peer.reply(refer, 202);
    notify(customer.dialog, '200 OK', 'terminated');
    const byes = [await peer.next('BYE'), await peer.next('BYE')];
    for (const bye of byes) peer.reply(bye, 200);
    expect(byes.map((bye) => bye.header('call-id')).sort()).toEqual(
      [customer.dialog.callId, colleague.dialog.callId].sort(),
    );
    expect(await connected).toEqual({ ok: true, value: null });
    expect(bed.events.of('line/ended').map(({ by }) => by)).toEqual(['operator', 'operator']);
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

test('the status of a sipfrag is its first line', () => {
  expect(readSipfragStatus('SIP/2.0 180 Ringing\r\nContact: <sip:a@b>')).toBe(180);
  expect(readSipfragStatus('')).toBeNull();
  expect(readSipfragStatus('INVITE sip:a@b SIP/2.0')).toBeNull();
});
