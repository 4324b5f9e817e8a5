import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayScenario, replayScenarioSchema } from '../../../electron/common/headset/headset-replay.ts';
import { recordingFileSchema } from '../../../electron/common/headset/recording-file.ts';
import { startSession, type SessionOptions } from './session-bench.ts';

let root = '';
let ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'offhook-recorder-'));
});
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
  rmSync(root, { recursive: true });
});

async function begin(options: SessionOptions = {}) {
  const bench = await startSession({ folder: join(root, 'headsets'), ...options });
  ends.push(bench.end);
  return bench;
}

describe('what is recorded', () => {
  it('becomes a file without serial number that replays as it was', async () => {
    const { session, plug, clock, folder } = await begin();
    const device = await plug('L380', 'a', 'SERIAL-7');
    device.send('02 00 00');
    expect(session.record()).toEqual({ ok: true, value: null });
    session.setPhase('incoming', false);
    await clock.pass(1_000);
    device.send('02 01 00');
    await clock.pass(80);
    session.setPhase('active', false);
    await clock.pass(5_000);
    expect(session.panel().recording?.reports).toBeGreaterThan(3);
    session.recorder.stop();
    expect(session.panel().recording).toBeNull();
    device.send('02 00 00');

    const exported = await session.export();
    const file = exported.ok ? exported.value.file : '';
    expect(file).toMatch(/recordings.0b0e-24c9-[\dT-]+\.json$/);
    expect(file.startsWith(folder)).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('SERIAL');
    const { scenario } = recordingFileSchema.parse(JSON.parse(text));
    const lines = replayScenario(replayScenarioSchema.parse(scenario));
    expect(lines.flatMap((line) => ('intent' in line ? [line.intent.type] : []))).toEqual(['answer']);
    const writes = lines.flatMap((line) => ('write' in line ? [line.write] : []));
    expect(writes.slice(-3)).toEqual(['02 08 00', '02 09 00', '02 01 00']);
  });

  it('goes on when the same headset comes back at another path', async () => {
    const { session, plug, clock } = await begin();
    const device = await plug('L380', 'a');
    session.record();
    device.unplug();
    await clock.pass(10_000);
    const again = await plug('L380', 'b');
    again.send('02 00 00');
    const exported = await session.export();
    const text = readFileSync(exported.ok ? exported.value.file : '', 'utf8');
    const { scenario } = recordingFileSchema.parse(JSON.parse(text));
    const events = replayScenarioSchema.parse(scenario).steps.flatMap(({ event }) => event ?? []);
    expect(events).toEqual(['attached', 'detached', 'attached']);
  });

  it('is the descriptor alone for a headset that was not recorded', async () => {
    const { session, plug } = await begin();
    await plug('BT7', 'a');
    const exported = await session.export();
    const recording = recordingFileSchema.parse(
      JSON.parse(readFileSync(exported.ok ? exported.value.file : '', 'utf8')),
    );
    expect(recording).toMatchObject({ vendorId: '0x047f', productId: '0x02e6', complete: true });
    expect(recording.hex).toHaveLength(2 * 836);
  });

  it('needs a headset, and says why it cannot be written', async () => {
    const bench = await begin();
    expect(bench.session.record()).toMatchObject({ ok: false, error: { code: 'headset.none' } });
    expect(await bench.session.export()).toMatchObject({ ok: false, error: { code: 'headset.none' } });
    await bench.plug('L380', 'a');
    writeFileSync(join(bench.folder, 'recordings'), 'a file where the folder should be');
    expect(await bench.session.export()).toMatchObject({
      ok: false,
      error: { code: 'headset.export-failed', details: { reason: 'EEXIST' } },
    });
    expect(readdirSync(bench.folder)).toContain('recordings');
  });
});
