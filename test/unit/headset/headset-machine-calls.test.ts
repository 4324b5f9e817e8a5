import { describe, expect, it } from 'vitest';
import { play } from './machine-player.ts';

/** In a call answered at the headset: `offHook` is the report with hook 1. */
const inCall = (player: ReturnType<typeof play>, offHook: string) => {
  player.call('incoming').wait(1000).input(offHook).wait(80).call('active').wait(5000).take();
  return player;
};
const l380 = (...setup: Parameters<typeof play> extends [unknown, ...infer Rest] ? Rest : never) =>
  inCall(play('L380', ...setup), '02 01 00');
const evl = (...setup: Parameters<typeof play> extends [unknown, ...infer Rest] ? Rest : never) =>
  inCall(play('EVL', ...setup), '02 01 00');
const bt7 = () => inCall(play('BT7'), '20 01');

describe('a call comes in', () => {
  it('lights ring on a Link 380, and its ringer when asked (T1)', () => {
    expect(play('L380').call('incoming').take()).toEqual(['OUT 02 08 00']);
    expect(play('L380', {}, { ringer: true }).call('incoming').take()).toEqual(['OUT 02 88 00']);
  });

  it('lights ring on an Evolve Link, and its ringer when asked (T2, P37)', () => {
    expect(play('EVL').call('incoming').take()).toEqual(['OUT 02 04 00']);
    expect(play('EVL', {}, { ringer: true }).call('incoming').take()).toEqual(['OUT 02 24 00']);
  });

  it('lights ring alone where every light has its own report (T3)', () => {
    const writes = play('BT7').call('incoming').take();
    expect(writes).toContain('OUT 21 01');
    expect(new Set(writes)).toEqual(
      new Set(['OUT 21 01', 'OUT 22 00', 'OUT 23 00', 'OUT 24 00', 'OUT 25 00']),
    );
  });

  it('is answered by the hook, and off-hook rises before ring goes out (T4)', () => {
    const player = play('L380').call('incoming').wait(2000);
    expect(player.input('02 01 00').takeIntents()).toEqual(['-> answer']);
    expect(player.wait(80).call('active').take()).toEqual(['OUT 02 09 00', 'OUT 02 01 00']);
  });

  it('is answered with off-hook before ring where each has its own report (T5, P6)', () => {
    const player = play('BT7').call('incoming').wait(2000);
    expect(player.input('20 01').takeIntents()).toEqual(['-> answer']);
    const writes = player.call('active').take();
    expect(writes.indexOf('OUT 24 01')).toBeLessThan(writes.indexOf('OUT 21 00'));
    expect(writes).toHaveLength(5);
  });

  it('swallows the echo of an answer given on the screen (T6, P1) and hears a hang-up right after it (T7)', () => {
    const player = play('L380').call('incoming').wait(2000).call('active');
    expect(player.takeWrites().slice(-2)).toEqual(['OUT 02 09 00', 'OUT 02 01 00']);
    expect(player.input('02 01 00').take()).toEqual([]);
    expect(player.wait(200).input('02 00 00').take()).toEqual(['-> end']);
  });

  it('stays silent when the device repeats off-hook seconds later (T6)', () => {
    const player = play('L380').call('incoming').wait(2000).call('active').input('02 01 00');
    player.take();
    expect(player.wait(2900).input('02 01 00').take()).toEqual([]);
  });

  it('is rejected by the reject button (T25), also as a 1-bit array (T26, P14)', () => {
    const player = play('S810').call('incoming');
    expect(player.input('02 10 00', '02 00 00').takeIntents()).toEqual(['-> reject incoming']);
    expect(player.call('idle').take()).toEqual(['OUT 02 00 00']);

    const array = play('D1');
    expect(array.input('02 00').take()).toEqual([]);
    array.call('incoming').take();
    expect(array.input('02 20', '02 00').take()).toEqual(['-> reject incoming']);
  });

  it('is rejected by on-hook twice only where a quirk says so (T32, T33, P26)', () => {
    const quirk = play('D1', { rejectByRepeatedOnHook: true }).call('incoming');
    quirk.take();
    expect(quirk.input('02 00').take()).toEqual([]);
    expect(quirk.input('02 00').take()).toEqual(['-> reject incoming']);
    const plain = play('D1').call('incoming');
    plain.take();
    expect(plain.input('02 00', '02 00', '02 00').take()).toEqual([]);
  });

  it('may be cancelled while the operator presses: the press acts on nothing (T31, P20)', () => {
    const player = play('L380').call('incoming').wait(2000);
    player.take();
    expect(player.call('idle').take()).toEqual(['OUT 02 00 00']);
    expect(player.wait(100).input('02 01 00').take()).toEqual(['OUT 02 00 00']);
  });

  it('is answered by the very first report of a device plugged in while idle', () => {
    const player = play('L380').detach().attach().call('incoming');
    player.take();
    expect(player.wait(2000).input('02 01 00').take()).toEqual(['-> answer']);
  });
});

