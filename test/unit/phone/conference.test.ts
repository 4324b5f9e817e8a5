import { afterEach, beforeEach, expect, test } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
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

/** The far end agrees to a hold or a resume; resolves with what was asked. */
async function agree(peer: ScriptedPeer, status = 200): Promise<string> {
  const invite = await peer.next('INVITE');
  if (status < 300) peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
  else peer.reply(invite, status);
  await peer.next('ACK');
  return /a=(sendonly|sendrecv)/.exec(invite.body)?.[1] ?? '';
}

/** A customer on hold and a colleague on the line. */
async function twoCalls() {
  const peer = await bed.register(server);
  const customer = await bed.talk(peer);
  const held = bed.engine.hold(customer.id);
  await agree(peer);
  await held;
  const colleague = await bed.talkOutgoing(peer, '102');
  return { peer, customer, colleague, ids: [colleague.id, customer.id] };
}

async function threeTalk() {
  const calls = await twoCalls();
  const joined = bed.engine.conference(calls.ids);
  expect(await agree(calls.peer)).toBe('sendrecv');
  expect(await joined).toEqual({ ok: true, value: null });
  return calls;
}

const told = () => bed.events.of('line/conference-changed').map(({ ids }) => ids);

test('[71] a conference mixes both and takes the one on hold back', async () => {
  const { customer, colleague, ids } = await threeTalk();
  expect(bed.media.mixed).toEqual([colleague.media, customer.media]);
  expect(customer.media.isHeld).toBe(false);
  expect(told()).toEqual([ids]);
});

test('[71] one who leaves leaves the other with the operator, unmixed', async () => {
  const { customer, colleague, peer } = await threeTalk();
  colleague.dialog.request('BYE');
  expect(await bed.events.next('line/ended')).toMatchObject({ id: colleague.id, by: 'remote' });
  expect(bed.media.mixed).toEqual([]);
  expect(told().at(-1)).toEqual([]);
  expect(customer.media.isClosed).toBe(false);
  expect(peer.count('BYE')).toBe(0);
});

test('a resume that is refused makes no conference, and nobody stays mixed', async () => {
  const { peer, ids, customer } = await twoCalls();
  const joined = bed.engine.conference(ids);
  await agree(peer, 488);
  expect(await joined).toMatchObject({ ok: false, error: { code: 'call.hold-refused' } });
  expect(bed.media.mixed).toEqual([]);
  expect(customer.media.isHeld).toBe(true);
  expect(told()).toEqual([ids, []]);
});

test('a split silences the two to each other at once, and holds one', async () => {
  const { peer, customer, colleague } = await threeTalk();
  const split = bed.engine.split(colleague.id);
  expect(bed.media.mixed).toEqual([]);
  expect(await agree(peer)).toBe('sendonly');
  expect(await split).toEqual({ ok: true, value: null });
  expect(colleague.media.isHeld).toBe(true);
  expect(customer.media.isHeld).toBe(false);
  expect(told().at(-1)).toEqual([]);
});

test('a split whose hold is refused leaves all three talking', async () => {
  const { peer, customer, colleague, ids } = await threeTalk();
  const split = bed.engine.split(colleague.id);
  await agree(peer, 488);
  expect(await split).toMatchObject({ ok: false, error: { code: 'call.hold-refused' } });
  expect(bed.media.mixed).toEqual([colleague.media, customer.media]);
  expect(told()).toEqual([ids]);
});

test('a conference is of two established calls, and there is one at a time', async () => {
  const { customer, colleague } = await threeTalk();
  const refused = { ok: false, error: { code: 'call.not-possible' } };
  expect(await bed.engine.conference([customer.id, colleague.id])).toMatchObject(refused);
  expect(await bed.engine.conference([customer.id, customer.id])).toMatchObject(refused);
  expect(await bed.engine.split('nobody')).toMatchObject(refused);
});
