import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPublishPace } from '../../../electron/hub/desk/publish-pace.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

function setUp() {
  const clock = new ManualClock();
  const start = clock.now();
  const published: number[] = [];
  const store = { isAsked: false };
  const changed = createPublishPace({
    clock,
    isLookingUp: () => store.isAsked,
    publish: () => published.push(clock.now() - start),
  });
  return { clock, changed, published, store };
}

describe('when the desk is told', () => {
  it('the first change at once, those within a frame of it together', () => {
    const { clock, changed, published } = setUp();
    changed();
    clock.advance(0);
    expect(published).toEqual([0]);
    clock.advance(5);
    changed();
    changed();
    clock.advance(100);
    expect(published).toEqual([0, 16]);
    changed();
    clock.advance(0);
    expect(published).toEqual([0, 16, 105]);
  });

  it('a call that rings is one picture with the card that is found in time', () => {
    const { clock, changed, published, store } = setUp();
    store.isAsked = true;
    changed();
    clock.advance(7);
    expect(published).toEqual([]);
    store.isAsked = false;
    changed();
    clock.advance(0);
    expect(published).toEqual([7]);
    clock.advance(100);
    expect(published).toEqual([7]);
  });

  it('and is shown without it 25 ms after it came, when the answer is late', () => {
    const { clock, changed, published, store } = setUp();
    store.isAsked = true;
    changed();
    clock.advance(20);
    changed();
    clock.advance(100);
    expect(published).toEqual([25]);
    store.isAsked = false;
    changed();
    clock.advance(0);
    expect(published).toEqual([25, 120]);
  });

  it('every change is told within 25 ms, and never two in a frame', () => {
    const steps = fc.array(fc.record({ ms: fc.nat(40), change: fc.boolean(), asked: fc.boolean() }));
    fc.assert(
      fc.property(steps, (course) => {
        const { clock, changed, published, store } = setUp();
        let now = 0;
        let oldest: number | null = null;
        for (const { ms, change, asked } of course) {
          const told = published.length;
          for (let each = 0; each < ms; each++) {
            clock.advance(1);
            now++;
            if (published.length > told) oldest = null;
            if (oldest !== null) expect(now - oldest).toBeLessThan(25);
          }
          store.isAsked = asked;
          if (!change) continue;
          changed();
          oldest ??= now;
        }
        const gaps = published.slice(1).map((at, i) => at - (published[i] ?? 0));
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(16);
      }),
    );
  });
});