describe('ending', () => {
  it('ends by hook 0 and puts the lights out (T8, T9)', () => {
    expect(evl().input('02 00 00').take()).toEqual(['-> end']);
    expect(evl().input('02 00 00').call('idle').takeWrites()).toEqual(['OUT 02 00 00']);

    const c52 = inCall(play('C52'), '08 02');
    expect(c52.input('08 00').take()).toEqual(['-> end']);
    expect(c52.call('idle').take()).toContain('OUT 17 00');
  });

  it('takes hook 0 after a remote hang-up for its echo, not for the next call (T46)', () => {
    const player = l380().call('idle').wait(20);
    player.take();
    expect(player.input('02 00 00').take()).toEqual([]);
    expect(player.wait(2000).call('incoming').takeIntents()).toEqual([]);
    expect(player.input('02 01 00').takeIntents()).toEqual(['-> answer']);
  });

  it('does not answer or reject the next call by late echoes of the last', () => {
    const player = play('L380').call('incoming').wait(2000).call('active').wait(50).call('idle').wait(50);
    player.call('incoming').take();
    expect(player.wait(100).input('02 01 00').take()).toEqual([]);
    expect(player.wait(20).input('02 00 00').take()).toEqual([]);
    expect(player.wait(20).input('02 01 00').takeIntents()).toEqual(['-> answer']);
  });

  it('hears a hang-up once the deadline of an echo has passed', () => {
    const late = l380({ holdDropsOffHook: true }).call('held').wait(501);
    late.take();
    expect(late.call('active').wait(501).input('02 00 00').takeIntents()).toEqual(['-> end']);
  });

  it('gives one end for a drop button followed by hook 0, and again after 2 s without an answer', () => {
    const player = inCall(play('D1'), '02 01');
    expect(player.input('02 11', '02 01', '02 00').take()).toEqual(['-> end']);
    expect(player.wait(1990).input('02 10').take()).toEqual([]);
    expect(player.wait(100).input('02 00', '02 10').take()).toEqual(['-> end']);
  });

  it('gives the same intent again once the call side has answered, refusals included', () => {
    const player = inCall(play('D1'), '02 01');
    expect(player.input('02 11', '02 01').take()).toEqual(['-> end']);
    player.call('active').take();
    expect(player.input('02 11').take()).toEqual(['-> end']);
  });

  it('clears mute with the call (T45, P21)', () => {
    const player = l380().call('active', true);
    expect(player.takeWrites()).toEqual(['OUT 02 05 00']);
    expect(player.call('idle', true).take()).toEqual(['OUT 02 00 00']);
    player.input('02 00 00').wait(2000);
    expect(player.call('incoming').take()).toEqual(['OUT 02 08 00']);
    player.input('02 01 00').take();
    expect(player.call('active').take()).toEqual(['OUT 02 09 00', 'OUT 02 01 00']);
  });

  it('follows a hook that pulses (T34, P13)', () => {
    const player = play('ESP', { hookPulses: true }).call('incoming');
    player.take();
    expect(player.input('01 01').wait(50).input('01 00').take()).toEqual(['-> answer']);
    player.call('active').wait(3000).take();
    expect(player.input('01 01').wait(50).input('01 00').take()).toEqual(['-> end']);
  });

  it('says when busy moved with an on-hook, and asks instead of ending when guarded (T47, P19)', () => {
    expect(l380().input('02 03 00').wait(1000).input('02 01 00', '02 00 00').take()).toEqual([
      'diag possible conflict',
      '-> end',
    ]);
    const guarded = l380({}, { guard: true });
    expect(guarded.input('02 03 00').wait(1000).input('02 01 00', '02 00 00').take()).toEqual([
      'diag possible conflict',
      'OUT 02 01 00',
    ]);
    expect(l380().input('02 03 00').wait(1000).input('02 01 00').wait(60).input('02 00 00').take()).toEqual([
      '-> end',
    ]);
  });
});

