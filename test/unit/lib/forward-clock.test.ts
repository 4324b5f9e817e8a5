import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createForwardClock } from '../../../electron/common/lib/forward-clock.ts';

const hour = 3_600_000;

test('[77] what lasts a second is never measured as less than nothing, nor as an hour after a step back', () => {
  const step = fc.record({
    passMs: fc.nat(10_000),
    /** Set back by somebody meanwhile. */
    backMs: fc.constantFrom(0, 0, 0, 1, 500, hour, 24 * hour),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (course) => {
      let wall = 1_800_000_000_000;
      const clock = createForwardClock({ now: () => wall, after: () => () => undefined });
      let before = clock.now();
      for (const { passMs, backMs } of course) {
        wall += passMs - backMs;
        const now = clock.now();
        expect(now - before).toBeGreaterThanOrEqual(0);
        expect(now - before).toBeLessThanOrEqual(passMs);
        if (backMs === 0) expect(now - before).toBe(passMs);
        before = now;
      }
    }),
  );
});

test('[77] follows the time of day when that is set forward', () => {
  let wall = 1_000;
  const clock = createForwardClock({ now: () => wall, after: () => () => undefined });
  clock.now();
  wall += hour;
  expect(clock.now()).toBe(wall);
});
