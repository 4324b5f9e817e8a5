/**
 * Pitfalls of headsets (docs/rules/headset.md), each by the bytes on the wire. Every number stands in the title of the
 * test that proves it; `pitfalls-index.test.ts` looks for all of them. Those that are not proven in this file:
 *
 * P1, P5, P6, P8, P13, P14,      headset-machine-calls: echo, off-hook kept, second byte, pulsing hook, array button,
 * P16 to P21, P26, P37            flash, hold, second call, other programs, cancel, next call, two on-hooks, ringer
 * P12, P14, P25, P35, P39         headset-machine-device: absolute mute, keypad, bursts, dial intent, baseline
 * P4, P12, P13, P15 to P17, P19,  unseen-scenarios: silent until off-hook, relative hook, two buttons, volume in the
 * P25, P26                        report of mute, hold and resume
 * P10                             hid-descriptor; P23, P34 telephony-layout
 * P22, P27, P29 to P31, P33, P40  headset-manager: quitting, permission, listing, back-off, unplug, choice, errors
 * P24                             linux-obstacles: doubled mute key
 * P28, P32                        headset-node-hid (contract): closing, nonExclusive
 * P34                             descriptor-paths: lights at another path
 */
import { describe, expect, it } from 'vitest';
import { headsetPhaseSchema } from '../../../electron/common/contract/hid-contract.ts';
import { bytesOf, fixtureNames } from './descriptor-fixtures.ts';
import { litRoles } from './headset-properties-machine.ts';
import { play, type Player } from './machine-player.ts';

const inCall = (player: Player, offHook: string): Player => {
  player.call('incoming').wait(1000).input(offHook).wait(80).call('active').wait(5000).take();
  return player;
};

