import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pageClock } from '../../../renderer/phone/page/page-clock.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';

const hour = 3_600_000;

describe.each([
  ['forward', hour],
  ['back', -hour],
])('[77] the time of day is set %s by an hour', (_, jump) => {
  let server: ScriptedSipServer;
  let bed: PhoneBed;
  let peer: ScriptedPeer;

  beforeEach(async () => {
    server = await ScriptedSipServer.start();
    bed = new PhoneBed();
    peer = await bed.register(server);
  });
  afterEach(async () => {
    await bed.stop();
    await server.stop();
  });

  test('the line stays registered, is kept alive as before and refreshed when it is due', async () => {
    await bed.pass(peer, 10_000);
    bed.clock.setTimeOfDay(jump);
    const before = { options: peer.count('OPTIONS'), registers: peer.count('REGISTER') };
    await bed.pass(peer, 60_000);
    // 15 s after anything was heard, and never more often.
    expect(peer.count('OPTIONS') - before.options).toBeGreaterThanOrEqual(3);
    expect(peer.count('OPTIONS') - before.options).toBeLessThanOrEqual(5);
    expect(peer.count('REGISTER')).toBe(before.registers);
    await bed.pass(peer, 20_000);
    expect(peer.count('REGISTER')).toBe(before.registers + 1);
    expect(bed.events.of('phone/registration').map(({ state }) => state)).toEqual([
      'connecting',
      'registered',
    ]);
  });

  test('a call goes on, can be held and resumed, and nobody is hung up', async () => {
    const { id, dialog } = await bed.talk(peer);
    bed.clock.setTimeOfDay(jump);
    await bed.pass(peer, 30_000);
    for (const change of ['hold', 'resume'] as const) {
      const done = bed.engine[change](id);
      const invite = await peer.next('INVITE');
      peer.reply(invite, 200, { tag: dialog.localTag, headers: [farContact], body: remoteSdp });
      expect(await done).toEqual({ ok: true, value: null });
      await peer.next('ACK');
    }
    expect(bed.events.of('line/ended')).toEqual([]);
    expect(peer.count('BYE')).toBe(0);
  });

  test('a line that is lost comes back as soon as it would have', async () => {
    await bed.pass(peer, 20_000);
    bed.clock.setTimeOfDay(jump);
    const connection = server.nextConnection();
    peer.cut();
    await bed.lose();
    bed.clock.advance(1_000);
    await connection;
    await bed.events.next('phone/registration', ({ state }) => state === 'registered');
  });
});

test('[77] the clock of the page goes on as before when the time of day is set', () => {
  const before = pageClock.now();
  const ofDay = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - hour);
  expect(pageClock.now() - before).toBeGreaterThanOrEqual(0);
  expect(pageClock.now() - before).toBeLessThan(10_000);
  ofDay.mockRestore();
  expect(Math.abs(pageClock.now() - Date.now())).toBeLessThan(10_000);
});
