import { describe, expect, it } from 'vitest';
import { nextTickAt } from '../../../electron/common/headset/headset-machine.ts';
import { play, type Player } from './machine-player.ts';
import { fixtureNames } from './descriptor-fixtures.ts';

const active = (player: Player, offHook: string): Player => {
  player.call('incoming').wait(1000).input(offHook).wait(80).call('active').wait(5000).take();
  return player;
};

describe('mute', () => {
  it.each([
    ['L380', '02 01 00', ['02 09 00', '02 01 00'], 'OUT 02 05 00'],
    ['BT7', '20 01', ['20 03', '20 01'], 'OUT 23 01'],
  ] as const)(
    'is one toggle per press on %s, and the light follows (T10, T12)',
    (name, hook, press, light) => {
      const player = active(play(name), hook);
      expect(player.input(...press).take()).toEqual(['-> toggleMute']);
      expect(player.call('active', true).take()).toContain(light);
    },
  );

  it('is toggled back (T11)', () => {
    const player = active(play('EVL'), '02 01 00').call('active', true);
    player.take();
    expect(player.input('02 05 00', '02 01 00').take()).toEqual(['-> toggleMute']);
    expect(player.call('active', false).take()).toEqual(['OUT 02 01 00']);
  });

  it('is a state where the descriptor says so (T13, T14, P12)', () => {
    const airoha = active(play('AIR'), '05 01');
    expect(airoha.input('05 03').take()).toEqual(['-> setMute(true)']);
    expect(airoha.call('active', true).takeWrites()).toEqual(['OUT 05 03']);
    expect(airoha.wait(1000).input('05 03').take()).toEqual([]);
    expect(airoha.input('05 01').take()).toEqual(['-> setMute(false)']);

    const floss = active(play('FL'), '01 01');
    expect(floss.input('01 03').take()).toEqual(['-> setMute(true)']);
    expect(floss.call('active', true).take()).toEqual(['OUT 01 06']);
    expect(floss.input('01 01').take()).toEqual(['-> setMute(false)']);
    expect(floss.call('active', false).take()).toEqual(['OUT 01 02']);
  });

  it('follows the screen (T15) and is written again when a wish is refused (T16)', () => {
    const player = active(play('L380'), '02 01 00');
    expect(player.call('active', true).take()).toEqual(['OUT 02 05 00']);
    expect(player.input('02 09 00', '02 01 00').take()).toEqual(['-> toggleMute']);
    expect(player.call('active', true).take()).toEqual(['OUT 02 05 00']);
  });

  it('does nothing without a call but write the state again (T17)', () => {
    expect(play('EVL').input('02 04 00', '02 00 00').take()).toEqual(['OUT 02 00 00']);
  });

  it('as a level is only remembered without a call: nothing is written, and the next change counts from there', () => {
    const player = play('FL').input('01 02');
    expect(player.take()).toEqual([]);
    player.call('outgoing').call('active').wait(1_000).take();
    expect(player.input('01 01').take()).toEqual(['OUT 01 02']);
    expect(player.input('01 03').take()).toEqual(['-> setMute(true)']);
  });

  it('is not asked for when the call has it already', () => {
    const player = active(play('AIR'), '05 01').call('active', true);
    player.take();
    expect(player.input('05 03').take()).toEqual(['OUT 05 03']);
  });

  it('is learnt as a toggle when an undeclared kind falls back within 100 ms', () => {
    const player = active(play('GON'), '01 01');
    expect(player.input('01 03').wait(98).take()).toEqual([]);
    expect(player.input('01 01').take()).toEqual(['-> toggleMute']);
    expect(player.wait(1000).input('01 03').take()).toEqual(['-> toggleMute']);
    expect(player.input('01 01').wait(1000).take()).toEqual([]);
  });

  it('is learnt as a state when an undeclared kind stays, until the device is detached', () => {
    const player = active(play('GON'), '01 01');
    player.input('01 03');
    expect(nextTickAt(player.state())).toBeDefined();
    expect(player.wait(99).take()).toEqual(['-> setMute(true)']);
    player.call('active', true).take();
    expect(player.input('01 01').take()).toEqual(['-> setMute(false)']);
    player.call('active', false).take();
    expect(player.input('01 03').take()).toEqual(['-> setMute(true)']);
    player.detach().attach().input('01 01').take();
    expect(player.input('01 03').take()).toEqual([]);
    expect(player.detach().wait(1000).take()).toEqual([]);
  });

  it('is read as a self-test showed it, without waiting for what it turns out to be', () => {
    const level = active(play('GON', { muteIs: 'level' }), '01 01');
    expect(level.input('01 03').take()).toEqual(['-> setMute(true)']);
    level.call('active', true).take();
    expect(level.input('01 01').take()).toEqual(['-> setMute(false)']);

    const toggle = active(play('AIR', { muteIs: 'toggle' }), '05 01');
    expect(toggle.input('05 03').take()).toEqual(['-> toggleMute']);
    expect(toggle.wait(400).input('05 01').take()).toEqual([]);

    // Declared relative, so a toggle by its descriptor.
    const state = active(play('EVL', { muteIs: 'level' }), '02 01 00');
    expect(state.input('02 05 00').take()).toEqual(['-> setMute(true)']);
    expect(state.call('active', true).input('02 01 00').takeIntents()).toEqual(['-> setMute(false)']);
  });

  it('collapses the bursts of boom arms when asked (P25)', () => {
    const player = active(play('L380', {}, { collapseMuteBursts: true }), '02 01 00');
    const press = ['02 09 00', '02 01 00'];
    expect(player.input(...press).take()).toEqual(['-> toggleMute']);
    expect(
      player
        .call('active', true)
        .input(...press)
        .take(),
    ).toEqual(['OUT 02 05 00', 'OUT 02 05 00']);
    expect(
      player
        .wait(900)
        .input(...press)
        .take(),
    ).toEqual(['OUT 02 05 00']);
    expect(
      player
        .wait(1000)
        .input(...press)
        .take(),
    ).toEqual(['-> toggleMute']);
  });

  it('lights the microphone lamp instead, or both, where a quirk says so', () => {
    const light = (muteVia: 'microphone' | 'both') =>
      active(play('L380', { muteVia }), '02 01 00').call('active', true).take();
    expect(light('microphone')).toEqual(['OUT 02 21 00']);
    expect(light('both')).toEqual(['OUT 02 25 00']);
  });

  it('takes every 1 for a press where no report tells the release', () => {
    const player = active(play('L380', { noReleaseReport: true }), '02 01 00');
    expect(player.input('02 09 00', '02 09 00').take()).toEqual(['-> toggleMute', '-> toggleMute']);
  });
});

