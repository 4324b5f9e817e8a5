import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspectDescriptor } from '../../electron/common/headset/headset-inspect.ts';
import { parseBytes } from '../../electron/common/headset/headset-codec.ts';

const usage = 'usage: npm run -s headset:inspect -- <hex digits, or the path of a .hex file>';

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n${usage}\n`);
  process.exit(1);
}

/** npm runs scripts in the project folder; a relative path is meant from where the person stands. */
function locate(path: string): string {
  const fromCaller = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(fromCaller) ? fromCaller : resolve(path);
}

function readHexFile(path: string): string {
  try {
    return readFileSync(locate(path), 'utf8');
  } catch {
    return refuse(`${path} cannot be read`);
  }
}

const words = process.argv.slice(2);
const given = words.join(' ');
if (words.length === 0) refuse('nothing to inspect');
const isFile = given.toLowerCase().endsWith('.hex');
const bytes = parseBytes(isFile ? readHexFile(given) : given);
if (bytes === undefined)
  refuse(
    isFile ? `${given} holds other things than pairs of hex digits` : 'these are no pairs of hex digits',
  );
process.stdout.write(`${JSON.stringify(inspectDescriptor(bytes))}\n`);
