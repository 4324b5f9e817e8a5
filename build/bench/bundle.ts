import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBuilt } from '../run/ensure-built.ts';

const root = join(import.meta.dirname, '../..');
const barsKb = { desk: 250, phone: 120 } as const;

/** What a page loads before it first paints: the scripts its HTML names and what they import at once. */
export async function run(): Promise<void> {
  await ensureBuilt(root);
  const rows = (['desk', 'phone'] as const).map((page) => {
    const folder = join(root, 'dist', 'renderer', page);
    const files = firstPaint(folder);
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
    const gzipKb = Math.round(bytes / 102.4) / 10;
    return { page, files: files.length, gzipKb, ratio: Math.round((gzipKb / barsKb[page]) * 100) / 100 };
  });
  console.table(rows);
  console.log(JSON.stringify({ bench: 'bundle', rows }));
}

function firstPaint(folder: string): string[] {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const code = readFileSync(join(folder, file), 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/gu)) {
      if (name !== undefined) visit(join('assets', name));
    }
  };
  for (const [, src] of html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/gu)) if (src !== undefined) visit(src);
  const known = readdirSync(join(folder, 'assets'));
  return [...found].filter((file) => known.includes(file.slice('assets/'.length)));
}
