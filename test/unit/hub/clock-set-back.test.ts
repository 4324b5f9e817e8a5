import { expect, test } from 'vitest';
import { exchangeContract } from '../../../electron/common/contract/exchange-contract.ts';
import { createMemoryWires } from '../../../electron/common/contract/memory-wire.ts';
import { createHostKeeper } from '../../../electron/hub/base/host-keeper.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const hour = 3_600_000;

test.each([
  ['as it goes', 0],
  ['set back by an hour', -hour],
])('[77] a host that hangs is replaced within eight seconds, with the time of day %s', (_, jump) => {
  const clock = new ManualClock();
  let killed = 0;
  const silent = () => undefined;
  const keeper = createHostKeeper({
    name: 'exchange-host',
    contract: exchangeContract,
    processes: {
      start() {
        // Nobody listens at the other end: a process that hangs.
        const [wire] = createMemoryWires();
        return {
          wire,
          pid: 1,
          onExit: () => silent,
          kill() {
            killed++;
          },
        };
      },
    },
    clock,
    log: { info: silent, warn: silent, error: silent },
    onUp: silent,
    onDown: silent,
  });
  keeper.start();
  // It was asked for a sign of life and has not answered yet.
  clock.advance(3_000);
  expect(killed).toBe(0);
  clock.setTimeOfDay(jump);
  clock.advance(8_000);
  expect(killed).toBeGreaterThan(0);
  keeper.stop();
});
