import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { appError, type AppError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';

/** One JSON file, written beside itself and renamed, so that a crash leaves the old or the new one, never half. */
export function openSettingsFile(file: string): {
  read(): Promise<Result<unknown>>;
  write(value: unknown): Promise<Result<null>>;
} {
  return {
    read: () => readJson(file),
    async write(value) {
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
        await rename(`${file}.new`, file);
        return ok(null);
      } catch (error) {
        return fail(fileError(error, 'store.read-only'));
      }
    },
  };
}

/** `undefined` when there is no such file. */
export async function readJson(file: string): Promise<Result<unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ok(undefined);
    return fail(fileError(error, 'config.unreadable'));
  }
  try {
    // A byte order mark comes with every file that Notepad saved as UTF-8.
    return ok(JSON.parse(text.replace(/^\uFEFF/u, '')));
  } catch (error) {
    return fail(appError('config.malformed', { file, ...placeOf(error) }));
  }
}

/** Where the text breaks, and nothing of the text: the parser's message quotes it, and a password may stand there. */
function placeOf(error: unknown): { position?: number } {
  const position = /position (\d+)/u.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? {} : { position: Number(position) };
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function fileError(error: unknown, code: 'store.read-only' | 'config.unreadable'): AppError {
  return errorCode(error) === 'ENOSPC'
    ? appError('store.full')
    : appError(code, { reason: errorCode(error) });
}
