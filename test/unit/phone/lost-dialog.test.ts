import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dialog } from '../../../electron/common/call/dialog.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail } from '../../../electron/common/lib/result.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp } from '../../support/sip/scripted-dialog.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';

let server: ScriptedSipServer;
let before: PhoneBed;
let after: PhoneBed;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  before = new PhoneBed();
  after = new PhoneBed();
});
afterEach(async () => {
  await before.stop();
  await after.stop();
  await server.stop();
});

const dialogOf = async (bed: PhoneBed): Promise<Dialog> => (await bed.events.next('line/dialog')).dialog;

describe('[78] a call whose page has gone', () => {
  test('is ended by the page after it, with a BYE that fits the dialog', async () => {
    const peer = await before.register(server);
    const { dialog: far } = await before.talk(peer, { headers: ['Record-Route: <sip:edge.invalid;lr>'] });
    const dialog = await dialogOf(before);

    const next = await after.register(server);
    const said = after.engine.sayGoodbye(dialog);
    const bye = await next.next('BYE');
    expect(bye.header('call-id')).toBe(far.callId);
    expect(bye.tag('to')).toBe(far.localTag);
    expect(bye.tag('from')).toBe(dialog.localTag);
    expect(bye.header('route')).toBe('<sip:edge.invalid;lr>');
    expect(Number.parseInt(bye.header('cseq'), 10)).toBeGreaterThan(dialog.sequence);
    next.reply(bye, 200);
    expect(await said).toMatchObject({ ok: true });
  });

  test('that we made is ended so too', async () => {
    const peer = await before.register(server);
    const { invite } = await before.talkOutgoing(peer);
    const dialog = await dialogOf(before);
    const next = await after.register(server);
    const said = after.engine.sayGoodbye(dialog);
    const bye = await next.next('BYE');
    expect(bye.header('call-id')).toBe(invite.header('call-id'));
    expect(bye.tag('from')).toBe(invite.tag('from'));
    next.reply(bye, 481);
    expect(await said, 'the other side has forgotten it already').toMatchObject({ ok: true });
  });

  test('is taken back by the page after it: INVITE with Replaces to the server that has it, and the sound begins', async () => {
    const peer = await before.register(server);
    const { dialog: far } = await before.talk(peer, { headers: ['Record-Route: <sip:edge.invalid;lr>'] });
    const dialog = await dialogOf(before);

    const next = await after.register(server);
    expect(await after.engine.takeBack('a', dialog)).toMatchObject({ ok: true });
    const invite = await next.next('INVITE');
    expect(invite.uri).toBe(dialog.target);
    // As the far end names them: its own tag first (RFC 3891 section 3).
    expect(invite.header('replaces')).toBe(
      `${far.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`,
    );
    expect(dialog.remoteTag).toBe(far.localTag);
    expect(invite.header('require')).toBe('replaces');
    expect(invite.headers('route')).toEqual([]);
    expect([invite.tag('to'), invite.header('call-id') === far.callId]).toEqual(['', false]);
    next.reply(invite, 200, { headers: [farContact], body: remoteSdp });
    await next.next('ACK');
    expect(await after.events.next('line/established')).toMatchObject({ id: 'a' });
    const { dialog: fresh } = await after.events.next('line/dialog');
    expect(fresh.callId).toBe(invite.header('call-id'));
    expect(await after.engine.hangUp('a')).toMatchObject({ ok: true });
    expect((await next.next('BYE')).header('call-id')).toBe(fresh.callId);
    expect(after.defects).toEqual([]);
  });

  test('is asked for at the exchange, by our own number, where its address is in no dial plan', async () => {
    const peer = await before.register(server);
    await before.talk(peer);
    const dialog = await dialogOf(before);
    const next = await after.register(server);
    await after.engine.takeBack('a', dialog);
    const first = await next.next('INVITE');
    next.reply(first, 404);
    const second = await next.next('INVITE');
    expect(second.uri).toBe('sip:101@pbx.invalid');
    expect(second.header('replaces')).toBe(first.header('replaces'));
    expect(second.header('require')).toBe('replaces');
    next.reply(second, 200, { headers: [farContact], body: remoteSdp });
    expect(await after.events.next('line/established')).toMatchObject({ id: 'a' });
    expect(after.events.of('line/ended')).toEqual([]);
    // Asterisk would lose our sound if it had to translate it.
    expect(after.media.calls.flatMap(({ offers }) => offers)).toEqual([{}, { plainOnly: true }]);
  });

  test('is asked for with every codec where the exchange takes no G.711, and no fourth time', async () => {
    const peer = await before.register(server);
    await before.talk(peer);
    const dialog = await dialogOf(before);
    const next = await after.register(server);
    await after.engine.takeBack('a', dialog);
    next.reply(await next.next('INVITE'), 404);
    next.reply(await next.next('INVITE'), 488);
    const third = await next.next('INVITE');
    expect(third.uri).toBe('sip:101@pbx.invalid');
    expect(third.header('require')).toBe('replaces');
    expect(after.media.calls.at(-1)?.offers).toEqual([{}]);
    next.reply(third, 488);
    expect(await after.events.next('line/ended')).toMatchObject({ id: 'a', by: 'remote', status: 488 });
    expect(next.count('INVITE')).toBe(3);
    expect(after.defects).toEqual([]);
  });

  test.each([404, 420, 481, 486, 488, 603])(
    'is not taken back where the far side answers %i, and nothing is asked a third time',
    async (status) => {
      const peer = await before.register(server);
      await before.talk(peer);
      const dialog = await dialogOf(before);
      const next = await after.register(server);
      await after.engine.takeBack('a', dialog);
      next.reply(await next.next('INVITE'), status);
      if (status === 404) next.reply(await next.next('INVITE'), status);
      expect(await after.events.next('line/ended')).toMatchObject({ id: 'a', by: 'remote', status });
      const said = after.engine.sayGoodbye(dialog);
      const bye = await next.next('BYE');
      next.reply(bye, 481);
      expect(await said).toMatchObject({ ok: true });
      expect(next.count('INVITE')).toBe(status === 404 ? 2 : 1);
      expect(next.count('BYE')).toBe(1);
    },
  );

  test('that is given up while it is being taken back leaves no call, even if the answer crosses that', async () => {
    const peer = await before.register(server);
    await before.talk(peer);
    const dialog = await dialogOf(before);
    const next = await after.register(server);
    await after.engine.takeBack('a', dialog);
    const invite = await next.next('INVITE');
    next.reply(invite, 100);
    await after.engine.hangUp('a');
    next.reply(invite, 200, { headers: [farContact], body: remoteSdp });
    const bye = await next.next('BYE');
    expect(bye.header('call-id')).toBe(invite.header('call-id'));
    expect(after.events.of('line/ended')).toHaveLength(1);
  });

  test('is neither asked for without a line nor without a microphone', async () => {
    const peer = await before.register(server);
    await before.talk(peer);
    const dialog = await dialogOf(before);
    expect(await after.engine.takeBack('a', dialog)).toMatchObject({ error: { code: 'call.no-line' } });
    const next = await after.register(server);
    after.media.microphone = fail(appError('media.microphone-denied'));
    expect(await after.engine.takeBack('a', dialog)).toMatchObject({
      error: { code: 'media.microphone-denied' },
    });
    expect(next.count('INVITE')).toBe(0);
  });

  test('is not ended without a line', async () => {
    const peer = await before.register(server);
    await before.talk(peer);
    expect(await after.engine.sayGoodbye(await dialogOf(before))).toMatchObject({
      ok: false,
      error: { code: 'call.no-line' },
    });
  });
});
