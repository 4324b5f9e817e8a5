import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dialog } from '../../../electron/common/call/dialog.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
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

  test('is not ended without a line', async () => {
    const peer = await before.register(server);
    await before.talk(peer);
    expect(await after.engine.sayGoodbye(await dialogOf(before))).toMatchObject({
      ok: false,
      error: { code: 'call.no-line' },
    });
  });
});
