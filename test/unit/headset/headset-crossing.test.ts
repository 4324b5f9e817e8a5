import { describe, expect, it } from 'vitest';
import { play, type Player } from './machine-player.ts';

/** Answered at the headset a while ago. */
const inCall = (player: Player, offHook: string): Player => {
  player.call('incoming').wait(1000).input(offHook).wait(80).call('active').wait(5000).take();
  return player;
};

describe('a press that crosses a write on its way (R19)', () => {
  it('answers once, though the ring that was under way puts the device on-hook again', () => {
    const player = play('L380').call('incoming').wait(20);
    player.take();
    expect(player.input('02 01 00').wait(30).input('02 00 00').take()).toEqual([
      '-> answer',
      // No reject: the device only took the ring report after the press.
      'OUT 02 08 00',
    ]);
    expect(player.call('active').take()).toEqual(['OUT 02 09 00', 'OUT 02 01 00']);
    // It is lifted by the answer and says so.
    expect(player.wait(5).input('02 01 00').take()).toEqual([]);
    expect(player.wait(2000).input('02 00 00').take()).toEqual(['-> end']);
  });

  it('does not end the call that was answered just then', () => {
    const player = play('L380').call('incoming').wait(20);
    player.take();
    expect(player.input('02 01 00').call('active').takeIntents()).toEqual(['-> answer']);
    expect(player.wait(30).input('02 00 00').take()).toEqual(['OUT 02 01 00']);
    expect(player.wait(10).input('02 01 00').take()).toEqual([]);
    expect(player.wait(20).input('02 00 00').take()).toEqual(['-> end']);
  });

  it('does not answer the waiting call by a hang-up that crossed its ring', () => {
    const player = inCall(play('C52'), '08 02').call('activeAndIncoming').wait(20);
    player.take();
    expect(player.input('08 00').takeIntents()).toEqual(['-> end']);
    expect(player.call('incoming').wait(20).input('08 02').takeIntents()).toEqual([]);
    expect(player.wait(10).input('08 00').takeIntents()).toEqual([]);
    expect(player.wait(1500).input('08 02').takeIntents()).toEqual(['-> answer']);
  });

  it.each([
    ['the write was 60 ms old', 60, 30],
    ['the hook comes 110 ms after the press', 20, 110],
  ])('is an ordinary pair of presses when %s', (_, beforePress, beforeRelease) => {
    const player = play('L380').call('incoming').wait(beforePress);
    player.take();
    expect(player.input('02 01 00').wait(beforeRelease).input('02 00 00').take()).toEqual([
      '-> answer',
      '-> reject incoming',
    ]);
  });

  it('asks for nothing where going back means nothing', () => {
    const player = play('L380').detach().attach().input('02 00 00').wait(20);
    player.take();
    expect(player.input('02 01 00').wait(20).input('02 00 00').take()).toEqual(['-> dialIntent']);
  });

  it('is forgiven once: the next on-hook is the operator', () => {
    const player = play('L380').call('incoming').wait(20).input('02 01 00').call('active');
    player.wait(5).input('02 00 00').wait(5).input('02 01 00').take();
    expect(player.wait(40).input('02 00 00').take()).toEqual(['-> end']);
  });
});

describe('busy in the report of the hang-up', () => {
  it('may be the ordinary end of a call: it is diagnosed, and neither asked about nor warned of', () => {
    const player = inCall(play('L380'), '02 01 00').input('02 03 00').wait(1000);
    player.take();
    expect(player.input('02 00 00').take()).toEqual(['diag possible conflict', '-> end']);
    const guarded = inCall(play('L380', {}, { guard: true }), '02 01 00')
      .input('02 03 00')
      .wait(1000);
    guarded.take();
    expect(guarded.input('02 00 00').take()).toEqual(['diag possible conflict', '-> end']);
  });

  it('is a conflict when it moved in a report of its own just before', () => {
    const player = inCall(play('L380'), '02 01 00').input('02 03 00').wait(1000).input('02 01 00');
    player.take();
    expect(player.input('02 00 00').take()).toEqual(['diag possible conflict', '-> end']);
  });
});
