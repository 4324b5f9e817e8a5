import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  disconnected,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
} from '../../../renderer/phone/sip/connection/connection-model.ts';
import { stepConnection } from '../../../renderer/phone/sip/connection/connection-rule.ts';

/** Runs events one after the other; `at` in ms moves the clock. */
function play(events: readonly (ConnectionEvent & { at?: number })[], state = disconnected) {
  let effects: readonly ConnectionEffect[] = [];
  let current: ConnectionState = state;
  for (const { at = 0, ...event } of events) {
    ({ state: current, effects } = stepConnection(current, event, { now: 1_000_000 + at, random: 0.5 }));
  }
  return { state: current, effects };
}

const accepted: ConnectionEvent = {
  type: 'register-answered',
  outcome: { kind: 'registered', expiresSeconds: 120 },
};
const timerOf = (effects: readonly ConnectionEffect[], name: string): number | undefined =>
  effects.flatMap((effect) => (effect.type === 'set-timer' && effect.name === name ? [effect.ms] : []))[0];
const kinds = (effects: readonly ConnectionEffect[]): string[] => effects.map(({ type }) => type);
const looked = (effects: readonly ConnectionEffect[]): boolean => kinds(effects).includes('look');

/** The first of two servers is dead, the second has us. */
const atSecond: ConnectionEvent[] = [
  { type: 'start', servers: 2 },
  { type: 'closed' },
  { type: 'timer', name: 'retry' },
  { type: 'opened' },
  accepted,
];
const lookDue: ConnectionEvent = { type: 'timer', name: 'return' };
const isThere: ConnectionEvent = { type: 'first-server-found' };

describe('registered at a server that is not the first', () => {
  test('looks for the first one after half a minute, beside the connection that stands', () => {
    const { state, effects } = play(atSecond);
    expect(state).toMatchObject({ phase: 'registered', server: 1 });
    expect(timerOf(effects, 'return')).toBe(30_000);
    const due = play([lookDue], state);
    expect(due.effects).toContainEqual({ type: 'look', server: 0 });
    expect(due.state.phase).toBe('registered');
    expect(timerOf(due.effects, 'return')).toBe(30_000);
  });

  test('[16] changes over when the first one takes connections again', () => {
    const { state, effects } = play([...atSecond, lookDue, isThere]);
    expect(state).toMatchObject({ phase: 'connecting', server: 0 });
    expect(kinds(effects)).toContain('drop');
    expect(effects).toContainEqual({ type: 'open', server: 0 });
    const back = play([{ type: 'opened' }, accepted], state);
    expect(back.state).toMatchObject({ phase: 'registered', server: 0 });
    expect(timerOf(back.effects, 'return')).toBeUndefined();
  });

  test('stays as long as there is a call, and does not even look', () => {
    const talking = play([...atSecond, { type: 'calls', any: true }]).state;
    const due = play([lookDue], talking);
    expect(looked(due.effects)).toBe(false);
    expect(timerOf(due.effects, 'return')).toBe(30_000);
    const found = play([isThere], talking);
    expect(found.state).toMatchObject({ phase: 'registered', server: 1 });
    expect(kinds(found.effects)).not.toContain('drop');
  });

  test('waits twice as long each time that the first one took the connection and not the registration', () => {
    let { state } = play(atSecond);
    const waits: (number | undefined)[] = [];
    for (let tries = 0; tries < 7; tries++) {
      const fallen = play([lookDue, isThere, { type: 'opened' }, { type: 'timer', name: 'register' }], state);
      const again = play([{ type: 'timer', name: 'retry' }, { type: 'opened' }, accepted], fallen.state);
      expect(again.state.server).toBe(1);
      waits.push(timerOf(again.effects, 'return'));
      ({ state } = again);
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 960_000, 960_000, 960_000]);
  });

  test('forgets that once the first one was good for 10 s', () => {
    const once = play([...atSecond, lookDue, isThere, { type: 'opened' }, { type: 'closed' }]).state;
    const home = play(
      [{ type: 'timer', name: 'retry' }, { type: 'opened' }, accepted, lookDue, isThere],
      once,
    ).state;
    const lost = play([{ type: 'opened' }, accepted, { type: 'closed', at: 10_000 }], home).state;
    const away = play(
      [
        { type: 'timer', name: 'retry' },
        { type: 'closed' },
        { type: 'timer', name: 'retry' },
        { type: 'opened' },
        accepted,
      ],
      lost,
    );
    expect(away.state.server).toBe(1);
    expect(timerOf(away.effects, 'return')).toBe(30_000);
  });
});

test('at the first server, or with one server alone, nothing is looked for', () => {
  for (const servers of [1, 2]) {
    const { state, effects } = play([{ type: 'start', servers }, { type: 'opened' }, accepted]);
    expect(timerOf(effects, 'return')).toBeUndefined();
    for (const event of [lookDue, isThere]) expect(play([event], state)).toEqual({ state, effects: [] });
  }
});

test('what was found late, of a connection that is gone, changes nothing', () => {
  const gone = play([...atSecond, lookDue, { type: 'closed' }]).state;
  expect(play([isThere], gone)).toEqual({ state: gone, effects: [] });
});

test('clients of one exchange do not come back to it in one moment', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
      const before = play(atSecond.slice(0, -1)).state;
      const { effects } = stepConnection(before, accepted, { now: 1_000_000, random });
      expect(timerOf(effects, 'return')).toBeGreaterThanOrEqual(20_000);
      expect(timerOf(effects, 'return')).toBeLessThanOrEqual(40_000);
    }),
  );
});