describe('attach, detach and the first report', () => {
  it('takes the first report in idle for where the device stands (T35, P39)', () => {
    const player = play('L380').detach().attach();
    expect(player.take()).toEqual(['OUT 02 00 00']);
    expect(player.input('02 01 00').take()).toEqual(['OUT 02 00 00']);
    expect(player.wait(20).call('incoming').input('02 00 00').takeIntents()).toEqual([]);
  });

  it('goes on with the call when the device is unplugged, and tells it the state when it is back (T40)', () => {
    const player = active(play('L380'), '02 01 00').call('active', true);
    player.take();
    expect(player.detach('could not read from HID device').take()).toEqual(['diag detached']);
    expect(player.call('active', true).take()).toEqual([]);
    expect(player.wait(3000).attach().take()).toEqual(['OUT 02 05 00']);
    expect(player.wait(100).input('02 01 00').take()).toEqual([]);
    expect(player.wait(50).input('02 00 00').take()).toEqual([]);
    expect(player.wait(1000).input('02 01 00').wait(10).input('02 00 00').takeIntents()).toEqual(['-> end']);
  });

  it('takes the light written last for the level of a device that has said nothing', () => {
    const player = play('L380').detach().attach().call('active').wait(1000);
    player.take();
    expect(player.input('02 00 00').take()).toEqual(['-> end']);
  });

  it('drops timers and hears nothing while detached', () => {
    const player = play('L380').input('02 01 00');
    expect(player.take()).toEqual(['-> dialIntent']);
    expect(player.detach().take()).toEqual([]);
    expect(nextTickAt(player.state())).toBeUndefined();
    expect(player.input('02 00 00').take()).toEqual(['diag no device']);
  });

  it('ignores what is no report of this device, and counts it (T48)', () => {
    const player = active(play('L380'), '02 01 00');
    const long = `02 ${'00 '.repeat(65_535)}`;
    expect(player.input('02', '77 00 00', long, '').take()).toEqual([
      'diag short report',
      'diag unknown report',
      'diag oversized report',
      'diag unknown report',
    ]);
    expect(player.state().ignoredReports).toBe(4);
    expect(player.input('02 00 00 00 00').take()).toEqual(['-> end']);
  });

  it.each(fixtureNames)('plays any layout through a call without a fault: %s', (name) => {
    const player = play(name);
    const outputs = player.layout.outputs.length > 0;
    expect(player.call('incoming').take().length > 0).toBe(outputs);
    player.call('active').call('active', true).call('held').call('idle');
    expect(player.takeIntents()).toEqual([]);
  });
});

describe('no call', () => {
  it('shows the dialler at off-hook and closes the link when nobody dials (T36, P35)', () => {
    const player = play('L380');
    expect(player.input('02 01 00').take()).toEqual(['-> dialIntent']);
    expect(player.wait(2998).take()).toEqual([]);
    expect(player.wait(1).take()).toEqual(['OUT 02 00 00']);
    expect(player.wait(100).input('02 00 00').take()).toEqual([]);
  });

  it('keeps the link when a call follows', () => {
    const player = play('L380').input('02 01 00').wait(1000).call('outgoing');
    expect(player.takeWrites()).toEqual(['OUT 02 01 00']);
    expect(player.wait(5000).take()).toEqual([]);
  });

  it('redials (T37)', () => {
    expect(play('L380').input('02 20 00', '02 00 00').take()).toEqual(['-> redial']);
    expect(play('L380', {}, { confirmRedial: true }).input('02 20 00').take()).toEqual(['-> redial']);
  });

  it('makes nothing of line and busy in a call (T38), but notes a busy headset in idle (T39)', () => {
    expect(active(play('L380'), '02 01 00').input('02 05 00', '02 03 00').take()).toEqual([]);
    expect(play('L380').input('02 02 00', '02 02 00').take()).toEqual(['diag headset-in-use']);
  });

  it('dials digits only when asked, and never from an idle keypad (P14)', () => {
    // Evolve Link: key nibble at bits 7 to 10, value 3
    expect(play('EVL').input('02 80 01', '02 00 00').take()).toEqual([]);
    expect(play('EVL', {}, { keypad: true }).input('02 80 01', '02 00 00').take()).toEqual(['-> digit 3']);
  });

  it('drives the on-line lamp only where a quirk says so', () => {
    expect(play('L380').call('outgoing').take()).toEqual(['OUT 02 01 00']);
    expect(play('L380', { onLineFollowsOffHook: true }).call('outgoing').take()).toEqual(['OUT 02 41 00']);
  });

  it('ignores buttons and hooks pressed in idle that mean nothing there', () => {
    expect(play('D1').input('02 02', '02 00', '02 10', '02 00', '02 20', '02 00').take()).toEqual([]);
  });
});