describe('what the device needs to hear from us', () => {
  it('P2: an answer is acknowledged in the same step in which the call side grants it', () => {
    // Engage 50 falls back after 2 s without off-hook: nothing may stand between the phase and the write.
    const player = play('L380').call('incoming').wait(2000);
    player.input('02 01 00').take();
    expect(player.call('active').take()[0]).toBe('OUT 02 09 00');
  });

  it('P2: a device that fell back after 2 s was never answered, and may be answered again', () => {
    const player = play('L380').call('incoming').wait(2000);
    expect(player.input('02 01 00').takeIntents()).toEqual(['-> answer']);
    // The call side refused, so the light with off-hook 0 was written; the on-hook 2 s later is no reject.
    player.call('incoming').take();
    expect(player.wait(400).input('02 00 00').take()).toEqual([]);
    expect(player.wait(2000).input('02 01 00').take()).toEqual(['-> answer']);
  });

  it('P3: the mute light is written after every press, equal or not, so that the next press is sent', () => {
    const player = inCall(play('L380'), '02 01 00');
    const press = (muted: boolean): string[] =>
      player.input('02 09 00', '02 01 00').wait(50).call('active', muted).wait(1000).take();
    expect(press(true)).toEqual(['-> toggleMute', 'OUT 02 05 00']);
    expect(press(true)).toEqual(['-> toggleMute', 'OUT 02 05 00']);
    expect(press(false)).toEqual(['-> toggleMute', 'OUT 02 01 00']);
    expect(press(false)).toEqual(['-> toggleMute', 'OUT 02 01 00']);
  });

  it('P4: off-hook is written for a call from the screen before the device has said anything', () => {
    expect(play('L380').detach().attach().call('outgoing').take()).toEqual(['OUT 02 00 00', 'OUT 02 01 00']);
  });

  it.each(fixtureNames)('P5: no report of a call lacks the off-hook bit: %s', (name) => {
    const player = play(name);
    const withOffHook = player.layout.outputs.find(({ role }) => role === 'offHook');
    for (const phase of headsetPhaseSchema.options) {
      for (const muted of [false, true]) {
        const reports = player
          .call(phase, muted)
          .takeWrites()
          .map((line) => bytesOf(line.slice('OUT '.length)))
          .filter(([id]) => id === withOffHook?.reportId);
        const isInCall = phase !== 'idle' && phase !== 'incoming';
        expect(reports.map((bytes) => litRoles(player.layout, bytes).has('offHook'))).toEqual(
          reports.map(() => isInCall),
        );
        expect(reports.length > 0).toBe(withOffHook !== undefined);
      }
    }
  });

  it('P6: a device with one report per light gets all of them, at attach and at every change', () => {
    const ids = ['09', '17', '18', '1e', '20', '2a'];
    const player = play('BW').detach().attach();
    expect(player.takeWrites().sort()).toEqual(ids.map((id) => `OUT ${id} 00`));
    expect(player.call('active', true).takeWrites().sort()).toEqual([
      'OUT 09 01',
      'OUT 17 01',
      'OUT 18 00',
      'OUT 1e 00',
      'OUT 20 00',
      'OUT 2a 00',
    ]);
  });

  it.each(fixtureNames)('P7: every write is the id and the whole declared payload: %s', (name) => {
    const player = play(name);
    for (const phase of headsetPhaseSchema.options) player.call(phase, true);
    for (const line of player.takeWrites()) {
      const bytes = bytesOf(line.slice('OUT '.length));
      expect(bytes.length).toBe(1 + (player.layout.outBytes.get(bytes[0] ?? -1) ?? Number.NaN));
    }
  });

  it('P22: a program that comes back after a crash puts out what the last one left on', () => {
    // The host starts anew in idle: the first thing the device hears is darkness, in every report.
    expect(play('L380').detach().attach().take()).toEqual(['OUT 02 00 00']);
    expect(play('C52').detach().attach().takeWrites().sort()).toEqual(
      ['09', '17', '18', '1a', '20', '2a'].map((id) => `OUT ${id} 00`),
    );
  });

  it('P36: the headset that takes over in a call shows it at once; the one left behind may say what it likes', () => {
    const left = inCall(play('L380'), '02 01 00').call('active', true);
    left.detach().take();
    const taken = play('BT7').detach().call('active', true).attach();
    expect(taken.takeWrites()).toEqual(['OUT 24 01', 'OUT 21 00', 'OUT 22 00', 'OUT 23 01', 'OUT 25 00']);
    // Both hooks move when the audio moves: neither is a hang-up.
    expect(taken.wait(200).input('20 01').wait(50).input('20 00').takeIntents()).toEqual([]);
    expect(left.input('02 00 00').takeIntents()).toEqual([]);
    expect(left.call('idle').takeWrites()).toEqual([]);
  });

  it('P37: where the ring light alone is silent the headset rings aloud, and stops with the call', () => {
    // Evolve Link: ring is bit 2, ringer bit 5
    const player = play('EVL', {}, { ringer: true });
    expect(player.call('incoming').take()).toEqual(['OUT 02 24 00']);
    expect(player.call('idle').take()).toEqual(['OUT 02 00 00']);
    expect(player.call('incoming').call('active').take()).toEqual([
      'OUT 02 24 00',
      'OUT 02 25 00',
      'OUT 02 01 00',
    ]);
  });
});

