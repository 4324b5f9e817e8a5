import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadScripts } from '../../../electron/node/scripts/load-scripts.ts';
import { plant } from './fixture-scripts.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/scripts', import.meta.url));
const tool = fileURLToPath(new URL('../../../build/tools/script-check.ts', import.meta.url));
let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'scripts-'));
  await cp(fixtures, root, { recursive: true });
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function edit(file: string, from: string, to: string): Promise<void> {
  const path = join(root, file);
  await writeFile(path, plant(await readFile(path, 'utf8'), from, to));
}

describe('loading scripts', () => {
  it('reads every folder, and leaves other files alone', async () => {
    await writeFile(join(root, 'notes.txt'), 'to do');
    await mkdir(join(root, '.git'));
    const { scripts, broken } = await loadScripts(root);
    expect(broken).toEqual([]);
    expect(Object.keys(scripts)).toEqual(['identify', 'moving-house']);
  });

  it('keeps a broken script out and says where it is broken', async () => {
    await edit('moving-house/script.yaml', 'kind: kb,', 'kind: page,');
    const { scripts, broken } = await loadScripts(root);
    expect(Object.keys(scripts)).toEqual(['identify']);
    const yaml = await readFile(join(root, 'moving-house/script.yaml'), 'utf8');
    const line = yaml.split('\n').findIndex((each) => each.includes('kind: page')) + 1;
    expect(broken).toEqual([
      {
        code: 'script.invalid',
        message: 'the script has errors',
        details: {
          script: 'moving-house',
          file: 'moving-house/script.yaml',
          line,
          reason: expect.stringContaining('invalid-schema') as unknown,
          faults: 1,
        },
      },
    ]);
  });

  it('names the text and the line of a fault in the wording', async () => {
    await edit('identify/text.en.md', 'May I have your date', 'Hey, may I have your date');
    const { broken } = await loadScripts(root);
    expect(broken[0]?.details).toMatchObject({ file: 'identify/text.en.md', line: 5, faults: 1 });
    expect(broken[0]?.details?.['reason']).toContain('"hey"');
  });

  it('reports a folder without a script, bytes that are not UTF-8, and a root that is not there', async () => {
    await mkdir(join(root, 'empty'));
    await writeFile(join(root, 'identify/text.en.md'), Uint8Array.of(0x23, 0x23, 0x20, 0xff, 0xfe));
    const { broken } = await loadScripts(root);
    expect(broken.map(({ details }) => details?.['file'])).toEqual([
      'empty/script.yaml',
      'identify/text.en.md',
    ]);
    const missing = await loadScripts(join(root, 'nowhere'));
    expect(missing.scripts).toEqual({});
    expect(missing.broken.map(({ code }) => code)).toEqual(['script.invalid']);
  });
});

describe('the command script:check', () => {
  const run = (...parameters: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        [tool, ...parameters],
        { cwd: root, env: { ...process.env, INIT_CWD: root } },
        (error, out, err) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
        },
      );
    });

  it('answers with empty lists for a sound script', async () => {
    expect(await run('moving-house', '--json')).toEqual({
      code: 0,
      out: '{"errors":[],"warnings":[]}\n',
      err: '',
    });
    expect(await run('moving-house')).toEqual({ code: 0, out: '', err: '' });
  });

  it('answers with what it found and exit code 1', async () => {
    await edit('moving-house/text.en.md', '{{ transfer.department }}', '{{ transfer.floor }}');
    await edit('moving-house/script.yaml', 'script: identify', 'script: someone');
    const { code, out } = await run('moving-house/', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      errors: [
        {
          code: 'unknown-field',
          node: 'office',
          language: 'en',
          message: 'transfer.floor is not a merge field',
        },
      ],
      warnings: [{ code: 'unknown-script', node: 'who', message: 'who: there is no script someone' }],
    });
    const plain = await run('moving-house');
    expect(plain.out.split('\n')).toHaveLength(3);
    expect(plain.out).toMatch(
      /^text\.en\.md:\d+ {2}unknown-field {2}office {2}transfer\.floor is not a merge field\n/u,
    );
  });

  it('exits 0 with warnings alone and 2 when it is used wrongly', async () => {
    await edit('moving-house/script.yaml', 'script: identify', 'script: someone');
    expect((await run('moving-house')).code).toBe(0);
    for (const wrong of [
      [],
      ['nowhere'],
      ['moving-house/script.yaml'],
      ['moving-house', '--loud'],
      ['a', 'b'],
    ]) {
      const { code, out, err } = await run(...wrong);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('usage');
    }
  });
});
