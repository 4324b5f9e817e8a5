import { describe, expect, it } from 'vitest';
import type { HeadsetIntent } from '../../../electron/common/contract/hid-contract.ts';
import { nameIntent } from '../../../electron/common/headset/notes.ts';
import { play, type Player } from './machine-player.ts';

const inCall = (player: Player, offHook: string): Player => {
  player.call('incoming').wait(1000).input(offHook).wait(80).call('active').wait(5000).take();
  player.takeNotes();
  return player;
};

describe('what the event log learns of a press', () => {
  it('names the intent that was given', () => {
    const player = play('BIZ').call('incoming').wait(1000).input('02 01 00');
    expect(player.takeNotes()).toEqual(['pressed: answer']);
    player.call('active').input('02 05 00', '02 01 00', '02 09 00', '02 01 00');
    expect(player.takeNotes()).toEqual(['pressed: toggleMute', 'pressed: hold']);
    player.call('activeAndIncoming').input('02 01 08', '02 01 00');
    expect(player.takeNotes()).toEqual(['pressed: reject waiting']);
  });

  it('says which way a mute with a state went, and never which digit was pressed', () => {
    const level = inCall(play('AIR'), '05 01').input('05 03').call('active', true).input('05 01');
    expect(level.takeNotes()).toEqual(['pressed: setMute on', 'pressed: setMute off']);
    const keypad = play('EVL', {}, { keypad: true }).input('02 80 01');
    expect(keypad.takeIntents()).toEqual(['-> digit 3']);
    expect(keypad.takeNotes()).toEqual(['pressed: digit']);
  });

  it('gives the type of the intent as the first word', () => {
    const intents: HeadsetIntent[] = [
      { type: 'reject', call: 'incoming' },
      { type: 'setMute', on: true },
      { type: 'digit', d: '7' },
      { type: 'endAndAnswer' },
    ];
    expect(intents.map(nameIntent)).toEqual(['reject incoming', 'setMute on', 'digit', 'endAndAnswer']);
  });
});

describe('what the event log learns of a change that is no press', () => {
  it('takes the answer to our own light for an echo', () => {
    const player = play('L380').call('incoming').wait(1000).call('active').wait(5).input('02 01 00');
    expect(player.takeNotes()).toEqual(['echo: hook 1']);
    expect(player.call('idle').wait(5).input('02 00 00').takeNotes()).toEqual(['echo: hook 0']);
  });

  it('names the attach window and the first report', () => {
    const inMidCall = play('L380').call('active').wait(1000).detach().attach();
    inMidCall.takeNotes();
    expect(inMidCall.input('02 00 00').wait(10).input('02 01 00').takeNotes()).toEqual([
      'attach-window: hook 0',
      // Lifted by the state that was written at the attach.
      'echo: hook 1',
    ]);
    expect(play('L380').detach().attach().input('02 01 00').takeNotes()).toEqual([
      'attach-window: first report, hook 1',
    ]);
  });

  it('names the mask after a flash', () => {
    const player = inCall(play('BT7'), '20 01').input('20 05').wait(100).input('20 00');
    expect(player.takeNotes()).toEqual(['pressed: hold', 'flash-mask: hook 0']);
  });

  it('names presses that crossed the end of a call, or a write', () => {
    const cancelled = play('L380').call('incoming').wait(2000).call('idle').wait(100);
    cancelled.takeNotes();
    expect(cancelled.input('02 01 00').takeNotes()).toEqual(['crossed: dialIntent']);
    const crossed = play('L380').call('incoming').wait(20).input('02 01 00').wait(20).input('02 00 00');
    expect(crossed.takeNotes()).toEqual(['pressed: answer', 'crossed: hook 0']);
  });

  it('names what was asked already', () => {
    const dropped = inCall(play('D1'), '02 01').input('02 11', '02 01', '02 00');
    expect(dropped.takeNotes()).toEqual(['pressed: end', 'repeated: end']);
    const level = inCall(play('AIR'), '05 01').call('active', true).input('05 03');
    expect(level.takeNotes()).toEqual(['repeated: setMute on']);
    const burst = inCall(play('L380', {}, { collapseMuteBursts: true }), '02 01 00');
    expect(burst.input('02 09 00', '02 01 00', '02 09 00').takeNotes()).toEqual([
      'pressed: toggleMute',
      'repeated: toggleMute',
    ]);
  });

  it('names another program at work, and what the guard held back', () => {
    const busy = ['02 01 00', '02 00 00'] as const;
    const plain = inCall(play('L380'), '02 01 00')
      .input('02 03 00')
      .wait(1000)
      .input(...busy);
    expect(plain.takeNotes()).toEqual(['shared: possible conflict', 'pressed: end']);
    const guarded = inCall(play('L380', {}, { guard: true }), '02 01 00')
      .input('02 03 00')
      .wait(1000);
    expect(guarded.input(...busy).takeNotes()).toEqual(['shared: possible conflict', 'guarded: end']);
    expect(play('L380').input('02 02 00').takeNotes()).toEqual(['shared: headset-in-use']);
  });

  it('says nothing of repeated reports, releases and controls without a meaning', () => {
    const player = inCall(play('L380'), '02 01 00').input('02 01 00', '02 05 00', '02 01 00');
    expect(player.takeNotes()).toEqual([]);
  });
});
