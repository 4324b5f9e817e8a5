import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkScript } from '../../electron/common/script/check-script.ts';
import type { Finding } from '../../electron/common/script/finding.ts';
import { readScriptFolder } from '../../electron/node/scripts/read-script-folder.ts';

/**
 * `npm run -s script:check -- <folder> [--json]`: what the program would say about a script folder.
 * Exit 0 without errors, 1 with, 2 if the command or the folder is wrong.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [given, ...rest] = positionals;
  if (given === undefined || rest.length > 0) throw new Error('one script folder is needed');
  const folder = locate(given);
  if (!(await stat(folder)).isDirectory()) throw new Error(`${given} is not a folder`);

  const { errors, warnings } = checkScript(await readScriptFolder(folder), {
    scripts: await listSiblings(folder),
  });
  if (values.json)
    process.stdout.write(`${JSON.stringify({ errors: errors.map(bare), warnings: warnings.map(bare) })}\n`);
  else for (const each of [...errors, ...warnings]) process.stdout.write(`${describe(each)}\n`);
  return errors.length === 0 ? 0 : 1;
}

/** npm runs scripts in the project folder; a relative path is meant from where the person stands. */
function locate(path: string): string {
  const fromCaller = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(fromCaller) ? fromCaller : resolve(path);
}

/** Scripts that `sub` may name lie beside the one that is checked. */
async function listSiblings(folder: string): Promise<readonly string[]> {
  const entries = await readdir(dirname(folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

const bare = ({ code, node, language, message }: Finding) => ({ code, node, language, message });

function describe(each: Finding): string {
  const file = each.language === undefined ? 'script.yaml' : `text.${each.language}.md`;
  const place = each.line === undefined ? file : `${file}:${String(each.line)}`;
  return [place, each.code, each.node, each.message].filter((part) => part !== undefined).join('  ');
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write('usage: npm run -s script:check -- <folder> [--json]\n');
  process.exitCode = 2;
}
