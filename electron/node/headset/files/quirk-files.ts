import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeQuirks, readQuirkFile, type QuirkFile } from '../../../common/headset/quirk-file.ts';
import type { Quirks } from '../../../common/headset/headset-quirks.ts';
import { appError, type AppError } from '../../../common/lib/app-error.ts';
import type { Result } from '../../../common/lib/result.ts';
import { openSettingsFile, readJson } from '../../settings-file.ts';

const mostBytes = 256 * 1024;
const mostFiles = 64;
/** What self-tests found; a person's own files win over it. */
const learntName = 'learnt.json';

/** The files of quirks in the folder of the profile; none until `reload`. */
export interface QuirkFiles {
  /** Of all valid files together, by USB id. */
  quirks(): QuirkFile;
  /** One for each file that is not valid, with `file` and `where` in it; such a file is ignored. */
  errors(): readonly AppError[];
  reload(): Promise<void>;
  /** Adds to what is learnt of a device. */
  keep(usbId: string, quirks: Quirks): Promise<Result<null>>;
}

export interface QuirkFilesOptions {
  readonly folder: string;
  /** Quirks or errors are other than before. */
  readonly onChange: () => void;
}

/** Never fails: a folder that cannot be read has no files. */
export function openQuirkFiles({ folder, onChange }: QuirkFilesOptions): QuirkFiles {
  let quirks: QuirkFile = {};
  let errors: readonly AppError[] = [];
  let reading: Promise<void> | undefined;
  let isStale = false;

  const readAll = async (): Promise<void> => {
    const files: QuirkFile[] = [];
    const wrong: AppError[] = [];
    for (const name of await listFiles(folder)) {
      const read = await readOne(join(folder, name));
      if (read.ok) files.push(read.quirks);
      else wrong.push(appError('headset.quirks-invalid', { file: join(folder, name), where: read.where }));
    }
    const merged = mergeQuirks(files);
    const isSame = JSON.stringify([merged, wrong]) === JSON.stringify([quirks, errors]);
    quirks = merged;
    errors = wrong;
    if (!isSame) onChange();
  };

  const reload = (): Promise<void> => {
    isStale = true;
    reading ??= (async () => {
      while (isStale) {
        isStale = false;
        await readAll();
      }
      reading = undefined;
    })();
    return reading;
  };

  return {
    quirks: () => quirks,
    errors: () => errors,
    reload,
    async keep(usbId, learnt) {
      const file = join(folder, learntName);
      const read = await readOne(file);
      const kept = mergeQuirks([read.ok ? read.quirks : {}, { [usbId]: learnt }]);
      const written = await openSettingsFile(file).write(kept);
      if (written.ok) await reload();
      return written;
    },
  };
}

/** In the order in which the later ones win. */
async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).toSorted();
  return [
    ...files.filter((name) => name === learntName),
    ...files.filter((name) => name !== learntName),
  ].slice(0, mostFiles);
}

async function readOne(file: string): Promise<ReturnType<typeof readQuirkFile>> {
  const found = await stat(file).catch(() => undefined);
  // A file that went away meanwhile says nothing; a pipe of that name would never end.
  if (found?.isFile() !== true) return { ok: true, quirks: {} };
  if (found.size > mostBytes) return { ok: false, where: `longer than ${String(mostBytes)} bytes` };
  const json = await readJson(file);
  if (!json.ok) return { ok: false, where: describePlace(json.error) };
  return json.value === undefined ? { ok: true, quirks: {} } : readQuirkFile(json.value);
}

function describePlace({ details }: AppError): string {
  const position = details?.['position'];
  return position === undefined ? 'not JSON' : `character ${String(position)}`;
}
