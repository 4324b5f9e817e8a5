import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeOnce } from '../../../build/config/decode-grammar-once.ts';
import { root } from '../../support/paths.ts';
import { readTortureMessages } from '../../support/sip/torture.ts';

const library = join(root, 'node_modules/sip.js/lib/grammar');
const source = readFileSync(join(library, 'pegjs/dist/grammar.js'), 'utf8');

/** The rules by which sip.js reads headers, and a few that are part of others. */
const rules = [
  'Request_Response',
  'Name_Addr_Header',
  'Via',
  'Contact',
  'Record_Route',
  'SIP_URI',
  'Supported',
];

interface Grammar {
  parse(input: string, options: { startRule: string; data?: unknown }): unknown;
}

/** What comes of a text by a rule: the value, or where the parser gave up and what it expected. */
function read(grammar: Grammar, input: string, startRule: string): string {
  const options: { startRule: string; data?: unknown } = { startRule };
  try {
    grammar.parse(input, options);
    return JSON.stringify(options.data);
  } catch (error) {
    return String(error);
  }
}

describe('the grammar of sip.js, unpacked once', () => {
  let folder = '';
  let plain: Grammar;
  let changed: Grammar;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'offhook-grammar-'));
    const load = async (name: string, text: string): Promise<Grammar> => {
      const file = join(folder, name);
      await writeFile(file, text.replaceAll('from "../../', `from "${pathToFileURL(library).href}/`));
      return (await import(pathToFileURL(file).href)) as Grammar; // The types of the package are of another path.
    };
    plain = await load('plain.mjs', source);
    changed = await load('changed.mjs', decodeOnce(source));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('reads every line of the torture messages as before, by every rule', () => {
    const messages = [...readTortureMessages({ user: 'anna', host: 'pbx.example' }).values()];
    const values = messages
      .flatMap((message) => message.toString('latin1').split('\r\n'))
      .flatMap((line) => [line, line.slice(line.indexOf(':') + 1).trim()]);
    const lines = [...new Set(values)];
    expect(lines.length).toBeGreaterThan(500);
    for (const line of lines)
      for (const rule of rules) expect(read(changed, line, rule), line).toBe(read(plain, line, rule));
  });

  it('does not unpack it again for the next header', () => {
    const split = vi.spyOn(String.prototype, 'split');
    const unpacked = (grammar: Grammar): number => {
      split.mockClear();
      read(grammar, 'sip:anna@pbx.example', 'SIP_URI');
      return split.mock.calls.length;
    };
    expect(unpacked(plain)).toBeGreaterThan(200);
    expect(unpacked(changed)).toBe(0);
    split.mockRestore();
  });

  it('stops the build when the grammar is not the one it was made for', () => {
    expect(() => decodeOnce('const peg$bytecode = {};')).toThrow('0.21.2');
  });
});
