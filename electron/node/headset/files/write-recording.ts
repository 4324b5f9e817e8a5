import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appError } from '../../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../common/lib/result.ts';

/** `<folder>/recordings/0b0e-24c9-2026-11-22T09-24-03.json`; gives its path. `at`: ms since the epoch. */
export async function writeRecording(
  folder: string,
  usbId: string,
  at: number,
  recording: object,
): Promise<Result<{ file: string }>> {
  const recordings = join(folder, 'recordings');
  // Neither a device nor a time may hold a colon in a file name of Windows.
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  const file = join(recordings, `${usbId.replace(':', '-')}-${time}.json`);
  try {
    await mkdir(recordings, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, `${JSON.stringify(recording, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
    return ok({ file });
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return fail(appError('headset.export-failed', { file, reason }));
  }
}
