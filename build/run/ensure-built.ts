import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const sources = ['electron', 'renderer', 'build', 'package.json', 'package-lock.json'] as const;

/** Builds `dist` if a source file changed since the last build (by name, size and time). */
export async function ensureBuilt(root: string): Promise<void> {
  const stamp = join(root, 'dist', '.built');
  const now = await fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('Building …');
  const { bundleAll } = await import('../bundle.ts');
  await bundleAll(join(root, 'dist'));
  writeFileSync(stamp, now);
}

async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const files = (await stat(path)).isDirectory() ? await listFiles(path) : [path];
    for (const file of files.sort()) {
      const { size, mtimeMs } = await stat(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
