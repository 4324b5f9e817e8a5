import type { Notice } from '../../common/contract/desk-state.ts';
import type { AppError, ErrorCode } from '../../common/lib/app-error.ts';

/** Faults that stand until they are mended or read, one per code, oldest first. */
export interface Notices {
  raise(error: AppError): void;
  clear(code: ErrorCode): void;
  /** Clears every code that begins with `prefix`, for example `sip.`. */
  clearGroup(prefix: string): void;
  list(): readonly Notice[];
}

export function createNotices(now: () => number, onChange: (cause: string) => void): Notices {
  const standing = new Map<ErrorCode, Notice>();
  const clear = (code: ErrorCode): void => {
    if (standing.delete(code)) onChange(`notice-over ${code}`);
  };
  return {
    raise(error) {
      const known = standing.get(error.code);
      if (JSON.stringify(known?.error) === JSON.stringify(error)) return;
      standing.set(error.code, { error, since: known?.since ?? now() });
      onChange(`notice ${error.code}`);
    },
    clear,
    clearGroup(prefix) {
      for (const code of [...standing.keys()]) if (code.startsWith(prefix)) clear(code);
    },
    list: () => [...standing.values()],
  };
}
