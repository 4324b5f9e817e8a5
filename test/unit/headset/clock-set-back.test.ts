import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { settle } from './manual-clock.ts';
import { startSession } from './session-bench.ts';

const hour = 3_600_000;
let root = '';
let end: () => Promise<void> = () => Promise.resolve();
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-clock-'));
});
afterEach(async () => {
  await end();
  rmSync(root, { recursive: true });
});

it.each([
  ['back', -hour],
  ['forward', hour],
])('[77] the buttons go on working when the time of day is set %s by an hour', async (_, jump) => {
  const bench = await startSession({ folder: join(root, 'headsets') });
  ({ end } = bench);
  const { session, clock, intents } = bench;
  const device = await bench.plug('L380', 'a');
  device.send('02 00 00');
  /** A call that is answered by the headset, muted and unmuted there, and ended there. */
  const callByHeadset = async (): Promise<readonly string[]> => {
    const before = intents.length;
    session.setPhase('incoming', false);
    await clock.pass(2_000);
    device.send('02 01 00');
    await settle();
    session.setPhase('active', false);
    await clock.pass(2_000);
    device.send('02 11 00', '02 01 00');
    await clock.pass(2_000);
    device.send('02 00 00');
    await settle();
    session.setPhase('idle', false);
    await clock.pass(2_000);
    return intents.slice(before);
  };
  const usual = await callByHeadset();
  expect(usual.length).toBeGreaterThanOrEqual(2);
  clock.setTimeOfDay(jump);
  expect(await callByHeadset()).toEqual(usual);
  expect(await callByHeadset()).toEqual(usual);
});
