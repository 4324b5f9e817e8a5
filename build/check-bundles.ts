import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isBuiltin } from 'node:module';
import { parseSync } from 'vite';

/** What each bundle may require besides Node itself; anything else must be inside it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'electron-main/main.cjs': ['electron'],
  'browser-host/main.cjs': ['playwright-core'],
  'hosts/hid-host.cjs': ['node-hid'],
  'hosts/store-host.cjs': [],
  'exchange/exchange-host.cjs': [],
  'preload/desk.cjs': ['electron'],
  'preload/phone.cjs': ['electron'],
};

/** Faster helpers that `ws` looks for and works without. */
const optional: readonly string[] = ['bufferutil', 'utf-8-validate'];

/** Reads what the built files really require; a wrong one would fail on the user's machine only. */
export async function checkBundles(dist: string): Promise<void> {
  const faults: string[] = [];
  for (const file of await listScripts(dist)) {
    const required = requiredBy(await readFile(join(dist, file), 'utf8'));
    const mayRequire = allowed[file] ?? [];
    const isPage = !Object.hasOwn(allowed, file);
    for (const name of required) {
      if (mayRequire.includes(name) || (!isPage && optional.includes(name))) continue;
      if (!isPage && !file.startsWith('preload/') && isBuiltin(name)) {
        if (name !== 'node:sqlite' || file === 'hosts/store-host.cjs') continue;
      }
      faults.push(`${file} requires ${name}`);
    }
  }
  if (faults.length > 0) throw new Error(`Bundles require what they must not:\n  ${faults.join('\n  ')}`);
}

async function listScripts(dist: string): Promise<string[]> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.c?js$/u.test(entry.name))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** Names in `require('…')` and `import('…')` with a constant argument, found in the syntax tree, not in the text. */
function requiredBy(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const name = requiredName(node);
    // Relative imports are the page's own chunks.
    if (name !== undefined && !name.startsWith('.')) names.add(name);
    Object.values(node).forEach(visit);
  };
  visit(parseSync('bundle.js', code).program);
  return names;
}

function requiredName(node: object): string | undefined {
  if (!('type' in node)) return undefined;
  if (node.type === 'CallExpression' && 'callee' in node && 'arguments' in node) {
    const { callee } = node;
    const isRequire =
      typeof callee === 'object' && callee !== null && 'name' in callee && callee.name === 'require';
    return isRequire && Array.isArray(node.arguments) ? literalOf(node.arguments[0]) : undefined;
  }
  const isImport = [
    'ImportExpression',
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
  ].includes(String(node.type));
  return isImport && 'source' in node ? literalOf(node.source) : undefined;
}

const literalOf = (node: unknown): string | undefined =>
  typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'string'
    ? node.value
    : undefined;
