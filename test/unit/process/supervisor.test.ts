import { describe, expect, it } from 'vitest';
import {
  stoppedSupervisor,
  superviseProcess,
  type SupervisorEffect,
  type SupervisorEvent,
} from '../../../electron/common/process/supervisor.ts';

function play(...events: readonly SupervisorEvent[]) {
  let state = stoppedSupervisor;
  let effects: readonly SupervisorEffect[] = [];
  for (const event of events) ({ state, effects } = superviseProcess(state, event));
  return { state, effects };
}

const kinds = (effects: readonly SupervisorEffect[]): readonly string[] =>
  effects.map((effect) => effect.type);
const delay = (effects: readonly SupervisorEffect[]): number | undefined =>
  effects.find((effect) => effect.type === 'arm')?.ms;

describe('the supervisor of a host', () => {
  it('starts it once', () => {
    expect(kinds(play({ type: 'start', at: 0 }).effects)).toEqual(['spawn', 'arm']);
    expect(play({ type: 'start', at: 0 }, { type: 'start', at: 1 }).effects).toEqual([]);
  });

  it('restarts at once after the first crash and backs off while crashes repeat', () => {
    const delays: (number | undefined)[] = [];
    const events: SupervisorEvent[] = [{ type: 'start', at: 0 }];
    for (let crash = 0; crash < 9; crash++) {
      events.push({ type: 'exited', at: crash });
      delays.push(delay(play(...events).effects));
      events.push({ type: 'timer', at: crash });
      expect(kinds(play(...events).effects)).toContain('spawn');
    }
    expect(delays).toEqual([0, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 10_000]);
  });

  it('forgets crashes once the process ran for half a minute', () => {
    const { effects } = play(
      { type: 'start', at: 0 },
      { type: 'exited', at: 10 },
      { type: 'timer', at: 10 },
      { type: 'exited', at: 40_010 },
    );
    expect(delay(effects)).toBe(0);
  });

  it('kills a process that does not answer a ping within five seconds, and again while it lives', () => {
    const silent: SupervisorEvent[] = [
      { type: 'start', at: 0 },
      { type: 'timer', at: 2_000 },
    ];
    expect(kinds(play(...silent).effects)).toContain('ping');
    const hung: SupervisorEvent[] = [...silent, { type: 'timer', at: 4_000 }, { type: 'timer', at: 7_000 }];
    expect(kinds(play(...hung).effects)).toEqual(['kill', 'arm']);
    expect(kinds(play(...hung, { type: 'timer', at: 9_000 }).effects)).toEqual(['kill', 'arm']);
    const ended = play(...hung, { type: 'exited', at: 9_000 }, { type: 'timer', at: 9_000 });
    expect(kinds(ended.effects)).toEqual(['spawn', 'arm']);
    const answered = play(...silent, { type: 'answered', at: 2_010 }, { type: 'timer', at: 7_000 });
    expect(kinds(answered.effects)).toContain('ping');
  });

  it('does not bring back what was stopped', () => {
    const { state, effects } = play({ type: 'start', at: 0 }, { type: 'stop' }, { type: 'exited', at: 5 });
    expect(state.phase).toBe('stopped');
    expect(effects).toEqual([]);
  });
});
