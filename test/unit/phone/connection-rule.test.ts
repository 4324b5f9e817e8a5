import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appError } from '../../../electron/common/lib/app-error.ts';
import {
  disconnected,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
} from '../../../renderer/phone/sip/connection/connection-model.ts';
import { stepConnection } from '../../../renderer/phone/sip/connection/connection-rule.ts';

const context = { now: 1_000_000, random: 0.5 };

/** Runs events one after the other; `at` in ms moves the clock. */
function play(events: readonly (ConnectionEvent & { at?: number })[], state = disconnected) {
  let effects: readonly ConnectionEffect[] = [];
  let current: ConnectionState = state;
  for (const { at = 0, ...event } of events) {
    const step = stepConnection(current, event, { ...context, now: context.now + at });
    ({ state: current, effects } = step);
  }
  return { state: current, effects };
}

const accepted: ConnectionEvent = {
  type: 'register-answered',
  outcome: { kind: 'registered', expiresSeconds: 120 },
};
const upToRegistered: ConnectionEvent[] = [{ type: 'start', servers: 2 }, { type: 'opened' }, accepted];

const timers = (effects: readonly ConnectionEffect[]): Record<string, number> =>
  Object.fromEntries(
    effects.flatMap((effect) => (effect.type === 'set-timer' ? [[effect.name, effect.ms]] : [])),
  );

const kinds = (effects: readonly ConnectionEffect[]): string[] => effects.map(({ type }) => type);

