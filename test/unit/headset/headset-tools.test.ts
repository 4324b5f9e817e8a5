import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { replayScenario, replayScenarioSchema } from '../../../electron/common/headset/headset-replay.ts';
import { fixtureHex } from './descriptor-fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'offhook-tools-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runTool(name: 'headset-inspect' | 'headset-replay', ...words: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL(`../../../build/tools/${name}.ts`, import.meta.url));
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, ...words], (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

const answer = {
  name: 'answer',
  descriptor: fixtureHex('L380'),
  quirks: {},
  options: {},
  steps: [
    { t: 0, event: 'attached' },
    { t: 200, input: '02 00 00' },
    { t: 1000, call: { phase: 'incoming', muted: false } },
    { t: 3000, input: '02 01 00' },
    { t: 3080, call: { phase: 'active', muted: false } },
    { t: 9000, event: 'detached' },
  ],
};

describe('headset:inspect', () => {
  it('prints one JSON object for hex digits and for a .hex file', async () => {
    const path = join(folder, 'device.hex');
    writeFileSync(path, `${fixtureHex('FL').slice(0, 20)}\n  ${fixtureHex('FL').slice(20)}\n`);
    const fromFile = await runTool('headset-inspect', path);
    expect(fromFile).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(fromFile.stdout)).toEqual({
      capability: 'full',
      numbered: true,
      inputs: [
        { role: 'hook', reportId: 1, bit: 0, size: 1, semantics: 'level' },
        { role: 'mute', reportId: 1, bit: 1, size: 1, semantics: 'level' },
      ],
      outputs: [
        { role: 'ring', reportId: 1, bit: 0 },
        { role: 'offHook', reportId: 1, bit: 1 },
        { role: 'mute', reportId: 1, bit: 2 },
      ],
      warnings: [],
    });
    expect(await runTool('headset-inspect', fixtureHex('FL'))).toEqual(fromFile);
  });

  it('accepts any bytes and refuses what is neither digits nor a file', async () => {
    const garbage = await runTool('headset-inspect', 'de ad be ef');
    expect(garbage.code).toBe(0);
    expect(JSON.parse(garbage.stdout)).toMatchObject({ capability: 'none', inputs: [] });
    for (const words of [['abc'], ['nowhere.hex'], ['headset'], []]) {
      const refused = await runTool('headset-inspect', ...words);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).not.toBe('');
    }
  });
});

describe('headset:replay', () => {
  it('prints what happened as JSON lines with the virtual time', async () => {
    const path = join(folder, 'answer.json');
    writeFileSync(path, JSON.stringify(answer));
    const { code, stdout } = await runTool('headset-replay', path);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { t: 0, write: '02 00 00' },
      { t: 1000, write: '02 08 00' },
      { t: 3000, intent: { type: 'answer' } },
      { t: 3080, write: '02 09 00' },
      { t: 3080, write: '02 01 00' },
    ]);
  });

  it.each([
    ['steps out of order', { ...answer, steps: [...answer.steps].reverse() }],
    ['an unknown quirk', { ...answer, quirks: { holdsDropOffHook: true } }],
    ['half a byte', { ...answer, descriptor: '05 0' }],
    ['a step that is two things', { ...answer, steps: [{ t: 0, event: 'attached', input: '02' }] }],
    [
      'a phase that does not exist',
      { ...answer, steps: [{ t: 0, call: { phase: 'talking', muted: false } }] },
    ],
  ])('refuses %s', (_, scenario) => {
    expect(replayScenarioSchema.safeParse(scenario).success).toBe(false);
  });

  it('exits 1 with a message for a file that is no scenario', async () => {
    const path = join(folder, 'wrong.json');
    writeFileSync(path, '{"steps":[]}');
    expect(await runTool('headset-replay', path)).toMatchObject({ code: 1, stdout: '' });
    expect((await runTool('headset-replay', join(folder, 'none.json'))).stderr).toContain('cannot be read');
  });

  const replay = (scenario: unknown) => replayScenario(replayScenarioSchema.parse(scenario));

  it('stamps timers with their due time and runs on for 5 s after the last step', () => {
    const steps = [
      { t: 0, event: 'attached' },
      { t: 10, input: '02 00 00' },
      { t: 100.5, input: '02 01 00' },
    ];
    expect(replay({ ...answer, steps }).slice(1)).toEqual([
      { t: 100.5, intent: { type: 'dialIntent' } },
      { t: 3100.5, write: '02 00 00' },
    ]);
    const late = { ...answer, options: { dialTimeoutMs: 6000 }, steps };
    expect(replay(late).slice(1)).toEqual([{ t: 100.5, intent: { type: 'dialIntent' } }]);
  });

  it('counts what comes at the very due time as in time', () => {
    const steps = [
      { t: 0, event: 'attached' },
      { t: 1, input: '01 00' },
      { t: 2, call: { phase: 'active', muted: false } },
      { t: 10, input: '01 03' },
      { t: 110, input: '01 01' },
    ];
    expect(replay({ descriptor: fixtureHex('GON'), steps }).filter((line) => 'intent' in line)).toEqual([
      { t: 110, intent: { type: 'toggleMute' } },
    ]);
  });

  it('remembers calls before the device comes, and plays devices without any call control', () => {
    const steps = [
      { t: 0, call: { phase: 'active', muted: true } },
      { t: 5, event: 'attached' },
    ];
    expect(replay({ descriptor: fixtureHex('L380'), steps })).toEqual([{ t: 5, write: '02 05 00' }]);
    expect(replay({ descriptor: fixtureHex('G535'), steps: answer.steps.slice(0, 1) })).toEqual([]);
  });

  it('writes a leading 00 without report ids and reads no id byte', () => {
    // Headset { Hook Switch } out { Off-Hook, Ring }, no report ids
    const descriptor =
      '05 0b 09 05 a1 01 15 00 25 01 75 01 95 01 09 20 81 22 95 07 81 01 05 08 09 17 09 18 95 02 91 22 95 06 91 01 c0';
    const steps = [
      { t: 0, event: 'attached' },
      { t: 1, input: '00' },
      { t: 2, call: { phase: 'incoming', muted: false } },
      { t: 3, input: '01' },
    ];
    expect(replay({ descriptor, steps })).toEqual([
      { t: 0, write: '00 00' },
      { t: 2, write: '00 02' },
      { t: 3, intent: { type: 'answer' } },
    ]);
  });
});
