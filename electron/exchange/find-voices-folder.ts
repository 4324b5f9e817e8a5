import { dirname, join } from 'node:path';

/**
 * Where the spoken phrases are: OFFHOOK_VOICES when set, `dist/voices` beside the bundle `dist/exchange`, and the
 * sources' own folder when the program runs unbundled.
 */
export function findVoicesFolder(environment: NodeJS.ProcessEnv, bundleFolder: string | undefined): string {
  const given = environment['OFFHOOK_VOICES'];
  if (given !== undefined && given !== '') return given;
  if (bundleFolder !== undefined) return join(bundleFolder, '../voices');
  return join(dirname(process.argv[1] ?? '.'), '../../build/voices');
}
