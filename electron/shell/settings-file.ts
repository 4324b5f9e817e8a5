import type { Result } from '../common/lib/result.ts';

/** The settings file in the profile folder: JSON, replaced whole and atomically. Its form is the hub's business. */
export interface SettingsFile {
  /** `undefined` when there is none yet. */
  read(): Promise<Result<unknown>>;
  write(value: unknown): Promise<Result<null>>;
}
