import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, ScriptedDialog } from '../../support/sip/scripted-dialog.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';

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

const accepted = { tag: 'code', headers: [farContact], body: remoteSdp };

describe('a code of the dial plan', () => {
  test('is called once without a microphone and beside the calls, until the exchange hangs up', async () => {
    const peer = await bed.register(server);
    const sent = bed.engine.sendCode('*11');
    const invite = await peer.next('INVITE');
    expect(invite.uri).toBe('sip:*11@pbx.invalid');
    peer.reply(invite, 200, accepted);
    await peer.next('ACK');
    ScriptedDialog.ofInvite(peer, invite, 'code').request('BYE');
    expect(await sent).toEqual({ ok: true, value: null });
    expect(bed.media.microphoneIsOpen).toBe(false);
    expect(bed.events.all.filter(({ name }) => name.startsWith('line/'))).toEqual([]);
    expect(peer.count('INVITE')).toBe(1);
  });

  test('whose call the exchange leaves standing is hung up after 10 s', async () => {
    const peer = await bed.register(server);
    const sent = bed.engine.sendCode('*13');
    peer.reply(await peer.next('INVITE'), 200, accepted);
    await peer.next('ACK');
    await bed.clock.untilTimer(10_000);
    await bed.pass(peer, 10_000);
    peer.reply(await peer.next('BYE'), 200);
    expect(await sent).toEqual({ ok: true, value: null });
  });

  test.each([
    [404, 'call.invalid-number'],
    [486, 'call.rejected'],
    [500, 'call.failed'],
  ] as const)('refused with %i is not sent again', async (status, code) => {
    const peer = await bed.register(server);
    const sent = bed.engine.sendCode('*11');
    peer.reply(await peer.next('INVITE'), status);
    expect(await sent).toMatchObject({ ok: false, error: { code } });
    expect(peer.count('INVITE')).toBe(1);
  });

  test('that nobody answers is given up after 15 s', async () => {
    const peer = await bed.register(server);
    const sent = bed.engine.sendCode('*11');
    const invite = await peer.next('INVITE');
    peer.reply(invite, 180);
    await bed.pass(peer, 15_000);
    expect(await sent).toMatchObject({ ok: false, error: { code: 'sip.server-silent' } });
    expect((await peer.next('CANCEL')).header('call-id')).toBe(invite.header('call-id'));
  });

  test('does not speak with the microphone of a call that goes on', async () => {
    const peer = await bed.register(server);
    await bed.talk(peer);
    const sent = bed.engine.sendCode('*13');
    const invite = await peer.next('INVITE');
    expect(bed.media.calls.at(-1)?.isHeld).toBe(true);
    expect(bed.media.calls[0]?.isHeld).toBe(false);
    peer.reply(invite, 200, accepted);
    await peer.next('ACK');
    ScriptedDialog.ofInvite(peer, invite, 'code').request('BYE');
    await sent;
    expect(bed.events.of('line/ended')).toEqual([]);
  });

  test('is refused while the line is down', async () => {
    expect(await bed.engine.sendCode('*11')).toMatchObject({ ok: false, error: { code: 'call.no-line' } });
  });
});
