import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeQuirksSchema, quirksSchemaFile } from '../../../build/tools/quirks-schema.ts';
import { quirkMeanings } from '../../../build/tools/quirk-meanings.ts';
import { findQuirks, quirksSchema } from '../../../electron/common/headset/headset-quirks.ts';
import { mergeQuirks, readQuirkFile } from '../../../electron/common/headset/quirk-file.ts';
import { openLastUsed } from '../../../electron/node/headset/files/last-used.ts';
import { openQuirkFiles } from '../../../electron/node/headset/files/quirk-files.ts';
import { settle } from './manual-clock.ts';
import { startSession, type SessionOptions } from './session-bench.ts';

let folder = '';
let ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'offhook-quirks-')), 'headsets');
  mkdirSync(folder);
});
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
  rmSync(join(folder, '..'), { recursive: true });
});

const put = (name: string, content: unknown): void => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
};

describe('the form of a file of quirks', () => {
  const schema = z.fromJSONSchema(
    z.record(z.string(), z.any()).parse(JSON.parse(readFileSync(quirksSchemaFile, 'utf8'))),
  );

  it.each<[string, unknown, string | true]>([
    ['nothing', {}, true],
    ['a schema', { $schema: 'x', '0b0e:24c9': {} }, true],
    ['every quirk', { '0b0e:24c9': { ackDeadlineMs: 3000, muteVia: 'both', ignoreUsages: [720929] } }, true],
    ['an unknown quirk', { '0b0e:24c9': { hookPulse: true } }, '0b0e:24c9.hookPulse'],
    ['a wrong value', { '0b0e:24c9': { muteVia: 'led' } }, '0b0e:24c9.muteVia'],
    ['a wrong value in a list', { '0b0e:24c9': { ignoreUsages: [1, -1] } }, '0b0e:24c9.ignoreUsages.1'],
    ['a negative time', { '0b0e:24c9': { ackDeadlineMs: -1 } }, '0b0e:24c9.ackDeadlineMs'],
    ['an id in capitals', { '0B0E:24C9': {} }, '0B0E:24C9'],
    ['a name in place of an id', { 'Jabra Link': {} }, 'Jabra Link'],
    ['a schema that is no text', { $schema: 1 }, '$schema'],
    ['a list', [], ''],
    ['null', null, ''],
  ])('%s: the program and the schema for editors agree', (_, file, expected) => {
    const read = readQuirkFile(file);
    expect(read.ok ? true : read.where).toBe(expected);
    expect(schema.safeParse(file).success).toBe(expected === true);
  });

  it('is published as it is now (else: node build/tools/quirks-schema.ts)', async () => {
    expect(readFileSync(quirksSchemaFile, 'utf8')).toBe(await makeQuirksSchema());
  });

  it('explains every quirk, and none that is gone', () => {
    expect(Object.keys(quirkMeanings).toSorted()).toEqual(Object.keys(quirksSchema.shape).toSorted());
  });

  it('is that of the quirks that ship', () => {
    const file = new URL('../../../electron/common/headset/known-quirks.json', import.meta.url);
    const shipped = readQuirkFile(JSON.parse(readFileSync(file, 'utf8')));
    expect(shipped).toEqual({
      ok: true,
      quirks: { '0b0e:24c9': { ackDeadlineMs: 3000 }, '047f:02e6': { ackDeadlineMs: 3000 } },
    });
    expect(findQuirks('0b0e:24c9', { '0b0e:24c9': { muteVia: 'both' } })).toEqual({
      ackDeadlineMs: 3000,
      muteVia: 'both',
    });
    expect(findQuirks('ffff:0001')).toEqual({});
  });

  it('merges quirk by quirk, the later file winning', () => {
    expect(
      mergeQuirks([
        { '0b0e:24c9': { muteVia: 'both', hookPulses: true } },
        { '0b0e:24c9': { muteVia: 'mute' }, '047f:02e6': { keypad: true } as object },
      ]),
    ).toEqual({ '0b0e:24c9': { muteVia: 'mute', hookPulses: true }, '047f:02e6': { keypad: true } });
  });
});

describe('files of quirks in the folder', () => {
  const open = async () => {
    const files = openQuirkFiles({ folder, onChange: () => undefined });
    await files.reload();
    return files;
  };

  it('count together; a person’s word wins over what a self-test learnt, and later names over earlier ones', async () => {
    put('zz.json', { '0b0e:24c9': { waitingHook: 'end' } });
    put('aa.json', { '0b0e:24c9': { waitingHook: 'holdAndAnswer', muteVia: 'both' } });
    put('learnt.json', { '0b0e:24c9': { muteVia: 'mute', muteIs: 'level' } });
    put('notes.txt', 'not ours');
    const files = await open();
    expect(files.quirks()).toEqual({
      '0b0e:24c9': { waitingHook: 'end', muteVia: 'both', muteIs: 'level' },
    });
    expect(files.errors()).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['cut short', '{ "0b0e:24c9": { "hookPulses": tr', 'not JSON'],
    ['one comma too long', '{ "0b0e:24c9": { "hookPulses": true, } }', 'character 37'],
    ['empty', '', 'not JSON'],
    ['of another form', '{ "0b0e:24c9": { "hookPulses": "yes" } }', '0b0e:24c9.hookPulses'],
    ['too long', ' '.repeat(300_000), 'longer than 262144 bytes'],
  ])('that are %s are named and ignored; the others count', async (_, content, where) => {
    put('bad.json', content);
    put('good.json', { '0b0e:24c9': { hookPulses: true } });
    const files = await open();
    expect(files.quirks()).toEqual({ '0b0e:24c9': { hookPulses: true } });
    expect(files.errors()).toMatchObject([
      {
        code: 'headset.quirks-invalid',
        details: { file: join(folder, 'bad.json'), where: expect.stringContaining(where) as string },
      },
    ]);
  });

  it('may begin with a byte order mark', async () => {
    put('notepad.json', '\uFEFF{ "0b0e:24c9": { "hookPulses": true } }');
    expect((await open()).quirks()).toEqual({ '0b0e:24c9': { hookPulses: true } });
  });

  it('that are folders, pipes or links to nothing are passed over', async () => {
    mkdirSync(join(folder, 'folder.json'));
    execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe.json')]);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.json'));
    const files = await open();
    expect([files.quirks(), files.errors()]).toEqual([{}, []]);
  });

  it('in a folder that is not there are none', async () => {
    rmSync(folder, { recursive: true });
    const files = await open();
    expect([files.quirks(), files.errors()]).toEqual([{}, []]);
    mkdirSync(folder);
  });
});

