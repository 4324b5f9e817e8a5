import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reminderMs } from '../../../renderer/phone/media/tone-samples.ts';
import {
  chooseTone,
  createLineTones,
  failureToneMs,
  type SoundingCall,
} from '../../../renderer/phone/sip/call/line-tones.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, untilHandled } from '../../support/sip/scripted-dialog.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';

describe('which tone is heard', () => {
  const call = (part: Partial<SoundingCall>): SoundingCall => ({
    phase: 'established',
    isHeld: false,
    direction: 'incoming',
    isRinging: false,
    isAnnounced: false,
    wantsRingback: false,
    failureTone: null,
    ...part,
  });
  const caller = call({ phase: 'ringing', isRinging: true });
  const announced = call({ phase: 'ringing', isRinging: true, isAnnounced: true });
  const talk = call({});
  const held = call({ isHeld: true });
  const dialled = call({ phase: 'ringing', direction: 'outgoing' });
  const ringback = call({ phase: 'ringing', direction: 'outgoing', wantsRingback: true });
  const quiet = { failure: null, isReminding: false, callWaiting: true };

  test.each([
    ['nothing goes on', [], quiet, null],
    ['a customer calls', [caller], quiet, 'ring'],
    ['a customer calls while another waits on hold', [held, caller], quiet, 'ring'],
    ['a customer calls while one talks', [talk, caller], quiet, 'waiting'],
    ['that is not wanted', [talk, caller], { ...quiet, callWaiting: false }, null],
    ['a call is about to be answered by itself', [announced], quiet, 'beep'],
    ['it rings there', [ringback], quiet, 'ringback'],
    ['nothing is known of a dialled call', [dialled], quiet, null],
    ['it rings there while the caller waits', [held, ringback], quiet, 'ringback'],
    ['a dialled call was busy', [], { ...quiet, failure: 'busy' as const }, 'busy'],
    ['a consultation was busy', [held], { ...quiet, failure: 'busy' as const }, 'busy'],
    ['one talks again after that', [talk], { ...quiet, failure: 'busy' as const }, null],
    ['a customer calls after that', [caller], { ...quiet, failure: 'busy' as const }, 'ring'],
    ['somebody waits', [held], { ...quiet, isReminding: true }, 'reminder'],
    ['one talks to somebody else', [held, talk], { ...quiet, isReminding: true }, null],
  ])('%s', (_, calls, now, tone) => {
    expect(chooseTone(calls, now)).toBe(tone);
  });

  test('in every state, nothing but the soft waiting tone sounds into a talk that is not about to change', () => {
    const calls = fc.constantFrom(caller, talk, held, dialled);
    const now = fc.record({
      failure: fc.constantFrom(null, 'busy' as const, 'congestion' as const),
      isReminding: fc.boolean(),
      callWaiting: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 5 }), now, (others, what) => {
        expect([null, 'waiting']).toContain(chooseTone([...others, talk], what));
      }),
    );
  });

  test('after the last call is gone nothing sounds for longer than a failure tone, and no timer is left', () => {
    const part = fc.constantFrom(caller, talk, held, dialled, ringback);
    fc.assert(
      fc.property(
        fc.array(fc.record({ calls: fc.array(part, { maxLength: 3 }), ms: fc.nat(200_000) }), {
          maxLength: 8,
        }),
        fc.constantFrom('busy' as const, 'congestion' as const, null),
        (course, failureTone) => {
          const clock = new ManualClock();
          const played: unknown[] = [];
          const tones = createLineTones({
            clock,
            media: { play: (tone) => played.push(tone) },
            rules: () => ({ callWaiting: true, holdReminderSeconds: 30 }),
          });
          for (const { calls, ms } of course) {
            tones.follow(calls, []);
            clock.advance(ms);
          }
          tones.follow([], [call({ phase: 'ended', direction: 'outgoing', failureTone })]);
          clock.advance(failureToneMs);
          expect(played.at(-1) ?? null).toBeNull();
          expect(clock.waiting).toEqual([]);
        },
      ),
    );
  });
});

