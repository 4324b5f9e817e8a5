import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  disconnected,
  type ConnectionEvent,
  type ConnectionState,
} from '../../../renderer/phone/sip/connection/connection-model.ts';
import { stepConnection } from '../../../renderer/phone/sip/connection/connection-rule.ts';

const clients = 200;
/** Registered for a minute when the exchange goes. */
const lostAt = 60_000;

/** A stream of numbers of 0 to 1 by a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** When one client that talks to nobody sends its REGISTER to the exchange that is back after `outageMs`. */
function registersAt(outageMs: number, random: () => number): number {
  let state: ConnectionState = disconnected;
  let now = 0;
  let retryMs = 0;
  const happen = (event: ConnectionEvent): boolean => {
    const step = stepConnection(state, event, { now, random: random() });
    ({ state } = step);
    let isRegistering = false;
    for (const effect of step.effects) {
      if (effect.type === 'set-timer' && effect.name === 'retry') retryMs = effect.ms;
      if (effect.type === 'register') isRegistering = true;
    }
    return isRegistering;
  };
  happen({ type: 'start', servers: 1 });
  happen({ type: 'opened' });
  happen({ type: 'register-answered', outcome: { kind: 'registered', expiresSeconds: 120 } });
  now = lostAt;
  happen({ type: 'closed' });
  for (;;) {
    now += retryMs;
    happen({ type: 'timer', name: 'retry' });
    if (now - lostAt >= outageMs && happen({ type: 'opened' })) return now;
    // The port is shut: refused at once.
    happen({ type: 'closed' });
  }
}

test('[17] 200 clients that lost an exchange register again over ten seconds and more, and all within 45', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 2_000, max: 600_000 }), (seed, outageMs) => {
      const crowds = Array.from({ length: 5 }, (_, centre) => {
        const times = Array.from({ length: clients }, (_, i) =>
          registersAt(outageMs, seeded(seed + 7_919 * (centre * clients + i))),
        );
        const [first, last] = [Math.min(...times), Math.max(...times)];
        expect(last - first).toBeGreaterThanOrEqual(10_000);
        expect(last - lostAt - outageMs).toBeLessThanOrEqual(45_000);
        return Math.max(
          ...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length),
        );
      });
      // A quarter at most in one second. At worst, after some 12 s, one centre has 40 on average, and by chance up to 53 in
      // 40,000 outages: so the quarter holds for the usual one of five, and a third for every one.
      crowds.sort((a, b) => a - b);
      expect(crowds[2]).toBeLessThan(clients / 4);
      expect(crowds[4]).toBeLessThan(clients / 3);
    }),
  );
});
