import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConfigFile } from '../common/contract/settings.ts';
import { appError, type AppError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';
import { readConfig } from '../hub/base/settings-keeper.ts';
import { defaultProfile } from '../node/default-profile.ts';
import { readJson } from '../node/settings-file.ts';

export interface HostOptions {
  readonly profile: string;
  /** Of the desk; 0 takes any free port. The phone page always takes a free one. */
  readonly port: number;
  readonly open: 'window' | 'headless' | 'none';
  readonly config: ConfigFile;
  /** A bad configuration file does not keep the program from starting: the desk tells what is wrong with it. */
  readonly startTroubles: readonly AppError[];
}

export async function readOptions(args: readonly string[]): Promise<Result<HostOptions>> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        browser: { type: 'boolean' },
        headless: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        profile: { type: 'string' },
        config: { type: 'string' },
      },
    }));
  } catch (error) {
    return fail(appError('ctl.bad-arguments', { reason: error instanceof Error ? error.message : '' }));
  }
  const port = Number(values.port ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return fail(appError('ctl.bad-arguments', { reason: `--port ${values.port ?? ''}` }));
  }
  const config = values.config === undefined ? ok<ConfigFile>({}) : await readConfigFile(values.config);
  return ok({
    profile: values.profile === undefined ? defaultProfile() : resolve(values.profile),
    port,
    open: values['no-open'] === true ? 'none' : values.headless === true ? 'headless' : 'window',
    config: config.ok ? config.value : {},
    startTroubles: config.ok ? [] : [config.error],
  });
}

async function readConfigFile(file: string): Promise<Result<ConfigFile>> {
  const content = await readJson(resolve(file));
  if (!content.ok) return content;
  if (content.value === undefined) return fail(appError('config.unreadable', { file, reason: 'ENOENT' }));
  return readConfig(content.value);
}
