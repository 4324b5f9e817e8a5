import { expect, it } from 'vitest';
import { runSoak, type ProcessName } from '../../build/bench/soak/run-soak.ts';

const MB = 1024 * 1024;

it('[76] calls in a row, with a microphone pulled out and a connection lost, leave nothing behind', async () => {
  const { samples, drops, deviceChanges, defects } = await runSoak({ calls: 16, warmUp: 6, sampleEvery: 10 });
  const [, warm, last] = samples;
  if (warm === undefined || last === undefined) throw new Error('nothing was measured');
  expect(last.calls).toBe(16);
  expect(drops).toBe(1);
  expect(deviceChanges).toBe(2);
  expect(defects).toEqual([]);

  expect(last.phone.liveTracks, 'the microphone is off').toBe(0);
  expect(last.phone.openConnections).toBe(0);
  // Also those that are closed; Chromium makes 500 of them and no more.
  expect(last.phone.peerConnections).toBeLessThan(3);
  expect(last.phone.openAudioContexts, 'one for the tones').toBeLessThanOrEqual(1);
  // Those of the socket come and go; one a call would be ten.
  expect(last.phone.listeners - warm.phone.listeners).toBeLessThan(5);
  expect(last.phone.heapBytes - warm.phone.heapBytes).toBeLessThan(2 * MB);
  for (const name of ['hub', 'hid-host', 'store-host', 'exchange-host'] satisfies ProcessName[]) {
    const [before, after] = [warm.processes[name], last.processes[name]];
    expect(after.handles, `handles of ${name}`).toBeLessThanOrEqual(before.handles);
    // Transactions and what belongs to them are kept for 32 s, in the exchange with their media.
    expect(after.heapBytes - before.heapBytes, `heap of ${name}`).toBeLessThan(5 * MB);
  }
}, 120_000);