describe('hold and flash', () => {
  it('holds by flash and keeps off-hook (T18), or drops it where a quirk says so (T19, P17)', () => {
    const player = evl();
    expect(player.input('02 09 00', '02 01 00').take()).toEqual(['-> hold']);
    expect(player.call('held').take()).toEqual(['OUT 02 09 00']);

    const dropping = evl({ holdDropsOffHook: true });
    expect(dropping.input('02 09 00', '02 01 00').take()).toEqual(['-> hold']);
    expect(dropping.call('held').take()).toEqual(['OUT 02 08 00']);
    expect(dropping.wait(400).input('02 00 00').take()).toEqual([]);
  });

  it('never takes an on-hook while held for a hang-up where hold drops off-hook', () => {
    const player = evl({ holdDropsOffHook: true }).call('held').wait(5000);
    player.take();
    expect(player.input('02 00 00').take()).toEqual([]);
    expect(evl().call('held').wait(5000).input('02 00 00').takeIntents()).toEqual(['-> end']);
  });

  it('resumes by flash (T20)', () => {
    const player = evl().call('held').wait(1000);
    player.take();
    expect(player.input('02 09 00', '02 01 00').take()).toEqual(['-> resume']);
    expect(player.call('active').take()).toEqual(['OUT 02 01 00']);
  });

  it('does not hang up by the hook 0 that follows a flash (T21, P16)', () => {
    const player = bt7();
    expect(player.input('20 05').wait(298).input('20 00').take()).toEqual(['-> hold']);
    const late = bt7();
    expect(late.input('20 05').call('held').wait(301).input('20 00').takeIntents()).toEqual([
      '-> hold',
      '-> end',
    ]);
  });

  it('holds and answers a second call (T27), then swaps (T28)', () => {
    const player = bt7().call('activeAndIncoming');
    player.take();
    expect(player.input('20 05', '20 01').take()).toEqual(['-> holdAndAnswer']);
    const writes = player.call('activeAndHeld').take();
    expect(writes.indexOf('OUT 24 01')).toBeLessThan(writes.indexOf('OUT 21 00'));
    expect(writes).toContain('OUT 25 00');
    expect(player.wait(1000).input('20 05', '20 01').take()).toEqual(['-> swap']);
    expect(bt7Held().call('activeAndHeld').takeWrites()).toContain('OUT 25 01');
  });

  const bt7Held = () => inCall(play('BT7', {}, { holdLedWhenOneHeld: true }), '20 01');

  it('writes hold for an IMPACT D1 as off-hook and hold (T50)', () => {
    expect(play('D1').call('held').take()).toEqual(['OUT 03 21']);
  });

  it('resumes by picking up and ends by hanging up while held', () => {
    const player = evl().call('held').wait(1000).input('02 00 00');
    expect(player.takeIntents()).toEqual(['-> end']);
    expect(player.call('held').wait(1000).input('02 01 00').takeIntents()).toEqual(['-> resume']);
  });
});

describe('a second call waits', () => {
  it('rings on, off-hook kept (T22, P5), and stops when the caller gives up (T30)', () => {
    const player = l380();
    expect(player.call('activeAndIncoming').take()).toEqual(['OUT 02 09 00']);
    expect(player.call('active').take()).toEqual(['OUT 02 01 00']);
  });

  it('is rejected by the reject button; the first call is not touched (T23, T24, P8, P18)', () => {
    const player = l380().call('activeAndIncoming');
    player.take();
    expect(player.input('02 01 08', '02 01 00').take()).toEqual(['-> reject waiting']);
    expect(player.call('active').take()).toEqual(['OUT 02 01 00']);
    const other = evl().call('activeAndIncoming');
    other.take();
    expect(other.input('02 41 00', '02 01 00').take()).toEqual(['-> reject waiting']);
  });

  it('goes on ringing when the active one is ended by the hook (T29)', () => {
    const player = inCall(play('C52'), '08 02').call('activeAndIncoming');
    player.take();
    expect(player.input('08 00').take()).toEqual(['-> end']);
    const writes = player.call('incoming').take();
    expect(writes.indexOf('OUT 17 00')).toBeLessThan(writes.indexOf('OUT 18 01'));
    expect(writes).toContain('OUT 18 01');
  });

  it.each(['endAndAnswer', 'holdAndAnswer'] as const)('means %s by hook 0 with that quirk', (waitingHook) => {
    const player = l380({ waitingHook }).call('activeAndIncoming');
    expect(player.input('02 00 00').takeIntents()).toEqual([`-> ${waitingHook}`]);
  });
});