describe('quirks that change while the program runs', () => {
  async function begin(options: SessionOptions = {}) {
    const bench = await startSession({ folder, ...options });
    ends.push(bench.end);
    return bench;
  }

  it('apply at once in a call: layout and state are taken up, levels are kept, nobody pressed', async () => {
    const bench = await begin();
    const device = await bench.plug('BT7', 'a');
    device.send('20 00');
    bench.session.setPhase('active', true);
    device.send('20 01');
    await settle();
    await bench.clock.pass(5_000);
    device.written.length = 0;
    const taken = bench.quirksTaken();
    // The file is put there whole, as an editor does.
    put('new.tmp', { '047f:02e6': { ignoreUsages: [0x0b_0021] } });
    renameSync(join(folder, 'new.tmp'), join(folder, 'mine.json'));
    await taken;
    await settle();
    expect(bench.session.panel().device?.inputs.map(({ role }) => role)).not.toContain('flash');
    expect(device.written).toEqual(['24 01', '21 00', '22 00', '23 01', '25 00']);
    // Flash is nothing any more; the hook level of before still counts.
    device.send('20 05', '20 01');
    await bench.clock.pass(50);
    expect(bench.intents).toEqual([]);
    device.send('20 00');
    await bench.clock.pass(50);
    expect(bench.intents).toEqual(['end']);
  });

  it('are told when they are wrong, and that is over when they are mended', async () => {
    const bench = await begin();
    let taken = bench.quirksTaken();
    put('mine.json', { '0b0e:24c9': { muteVia: 'led' } });
    await taken;
    expect(bench.troubles).toEqual(['headset.quirks-invalid 0b0e:24c9.muteVia']);
    expect(bench.session.panel().obstacles).toMatchObject([{ code: 'headset.quirks-invalid' }]);
    taken = bench.quirksTaken();
    put('mine.json', { '0b0e:24c9': { muteVia: 'microphone' } });
    await taken;
    expect(bench.troubles).toEqual([
      'headset.quirks-invalid 0b0e:24c9.muteVia',
      'over headset.quirks-invalid',
    ]);
    expect(bench.session.panel().obstacles).toEqual([]);
  });

  it('leave the device alone when they are about another one', async () => {
    const bench = await begin();
    const device = await bench.plug('L380', 'a');
    const count = device.written.length;
    const taken = bench.quirksTaken();
    put('other.json', { '1234:5678': { hookPulses: true } });
    await taken;
    await settle();
    expect(device.written).toHaveLength(count);
  });

  it('options change in a call as well', async () => {
    const bench = await begin();
    const device = await bench.plug('L380', 'a');
    bench.session.setPhase('incoming', false);
    await settle();
    bench.session.setWishes({ options: { ringer: true }, chosen: null, microphone: null, away: false });
    await settle();
    expect(device.written.slice(-2)).toEqual(['02 08 00', '02 88 00']);
    bench.session.setWishes({ options: { ringer: true }, chosen: null, microphone: null, away: false });
    await settle();
    expect(device.written.at(-3)).toBe('02 00 00');
  });
});

describe('what was used last', () => {
  const open = async () => {
    const lastUsed = openLastUsed(folder);
    await lastUsed.load();
    return lastUsed;
  };
  /** Resolves when the file holds this device first and `count` in all. */
  async function saved(first: string, count = 1): Promise<void> {
    for (;;) {
      const devices = (await open()).devices();
      if (devices[0] === first && devices.length === count) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('is kept over the end of the program, newest first, sixteen at most, for this user only', async () => {
    const lastUsed = await open();
    for (let device = 0; device < 20; device++) lastUsed.note(`0b0e:24c9:${String(device)}`);
    lastUsed.note('0b0e:24c9:10');
    await saved('0b0e:24c9:10', 16);
    const devices = (await open()).devices();
    expect(devices.slice(0, 3)).toEqual(['0b0e:24c9:10', '0b0e:24c9:19', '0b0e:24c9:18']);
    expect(statSync(join(folder, 'last-used')).mode & 0o077).toBe(0);
  });

  it.each([
    ['cut short', '{"devices":["0b0e'],
    ['of another form', '{"devices":"0b0e:24c9"}'],
    ['too long', JSON.stringify({ devices: Array.from({ length: 17 }, () => 'x') })],
  ])('is nothing when the file is %s, and the file is replaced', async (_, content) => {
    put('last-used', content);
    const lastUsed = await open();
    expect(lastUsed.devices()).toEqual([]);
    lastUsed.note('0b0e:24c9:A');
    await saved('0b0e:24c9:A');
  });

  it('is remembered as long as the program runs where nothing can be written', async () => {
    const file = join(folder, 'taken');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    const lastUsed = openLastUsed(file);
    await lastUsed.load();
    lastUsed.note('0b0e:24c9:A');
    expect(lastUsed.devices()).toEqual(['0b0e:24c9:A']);
  });
});
