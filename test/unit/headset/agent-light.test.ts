import { describe, expect, it } from 'vitest';
import { litRoles } from '../../../electron/common/headset/headset-machine.ts';
import { fixtureNames } from './descriptor-fixtures.ts';
import { play } from './machine-player.ts';

describe('the light that shows the operator away (R20)', () => {
  it('is lit in wrap-up and pauses, and goes out with them', () => {
    // Link 380: on-line is bit 6
    const player = play('L380', {}, { agentLight: 'onLine' });
    expect(player.agent(true).take()).toEqual(['OUT 02 40 00']);
    expect(player.agent(true).take()).toEqual([]);
    expect(player.agent(false).take()).toEqual(['OUT 02 00 00']);
  });

  it('has its own report where every light has one', () => {
    const player = play('C52', {}, { agentLight: 'speaker' });
    expect(player.agent(true).take()).toContain('OUT 1a 01');
  });

  it('gives way to any call and comes back after it', () => {
    const player = play('L380', {}, { agentLight: 'onLine' }).agent(true);
    player.take();
    expect(player.call('incoming').take()).toEqual(['OUT 02 08 00']);
    expect(player.call('active').take()).toEqual(['OUT 02 09 00', 'OUT 02 01 00']);
    expect(player.agent(false).agent(true).take()).toEqual([]);
    expect(player.call('idle').take()).toEqual(['OUT 02 40 00']);
  });

  it('is there again when the headset is plugged in', () => {
    const player = play('L380', {}, { agentLight: 'onLine' }).agent(true).detach();
    player.take();
    expect(player.attach().take()).toEqual(['OUT 02 40 00']);
  });

  it('does not close the link of a headset that is lifted to dial', () => {
    const player = play('L380', {}, { agentLight: 'onLine' }).input('02 01 00');
    expect(player.take()).toEqual(['-> dialIntent']);
    expect(player.agent(true).take()).toEqual([]);
    expect(player.wait(3000).take()).toEqual(['OUT 02 40 00']);
  });

  it('never makes an echo of a press, nor a press of an echo', () => {
    const player = play('L380', {}, { agentLight: 'onLine' }).agent(true).wait(200);
    player.take();
    expect(player.input('02 01 00').take()).toEqual(['-> dialIntent']);
    expect(player.input('02 00 00').take()).toEqual([]);
    const ringing = play('L380', {}, { agentLight: 'onLine' }).agent(true).call('incoming').wait(2000);
    expect(ringing.input('02 01 00').takeIntents()).toEqual(['-> answer']);
  });

  it.each(fixtureNames)('is dark without the option, and never raises off-hook with it: %s', (name) => {
    expect(play(name).agent(true).take()).toEqual([]);
    for (const agentLight of ['onLine', 'messageWaiting', 'speaker'] as const) {
      const player = play(name, {}, { agentLight });
      const has = player.layout.outputs.some(({ role }) => role === agentLight);
      expect(player.agent(true).takeWrites().length > 0).toBe(has);
      const context = { layout: player.layout, quirks: {}, options: { agentLight } };
      expect(litRoles(context, player.state())).toEqual(has ? [agentLight] : []);
    }
  });
});
