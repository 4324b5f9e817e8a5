import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import { checkScript } from '../../common/script/check-script.ts';
import type { Finding } from '../../common/script/finding.ts';
import type { Script } from '../../common/script/model.ts';
import { readScriptFolder } from './read-script-folder.ts';

export interface LoadedScripts {
  /** By id. */
  readonly scripts: Readonly<Record<string, Script>>;
  /** Scripts kept out, each with its first fault: `details` has script, file, line if known, reason and faults. */
  readonly broken: readonly AppError[];
}

/**
 * Loads every script folder below `root`. A broken script is kept out and reported (script.invalid), never fatal; so
 * is a `root` that cannot be listed. Files and hidden folders beside the scripts are left alone.
 */
export async function loadScripts(root: string): Promise<LoadedScripts> {
  const scripts: Record<string, Script> = {};
  const broken: AppError[] = [];
  let folders: readonly string[] = [];
  try {
    const entries = await readdir(root, { withFileTypes: true });
    folders = entries
      .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    broken.push(appError('script.invalid', { file: root, reason: reasonOf(error) }));
  }
  for (const folder of folders) {
    try {
      const source = await readScriptFolder(join(root, folder));
      const { script, errors } = checkScript(source);
      if (script !== null) scripts[script.id] = script;
      else broken.push(describe(folder, errors));
    } catch (error) {
      broken.push(appError('script.invalid', { script: folder, file: folder, reason: reasonOf(error) }));
    }
  }
  return { scripts, broken };
}

function describe(folder: string, errors: readonly Finding[]): AppError {
  const [first] = errors;
  const file = first?.language === undefined ? 'script.yaml' : `text.${first.language}.md`;
  return appError('script.invalid', {
    script: folder,
    file: `${folder}/${file}`,
    ...(first?.line === undefined ? {} : { line: first.line }),
    reason: first === undefined ? 'unknown' : `${first.code}: ${first.message}`,
    faults: errors.length,
  });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
