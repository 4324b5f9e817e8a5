import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFaultyLine } from '../../../electron/exchange/media/line-faults.ts';

const none = { lossPercent: 0, jitterMs: 0, silent: false, afterMs: 0 };

test('a fault has its time: nothing is lost before and after it', () => {
  const line = createFaultyLine({ ...none, silent: true, afterMs: 100, forMs: 200 }, () => 0.5);
  const delays = Array.from({ length: 20 }, (_, index) => line.delayOf(1_000 + index * 20));
  expect(delays.map((delay) => delay === null)).toEqual(
    Array.from({ length: 20 }, (_, index) => index >= 5 && index < 15),
  );
});

test('packets are lost by chance, as many as asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (lossPercent) => {
      let turn = 0;
      const line = createFaultyLine({ ...none, lossPercent }, () => (turn++ % 100) / 100);
      // One number for the loss; a packet that is carried takes another for its delay of nothing.
      const lost = Array.from({ length: 2_000 }, (_, index) => line.delayOf(index * 20)).filter(
        (d) => d === null,
      );
      if (lossPercent === 0) expect(lost).toHaveLength(0);
      if (lossPercent === 100) expect(lost).toHaveLength(2_000);
    }),
  );
});

test('packets never overtake one another, however uneven the line', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 100 }), (numbers) => {
      let turn = 0;
      const line = createFaultyLine({ ...none, jitterMs: 200 }, () => numbers[turn++ % numbers.length] ?? 0);
      let last = 0;
      for (let at = 0; at < 2_000; at += 20) {
        const arrival = at + (line.delayOf(at) ?? 0);
        expect(arrival).toBeGreaterThanOrEqual(last);
        last = arrival;
      }
    }),
  );
});