describe('the connection', () => {
  test('opens, registers, then refreshes and watches', () => {
    expect(kinds(play(upToRegistered.slice(0, 1)).effects)).toContain('open');
    expect(timers(play(upToRegistered.slice(0, 2)).effects)).toEqual({ register: 6_000 });
    const { state, effects } = play(upToRegistered);
    expect(state.phase).toBe('registered');
    expect(timers(effects)).toEqual({ refresh: 75_000, ping: 15_000 });
    expect(kinds(effects)).toContain('restored');
  });

  test('a refresh does not count as a new connection', () => {
    const { effects } = play([...upToRegistered, { type: 'timer', name: 'refresh' }, accepted]);
    expect(kinds(effects)).not.toContain('restored');
    expect(kinds(effects)).not.toContain('publish');
  });

  test('refreshes after half to three quarters of the interval, of 120 s at the most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (seconds, random) => {
          const { state } = play(upToRegistered.slice(0, 2));
          const outcome = { kind: 'registered', expiresSeconds: seconds } as const;
          const { effects } = stepConnection(
            state,
            { type: 'register-answered', outcome },
            { ...context, random },
          );
          const ms = timers(effects)['refresh'] ?? 0;
          const kept = Math.min(seconds, 120) * 1_000;
          expect(ms).toBeGreaterThanOrEqual(kept * 0.5);
          expect(ms).toBeLessThanOrEqual(kept * 0.75 + 1);
        },
      ),
    );
  });

  test('lost after 10 good seconds comes back at once to the same server', () => {
    const { state, effects } = play([...upToRegistered, { type: 'closed', at: 10_000 }]);
    expect(state).toMatchObject({ phase: 'waiting', failures: 0, server: 0 });
    expect(timers(effects)).toEqual({ retry: 0 });
    expect(kinds(effects)).toContain('lost');
  });

  test('lost sooner counts as a failure and tries the next server', () => {
    const { state, effects } = play([...upToRegistered, { type: 'closed', at: 9_999 }]);
    expect(state).toMatchObject({ phase: 'waiting', failures: 1, server: 1 });
    expect(timers(effects)).toEqual({ retry: 500 });
  });

  test('with calls the watch is closer, and is so at once when a call begins', () => {
    const { state, effects } = play([...upToRegistered, { type: 'calls', any: true }]);
    expect(timers(effects)).toEqual({ ping: 5_000 });
    const ping = stepConnection(state, { type: 'timer', name: 'ping' }, context);
    expect(timers(ping.effects)).toEqual({ pong: 1_000 });
    const miss = stepConnection(ping.state, { type: 'timer', name: 'pong' }, context);
    expect(kinds(miss.effects)).toEqual(['ping', 'set-timer']);
    const dead = stepConnection(miss.state, { type: 'timer', name: 'pong' }, context);
    expect(dead.state.phase).toBe('waiting');
    expect(kinds(dead.effects)).toContain('drop');
  });

  test('anything that arrives clears the suspicion', () => {
    const suspected = play([
      ...upToRegistered,
      { type: 'timer', name: 'ping' },
      { type: 'timer', name: 'pong' },
    ]);
    const { state, effects } = stepConnection(suspected.state, { type: 'traffic' }, context);
    expect(state).toMatchObject({ misses: 0, isProbing: false });
    expect(timers(effects)).toEqual({ ping: 15_000 });
  });

  test('a refusal keeps the socket for calls under way and waits for a wish', () => {
    const error = appError('sip.forbidden');
    const refused = play([
      ...upToRegistered,
      { type: 'register-answered', outcome: { kind: 'refused', error } },
    ]);
    expect(refused.state.phase).toBe('refused');
    expect(refused.effects).toEqual([
      expect.objectContaining({ type: 'clear-timers' }),
      { type: 'publish', state: 'failed', error },
    ]);
    expect(play([{ type: 'reconnect' }], refused.state).state.phase).toBe('connecting');
  });

  test('[15] on another network a line that waits connects at once, one that stands is asked and not twice', () => {
    const waiting = play([...upToRegistered, { type: 'closed' }]);
    expect(waiting.state.phase).toBe('waiting');
    const again = stepConnection(waiting.state, { type: 'network-changed' }, context);
    expect(again.state).toMatchObject({ phase: 'connecting', failures: 0 });
    expect(kinds(again.effects)).toContain('open');

    const asked = play([...upToRegistered, { type: 'network-changed' }]);
    expect(asked.state.phase).toBe('registered');
    expect(kinds(asked.effects)).toEqual(['clear-timers', 'ping', 'set-timer']);
    expect(timers(asked.effects)).toEqual({ pong: 1_500 });
    const alive = stepConnection(asked.state, { type: 'traffic' }, context);
    expect(alive.state).toMatchObject({ phase: 'registered', misses: 0, isProbing: false });
    const dead = stepConnection(asked.state, { type: 'timer', name: 'pong' }, context);
    expect(dead.state.phase).toBe('waiting');
    expect(kinds(dead.effects)).toEqual(expect.arrayContaining(['drop', 'lost']));
  });

  test('nothing happens to a line that is off', () => {
    const events: ConnectionEvent[] = [
      { type: 'network-changed' },
      { type: 'reconnect' },
      { type: 'closed' },
      { type: 'opened' },
      accepted,
    ];
    for (const event of events) expect(play([event])).toEqual({ state: disconnected, effects: [] });
  });

  test('in any order of events, it never gives up and never claims to be registered without being it', () => {
    const outcome = fc.constantFrom(
      { kind: 'registered', expiresSeconds: 60 } as const,
      { kind: 'unavailable', error: appError('sip.server-unavailable'), retryAfterSeconds: 3 } as const,
      { kind: 'unavailable', error: appError('sip.server-silent') } as const,
      { kind: 'too-brief', minExpiresSeconds: 600 } as const,
    );
    const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
      fc.constant<ConnectionEvent>({ type: 'reconnect' }),
      fc.constant<ConnectionEvent>({ type: 'opened' }),
      fc.constant<ConnectionEvent>({ type: 'closed' }),
      fc.constant<ConnectionEvent>({ type: 'traffic' }),
      fc.boolean().map((any): ConnectionEvent => ({ type: 'calls', any })),
      outcome.map((value): ConnectionEvent => ({ type: 'register-answered', outcome: value })),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(event, fc.constant('timer' as const)), { maxLength: 60 }), (events) => {
        let state = stepConnection(disconnected, { type: 'start', servers: 3 }, context).state;
        const running = new Map<string, number>([['connect', 4_000]]);
        let published = 'connecting';
        for (const next of events) {
          const name = [...running].sort((a, b) => a[1] - b[1])[0]?.[0];
          if (next === 'timer') running.delete(name ?? '');
          const given = next === 'timer' ? ({ type: 'timer', name } as ConnectionEvent) : next;
          const step = stepConnection(state, given, context);
          state = step.state;
          for (const effect of step.effects) {
            if (effect.type === 'clear-timers') for (const timer of effect.names) running.delete(timer);
            if (effect.type === 'set-timer') running.set(effect.name, effect.ms);
            if (effect.type === 'publish') published = effect.state;
          }
          // Something is always going to happen next, by itself.
          expect(running.size).toBeGreaterThan(0);
          expect(published === 'registered').toBe(state.phase === 'registered');
          expect(state.server).toBeLessThan(3);
        }
      }),
    );
  });
});
