import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail } from '../../../electron/common/lib/result.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, ScriptedDialog, untilHandled } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import { freshToken } from '../../support/sip/sip-message.ts';

let server: ScriptedSipServer;
let bed: PhoneBed;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
  peer = await bed.register(server);
  bed.media.onCreate = (media) => {
    media.state = 'connected';
    media.stats = {
      packetsSent: 250,
      packetsReceived: 245,
      packetsLost: 5,
      jitterMs: 4,
      roundTripMs: 30,
      mos: 4.2,
    };
  };
});
afterEach(async () => {
  await bed.stop();
  await server.stop();
});

/** The echo has answered; the promise is that of the whole test. */
async function answered() {
  const outcome = bed.engine.testCall('600');
  const invite = await peer.next('INVITE');
  const tag = freshToken('echo');
  peer.reply(invite, 200, { tag, headers: [farContact], body: remoteSdp });
  await peer.next('ACK');
  return { outcome, dialog: ScriptedDialog.ofInvite(peer, invite, tag) };
}

describe('a test call', () => {
  test('measures for five seconds, hangs up, and is seen by nobody', async () => {
    const { outcome } = await answered();
    expect(bed.media.microphoneIsOpen).toBe(true);
    await bed.clock.untilTimer(5_000);
    await bed.pass(peer, 5_000);
    const checked = await outcome;
    expect(checked).toMatchObject({
      ok: true,
      value: { packetsSent: 250, packetsReceived: 245, lossPercent: 2, roundTripMs: 30, mos: 4.2 },
    });
    peer.reply(await peer.next('BYE'), 200);
    expect(bed.events.all.filter(({ name }) => name.startsWith('line/'))).toEqual([]);
    expect(bed.media).toMatchObject({ microphoneIsOpen: false, tones: [] });
    expect(bed.media.calls.every(({ isClosed }) => isClosed)).toBe(true);
  });

  test('says why no sound is carried', async () => {
    bed.media.onCreate = () => undefined;
    const { outcome } = await answered();
    await bed.clock.untilTimer(5_000);
    await bed.pass(peer, 5_000);
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'media.not-connected' } });
  });

  test.each([
    [404, 'call.invalid-number'],
    [486, 'call.rejected'],
    [503, 'call.failed'],
  ] as const)('refused with %i says so', async (status, code) => {
    const outcome = bed.engine.testCall('600');
    peer.reply(await peer.next('INVITE'), status);
    expect(await outcome).toMatchObject({ ok: false, error: { code } });
    expect(bed.media.microphoneIsOpen).toBe(false);
  });

  test('that nobody answers ends after fifteen seconds', async () => {
    const outcome = bed.engine.testCall('600');
    const invite = await peer.next('INVITE');
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await untilHandled(peer);
    await bed.pass(peer, 15_000);
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'call.failed' } });
    peer.reply(await peer.next('CANCEL'), 200);
  });

  test('is hung up for a customer who calls, whose microphone stays open', async () => {
    const { outcome } = await answered();
    const { id } = await bed.ring(peer);
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'preflight.interrupted' } });
    peer.reply(await peer.next('BYE'), 200);
    expect(bed.media.microphoneIsOpen).toBe(true);
    expect(await bed.engine.answer(id)).toEqual({ ok: true, value: null });
  });

  test('is hung up for a call that the operator makes', async () => {
    const { outcome } = await answered();
    await bed.dial(peer, '601');
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'preflight.interrupted' } });
    expect(bed.media.microphoneIsOpen).toBe(true);
  });

  test('ended by the other side has failed', async () => {
    const { outcome, dialog } = await answered();
    dialog.request('BYE');
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'call.failed' } });
  });

  test('is over when the connection goes', async () => {
    const { outcome } = await answered();
    peer.cut();
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'sip.connection-lost' } });
  });

  test('does not leave without a microphone', async () => {
    bed.media.microphone = fail(appError('media.microphone-missing'));
    expect(await bed.engine.testCall('600')).toMatchObject({
      ok: false,
      error: { code: 'media.microphone-missing' },
    });
    await untilHandled(peer);
    expect(peer.count('INVITE')).toBe(0);
  });

  test('is refused while a call is up, and so are the checks of the sound', async () => {
    await bed.talk(peer);
    const refused = { ok: false, error: { code: 'preflight.in-call' } };
    expect(await bed.engine.testCall('600')).toMatchObject(refused);
    expect(await bed.engine.checkMicrophone()).toMatchObject(refused);
    expect(await bed.engine.checkSpeaker()).toMatchObject(refused);
  });
});
