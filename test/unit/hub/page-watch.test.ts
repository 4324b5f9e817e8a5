import { expect, it } from 'vitest';
import { watchPage } from '../../../electron/hub/line/page-watch.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

function watched(answers: readonly boolean[]) {
  const clock = new ManualClock();
  const rest = [...answers];
  let hung = 0;
  let asked = 0;
  const dispose = watchPage({
    clock,
    ping: () => {
      asked++;
      return Promise.resolve(rest.shift() ?? true);
    },
    onHung: () => {
      hung++;
    },
  });
  const pass = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      clock.advance(3_000);
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { pass, dispose, hung: () => hung, asked: () => asked };
}

it('a page that misses one answer is busy, one that misses two in a row hangs and is told once', async () => {
  const busy = watched([true, false, true, false, true]);
  await busy.pass(10);
  expect([busy.asked(), busy.hung()]).toEqual([10, 0]);
  const hung = watched([true, false, false, false]);
  await hung.pass(10);
  expect([hung.asked(), hung.hung()]).toEqual([3, 1]);
});

it('a page that is gone is not asked any more, and its last answer does not count', async () => {
  const watch = watched([false, false]);
  await watch.pass(1);
  watch.dispose();
  await watch.pass(5);
  expect([watch.asked(), watch.hung()]).toEqual([1, 0]);
});
