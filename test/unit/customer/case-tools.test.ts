import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../..', import.meta.url).pathname;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'offhook-tools-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function runTool(tool: string, ...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'build/tools', tool), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

describe('phone:parse', () => {
  it('answers every case in order with the keys of its class only', () => {
    const cases = [
      { id: 'a', raw: '8 (050) 111-22-33 доб. 7' },
      { id: 'b', raw: 'Blocked' },
      { id: 'c', raw: '311', dialPlan: { extensionLength: 3 } },
      { id: 'd', raw: '020 7946 0123; 020 7946 0124', country: 'GB' },
      { id: 'e', raw: '54321', dialPlan: { extensionLength: [3, 4] } },
    ];
    const { status, out, err } = runTool(
      'phone-parse.ts',
      '--country',
      'UA',
      '--file',
      write('a.json', JSON.stringify(cases)),
    );
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toBe(
      '[{"id":"a","class":"e164","e164":"+380501112233","extension":"7","display":"+380 50 111 2233 ext. 7"},' +
        '{"id":"b","class":"withheld","display":""},' +
        '{"id":"c","class":"extension","extension":"311","display":"311"},' +
        '{"id":"d","class":"e164","e164":"+442079460123","others":["+442079460124"],"display":"+44 20 7946 0123"},' +
        '{"id":"e","class":"invalid","display":"54321"}]\n',
    );
  });

  it('without a country takes international forms only', () => {
    const file = write('b.json', '\uFEFF[{"id":1,"raw":"0441234567"},{"id":2,"raw":"+380441234567"}]');
    const { status, out } = runTool('phone-parse.ts', '--file', file);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { id: 1, class: 'invalid', display: '0441234567' },
      { id: 2, class: 'e164', e164: '+380441234567', display: '+380 44 123 4567' },
    ]);
  });

  it.each([
    ['no file', []],
    ['a missing file', ['--file', '/nowhere/cases.json']],
    ['an unknown option', ['--file', 'x', '--land', 'UA']],
    ['an unknown country', ['--file', 'x', '--country', 'ZZ']],
  ])('ends with 2 and keeps standard output empty for %s', (_, args) => {
    const { status, out, err } = runTool('phone-parse.ts', ...args);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('usage:');
  });
});

describe('names:match', () => {
  it('answers every case in order', () => {
    const cases = [
      { id: 'a', query: 'koval iry', name: 'Коваль Ірина' },
      { id: 'b', query: 'валь', name: 'Коваль Ірина' },
    ];
    const { status, out } = runTool('names-match.ts', '--file', write('c.json', JSON.stringify(cases)));
    expect(status).toBe(0);
    expect(out).toBe('[{"id":"a","match":true},{"id":"b","match":false}]\n');
  });

  it.each([
    ['broken JSON', '[{'],
    ['another form', '{"id":"a"}'],
    ['a case without a name', '[{"id":"a","query":"x"}]'],
  ])('ends with 2 for %s', (_, content) => {
    const { status, out } = runTool('names-match.ts', '--file', write('d.json', content));
    expect(status).toBe(2);
    expect(out).toBe('');
  });
});