describe('what the device says', () => {
  it('P8: a button in the second byte is heard', () => {
    // Reject is bit 11 on BIZ 2400 II and Link 380
    for (const name of ['BIZ', 'L380'] as const) {
      const player = play(name).call('incoming');
      player.take();
      expect(player.input('02 00 08', '02 00 00').take()).toEqual(['-> reject incoming']);
    }
  });

  it('P9: inputs that are declared constant are heard', () => {
    // All inputs of Link 380, PowerConf and the streaming microphone are Const
    const hookOf = { L380: '02 01 00', ANKER: '02 01', RAZER: '02 01', FL: '01 01' } as const;
    for (const name of ['L380', 'ANKER', 'RAZER', 'FL'] as const) {
      const player = play(name);
      expect(player.layout.inputs.find(({ role }) => role === 'hook')?.isConst).toBe(true);
      expect(player.call('incoming').input(hookOf[name]).takeIntents()).toEqual(['-> answer']);
    }
  });

  it('P10: the reject button whose usage stands before its page is heard', () => {
    // Usage 07 is written on page 0B, then page 09 follows: BT700 bit 4, Evolve Link bit 6
    expect(play('BT7').call('incoming').input('20 10').takeIntents()).toEqual(['-> reject incoming']);
    expect(play('EVL').call('incoming').input('02 40 00').takeIntents()).toEqual(['-> reject incoming']);
  });

  it('P11: buttons and lights inside a nested application collection work', () => {
    // IMPACT D1 has its lights in an application collection within the telephony one
    const player = play('D1');
    expect(player.call('incoming').take()).toEqual(['OUT 03 04']);
    expect(player.input('02 01').take()).toEqual(['-> answer']);
    expect(player.call('active').take()).toEqual(['OUT 03 05', 'OUT 03 01']);
  });

  it('P14: an idle keypad dials nothing, whatever else its report says', () => {
    // Read literally, nibble 0 at bits 7 to 10 is Phone Key 0
    const player = play('EVL', {}, { keypad: true });
    expect(player.input('02 00 00', '02 02 00', '02 00 00').take()).toEqual(['diag headset-in-use']);
    expect(player.call('active').input('02 01 00').takeIntents()).toEqual([]);
  });

  it('P18: a second call that is rejected, times out or is cancelled leaves the first as it is', () => {
    for (const name of ['L380', 'EVL', 'BT7', 'D1'] as const) {
      const hook = { L380: '02 01 00', EVL: '02 01 00', BT7: '20 01', D1: '02 01' }[name];
      const player = inCall(play(name), hook);
      const active = player.call('active').takeWrites();
      player.call('activeAndIncoming').wait(30_000).take();
      expect(player.call('active').take()).toEqual(active);
      expect(player.wait(1000).input(hook).take()).toEqual([]);
    }
  });

  it('P23: the mirror of the buttons in a vendor report is not heard', () => {
    // Evolve Link repeats its telephony bits in report 4, up to 2.5 s later
    const player = play('EVL').call('incoming');
    player.take();
    expect(player.input('04 01 00', '04 00 00').take()).toEqual([]);
    expect(player.input('02 01 00').take()).toEqual(['-> answer']);
    player.call('active').take();
    expect(player.wait(2500).input('04 01 00', '04 04 00', '04 00 00').take()).toEqual([]);
  });

  it('P33: the buttons of a device that is no phone mean nothing, though it calls itself a headset', () => {
    // Game Voice: application collection 0B:05, no report ids, buttons 0x11 to 0x18
    const player = play('GV').call('incoming');
    expect(player.layout.capability).toBe('none');
    expect(player.input('ff', '00', '01', '00').take()).toEqual([]);
  });

  it('P38: volume keys of the consumer report are not ours, and a stray one after a write changes nothing', () => {
    // Report 1 is the consumer collection of both
    for (const name of ['L380', 'EVL'] as const) {
      const player = inCall(play(name), '02 01 00');
      player.call('active', true).take();
      expect(player.input('01 02 00', '01 00 00', '01 01 00', '01 00 00').take()).toEqual([]);
      expect(player.input('02 00 00').take()).toEqual(['-> end']);
    }
  });

  it('P39: the first report after the answer on the screen may be the hang-up', () => {
    const player = play('L380').detach().attach().call('incoming').wait(2000).call('active').wait(2000);
    player.take();
    expect(player.input('02 00 00').take()).toEqual(['-> end']);
  });

  it('P40: whatever a headset says or does, nothing is thrown and no call is ended by a fault', () => {
    const player = inCall(play('L380'), '02 01 00');
    player.input('', '02', 'ff', '02 01', `02 ${'ff '.repeat(5000)}`, '77 01 00');
    player.detach('EPIPE').input('02 00 00').detach().wait(60_000);
    expect(player.takeIntents()).toEqual([]);
    expect(player.attach().take()).toEqual(['OUT 02 01 00']);
  });
});
