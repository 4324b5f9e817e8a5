import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';

/** Writes into `<profile>/traces`, for this user alone. */
export function openTraceFiles(profile: string): {
  write(at: number, text: string): Promise<Result<{ file: string }>>;
} {
  const folder = join(profile, 'traces');
  return {
    async write(at, text) {
      const stamp = new Date(at).toISOString().replace(/[:.]/gu, '-');
      const file = join(folder, `sip-${stamp}.txt`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(file, text, { mode: 0o600 });
        return ok({ file });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        return fail(
          code === 'ENOSPC' ? appError('store.full') : appError('store.read-only', { reason: code }),
        );
      }
    },
  };
}
