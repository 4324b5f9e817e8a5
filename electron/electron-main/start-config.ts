import { resolve } from 'node:path';
import type { ConfigFile } from '../common/contract/settings.ts';
import { appError, type AppError } from '../common/lib/app-error.ts';
import { readConfig } from '../hub/base/settings-keeper.ts';
import { readJson } from '../node/settings-file.ts';

interface StartConfig {
  readonly config: ConfigFile;
  readonly startTroubles: readonly AppError[];
}

/** Reads `--config FILE`. A bad file does not keep the program from starting: the desk tells what is wrong with it. */
export async function readStartConfig(file: string | null): Promise<StartConfig> {
  if (file === null) return { config: {}, startTroubles: [] };
  const content = await readJson(resolve(file));
  if (content.ok && content.value === undefined)
    return { config: {}, startTroubles: [appError('config.unreadable', { file, reason: 'ENOENT' })] };
  const checked = content.ok ? readConfig(content.value) : content;
  return checked.ok
    ? { config: checked.value, startTroubles: [] }
    : { config: {}, startTroubles: [checked.error] };
}
