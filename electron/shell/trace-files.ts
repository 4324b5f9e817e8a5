import type { Result } from '../common/lib/result.ts';

/** Where traces are put for whoever is to read them. */
export interface TraceFiles {
  /** Resolves with the path of the new file; `at` in milliseconds since the epoch names it. */
  write(at: number, text: string): Promise<Result<{ file: string }>>;
}
