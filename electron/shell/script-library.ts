import type { AppError } from '../common/lib/app-error.ts';
import type { Script } from '../common/script/model.ts';

/** The call scripts of this installation, by id. Broken ones are left out and named. */
export interface ScriptLibrary {
  load(): Promise<{
    readonly scripts: Readonly<Record<string, Script>>;
    readonly broken: readonly AppError[];
  }>;
}
