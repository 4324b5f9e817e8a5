import { describe, expect, it } from 'vitest';
import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { play, type Player } from './machine-player.ts';

/** L380: bit 0 of input report 2 is the hook. */
const down = '02 00 00';
const up = '02 01 00';

/** Plugged in while the calls are in this phase; the device has answered what was written, and is pressed at once. */
function pressedAtAttach(phase: HeadsetPhase, isOffHook: boolean): Player {
  const player = play('L380').detach().call(phase).attach().wait(20).input(down);
  if (isOffHook) player.wait(20).input(up);
  player.wait(100).take();
  expect(player.input(isOffHook ? down : up).take()).toEqual([]);
  player.takeNotes();
  return player;
}

describe('R7: a headset pressed in the window after the attach', () => {
  it.each([
    ['incoming', false, '-> answer'],
    ['outgoing', true, '-> end'],
    ['active', true, '-> end'],
    ['activeAndIncoming', true, '-> end'],
    ['activeAndHeld', true, '-> end'],
    ['held', true, '-> end'],
  ] as const)('in %s gives nothing, is in step after one press more, and then does as ever', (...row) => {
    const [phase, isOffHook, intent] = row;
    const [pressed, back] = isOffHook ? [down, up] : [up, down];
    for (const waitMs of [50, 5_000]) {
      const player = pressedAtAttach(phase, isOffHook).wait(waitMs);
      expect(player.input(back).take()).toEqual([]);
      expect(player.wait(600).input(pressed).take()).toEqual([intent]);
    }
  });

  it('never rejects the call that rings, nor resumes the one on hold, and the log says why', () => {
    const ringing = pressedAtAttach('incoming', false).wait(2_000).input(down);
    expect([ringing.take(), ringing.takeNotes()]).toEqual([[], ['attach-window: hook 0']]);
    const held = pressedAtAttach('held', true).wait(2_000).input(up);
    expect([held.take(), held.takeNotes()]).toEqual([[], ['attach-window: hook 1']]);
  });

  it('is no longer turned away once the call was answered on the screen', () => {
    const player = pressedAtAttach('incoming', false).wait(2_000).call('active').wait(2_000);
    player.take();
    expect(player.input(down).take()).toEqual(['-> end']);
  });

  it('is no longer turned away once it followed another write', () => {
    const player = pressedAtAttach('incoming', false).wait(2_000).call('incoming').wait(20).input(down);
    player.wait(2_000).take();
    expect(player.input(up).take()).toEqual(['-> answer']);
    expect(player.wait(2_000).call('incoming').wait(2_000).input(down).takeIntents()).toEqual([
      '-> reject incoming',
    ]);
  });

  it('before it took what was written meets that, and the next press counts', () => {
    const player = play('L380').detach().call('active').attach().wait(10).input(up);
    player.wait(1_000).take();
    expect(player.input(down).take()).toEqual(['-> end']);
  });
});
