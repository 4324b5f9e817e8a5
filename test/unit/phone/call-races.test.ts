import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, untilHandled } from '../../support/sip/scripted-dialog.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';

let server: ScriptedSipServer;
let bed: PhoneBed;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  bed = new PhoneBed();
});

afterEach(async () => {
  vi.useRealTimers();
  await bed.stop();
  await server.stop();
});

describe('requests that cross', () => {
  test('[44] a 200 that is never acknowledged is repeated, and ended after 32 s', async () => {
    const peer = await bed.register(server);
    const { id } = await bed.ring(peer);
    // The timers of RFC 3261 are those of sip.js, which knows no clock of ours; nothing else waits on time here.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    expect((await bed.engine.answer(id)).ok).toBe(true);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(bed.events.of('line/ended')).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    peer.reply(await peer.next('BYE'), 200);
    expect(await bed.events.next('line/ended')).toMatchObject({ id, by: 'network' });
    const answers = peer.seen.filter((message) => message.status === 200 && message.body !== '');
    expect(answers.length).toBeGreaterThan(5);
    expect(bed.events.of('line/established')).toEqual([]);
  });

  test.each([
    ['ours first', true],
    ['theirs first', false],
  ])('[48] held by both ends, resumed %s: both speak again', async (_order, oursFirst) => {
    const peer = await bed.register(server);
    const { id, dialog, media } = await bed.talk(peer);
    const theirs = async (direction: string): Promise<string> => {
      dialog.request('INVITE', { body: remoteSdp.replace('a=sendrecv', `a=${direction}`) });
      const answer = await peer.next((message) => message.status === 200 && message.body !== '');
      dialog.acknowledge();
      await untilHandled(peer);
      return answer.body;
    };
    const ours = async (hold: boolean): Promise<string> => {
      const done = hold ? bed.engine.hold(id) : bed.engine.resume(id);
      const invite = await peer.next('INVITE');
      peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
      expect((await done).ok).toBe(true);
      await peer.next('ACK');
      return invite.body;
    };
    expect(await ours(true)).toContain('a=sendonly');
    expect(await theirs('sendonly')).toContain('a=sendonly');
    if (oursFirst) {
      expect(await ours(false)).toContain('a=sendrecv');
      expect(await theirs('sendrecv')).toContain('a=sendrecv');
    } else {
      expect(await theirs('sendrecv')).toContain('a=sendonly');
      expect(await ours(false)).toContain('a=sendrecv');
    }
    expect(media.isHeld).toBe(false);
  });

  test.each([481, 487])('[49] BYE crosses our re-INVITE, which gets %i: one end', async (status) => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const held = bed.engine.hold(id);
    const invite = await peer.next('INVITE');
    dialog.request('BYE');
    const answer = await peer.next((message) => message.header('cseq').endsWith(' BYE'));
    expect(answer.status).toBe(200);
    peer.reply(invite, status);
    expect(await held).toMatchObject({ ok: false, error: { code: 'call.not-found' } });
    await untilHandled(peer);
    expect(bed.events.of('line/ended')).toMatchObject([{ id, by: 'remote' }]);
    expect(peer.count('BYE')).toBe(0);
    expect(bed.defects).toEqual([]);
  });
});
