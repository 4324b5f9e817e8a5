import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ScriptSource } from '../../common/script/check-script.ts';

/** Far above any script that can be read out; a larger file is a mistake. */
const largestFile = 1024 * 1024;

/**
 * Reads the files of one script folder: `script.yaml` and every `text.<lang>.md`; other files are left alone. A file
 * that is missing, too large or not UTF-8 is null. Rejects only when the folder itself cannot be listed.
 */
export async function readScriptFolder(folder: string): Promise<ScriptSource> {
  const root = resolve(folder);
  const names = await readdir(root);
  const texts: Record<string, string | null> = {};
  for (const name of names.sort()) {
    const language = /^text\.([A-Za-z][A-Za-z0-9-]*)\.md$/u.exec(name)?.[1];
    if (language !== undefined) texts[language] = await readUtf8(join(root, name));
  }
  const yaml = names.includes('script.yaml') ? await readUtf8(join(root, 'script.yaml')) : null;
  return { folder: basename(root), yaml, texts };
}

async function readUtf8(file: string): Promise<string | null> {
  try {
    if ((await stat(file)).size > largestFile) return null;
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch {
    return null;
  }
}