describe('on the line', () => {
  let server: ScriptedSipServer;
  let bed: PhoneBed;

  beforeEach(async () => {
    server = await ScriptedSipServer.start();
    bed = new PhoneBed();
    bed.audio = { ...bed.audio, callWaiting: true, holdReminderSeconds: 60 };
  });
  afterEach(async () => {
    await bed.stop();
    await server.stop();
  });

  test('[20] 180 without a description: a tone of ours; 183 with one: the network, and a later 180 changes nothing', async () => {
    const peer = await bed.register(server);
    const { invite } = await bed.dial(peer);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await bed.events.next('line/progress', ({ status }) => status === 180);
    expect(bed.media.tones).toEqual(['ringback']);
    peer.reply(invite, 183, { tag: 'far', headers: [farContact], body: remoteSdp });
    await bed.events.next('line/progress', ({ status }) => status === 183);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await bed.events.next('line/progress', ({ status }) => status === 180);
    expect(bed.media.tones).toEqual(['ringback', null]);
    expect(bed.media.calls[0]?.earlyAnswers).toEqual([remoteSdp]);
  });

  test.each([
    [486, 'busy'],
    [600, 'busy'],
    [603, 'busy'],
    [404, 'congestion'],
    [480, 'congestion'],
    [484, 'congestion'],
    [488, 'congestion'],
    [500, 'congestion'],
    [503, 'congestion'],
  ] as const)('[21] %i is heard as %s for three seconds', async (status, tone) => {
    const peer = await bed.register(server);
    const { invite } = await bed.dial(peer);
    peer.reply(invite, status);
    await bed.events.next('line/ended');
    expect(bed.media.tones).toEqual([tone]);
    bed.clock.advance(failureToneMs - 1);
    expect(bed.media.tones).toEqual([tone]);
    bed.clock.advance(1);
    expect(bed.media.tones).toEqual([tone, null]);
  });

  test('[21] the next call cuts the tone off', async () => {
    const peer = await bed.register(server);
    const { invite } = await bed.dial(peer, '600', 'first');
    peer.reply(invite, 486);
    await bed.events.next('line/ended');
    await bed.dial(peer, '601', 'second');
    expect(bed.media.tones).toEqual(['busy', null]);
  });

  test('[21] a network that was heard before is not talked over', async () => {
    const peer = await bed.register(server);
    const { invite } = await bed.dial(peer);
    peer.reply(invite, 183, { tag: 'far', headers: [farContact], body: remoteSdp });
    await bed.events.next('line/progress');
    peer.reply(invite, 486, { tag: 'far' });
    await bed.events.next('line/ended');
    expect(bed.media.tones).toEqual([]);
  });

  test('a call that the operator gives up ends without a tone', async () => {
    const peer = await bed.register(server);
    const { invite, id } = await bed.dial(peer);
    peer.reply(invite, 180, { tag: 'far', headers: [farContact] });
    await bed.events.next('line/progress');
    await bed.engine.hangUp(id);
    peer.reply(await peer.next('CANCEL'), 200);
    peer.reply(invite, 487, { tag: 'far' });
    await peer.next('ACK');
    expect(bed.media.tones).toEqual(['ringback', null]);
  });

  test('another customer who calls into a talk is heard softly until the call is answered or gone', async () => {
    const peer = await bed.register(server);
    await bed.talk(peer);
    const second = await bed.ring(peer);
    expect(bed.media.tones).toEqual(['ring', null, 'waiting']);
    second.invite.cancel();
    await bed.events.next('line/ended');
    expect(bed.media.tones).toEqual(['ring', null, 'waiting', null]);
  });

  test('a call that rests on hold is brought to mind again and again, until it is resumed', async () => {
    const peer = await bed.register(server);
    const { id, dialog } = await bed.talk(peer);
    const change = async (what: 'hold' | 'resume'): Promise<void> => {
      const done = bed.engine[what](id);
      peer.reply(await peer.next('INVITE'), 200, {
        tag: dialog.localTag,
        headers: [farContact],
        body: remoteSdp,
      });
      expect(await done).toEqual({ ok: true, value: null });
    };
    await change('hold');
    expect(bed.media.tones).toEqual(['ring', null]);
    await bed.pass(peer, 60_000 + reminderMs);
    expect(bed.media.tones).toEqual(['ring', null, 'reminder', null]);
    await bed.pass(peer, 60_000 + reminderMs);
    expect(bed.media.tones).toEqual(['ring', null, 'reminder', null, 'reminder', null]);
    await change('resume');
    await bed.pass(peer, 70_000);
    await untilHandled(peer);
    expect(bed.media.tones).toHaveLength(6);
  });
});
