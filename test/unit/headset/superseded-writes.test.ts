import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { ok, type Result } from '../../../electron/common/lib/result.ts';
import { settle } from './manual-clock.ts';
import { startSession } from './session-bench.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-superseded-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A Jabra Link 380, whose hook follows the off-hook light and tells so; it takes up to 3 s for that. */
async function begin() {
  const bench = await startSession({ folder: join(mkdtempSync(join(root, 'run-')), 'headsets') });
  const device = await bench.plug('L380', 'a');
  device.send('02 00 00');
  await bench.clock.pass(4_000);
  bench.intents.splice(0);
  let isOffHook = false;
  let seen = device.written.length;
  const tell = (): void => device.send(isOffHook ? '02 01 00' : '02 00 00');
  return {
    ...bench,
    device,
    hold(): () => void {
      let release: (result: Result<null>) => void = () => undefined;
      device.writeResults.push(new Promise((resolve) => (release = resolve)));
      return () => {
        release(ok(null));
      };
    },
    /** The device does what it was written since, report by report. */
    async follow() {
      await settle();
      for (const report of device.written.slice(seen)) {
        const wanted = (Number.parseInt(report.split(' ')[1] ?? '', 16) & 1) === 1;
        if (wanted !== isOffHook) {
          isOffHook = wanted;
          tell();
        }
      }
      seen = device.written.length;
      await settle();
    },
    press() {
      isOffHook = !isOffHook;
      tell();
    },
  };
}

describe('writes that were superseded while the device was busy', () => {
  it('are not waited for: the next press answers', async () => {
    const { session, hold, follow, press, intents, end } = await begin();
    session.setPhase('incoming', false);
    await follow();
    const release = hold();
    session.setPhase('idle', false);
    // Dialled and busy, before the device took the report before.
    session.setPhase('outgoing', false);
    session.setPhase('idle', false);
    session.setPhase('incoming', false);
    release();
    await follow();
    press();
    expect(intents).toEqual(['answer']);
    await end();
  });

  it('do not turn a later write into a press: its echo is known', async () => {
    const { session, clock, device, hold, follow, press, intents, end } = await begin();
    session.setPhase('incoming', false);
    await follow();
    const release = hold();
    session.setPhase('idle', false);
    session.setPhase('active', false);
    // Muted: another report with the same off-hook bit, which is the one that turns the device now.
    session.setPhase('active', true);
    release();
    await follow();
    expect([intents, device.written.at(-1)]).toEqual([[], '02 05 00']);
    press();
    // Whether another program took the headset is waited for.
    await clock.pass(1_000);
    expect(intents).toEqual(['end']);
    await end();
  });

  it('of whatever calls come and go meanwhile, nobody is taken for the operator and no press is lost (property)', async () => {
    const phases = fc.array(
      fc.record({
        phase: fc.constantFrom<HeadsetPhase>('idle', 'incoming', 'outgoing', 'active', 'held'),
        muted: fc.boolean(),
        isHeldUp: fc.boolean(),
        isPressed: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(phases, async (steps) => {
        const { session, clock, hold, follow, press, intents, end } = await begin();
        let release = (): void => undefined;
        for (const { phase, muted, isHeldUp, isPressed } of steps) {
          if (!isHeldUp) {
            release();
            await follow();
            if (isPressed) press();
            release = hold();
          }
          session.setPhase(phase, muted);
        }
        intents.splice(0);
        session.setPhase('incoming', false);
        release();
        await follow();
        // What was answered at the headset a moment ago is not answered twice; an echo may take 3 s.
        await clock.pass(2_500);
        expect(intents.filter((intent) => intent !== 'end' && intent !== 'dialIntent')).toEqual([]);
        intents.splice(0);
        press();
        expect(intents).toEqual(['answer']);
        await end();
      }),
      { numRuns: 200 },
    );
  });
});
