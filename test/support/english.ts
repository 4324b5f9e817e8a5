import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const texts: unknown = JSON.parse(readFileSync(join(root, 'renderer/i18n/languages/en.json'), 'utf8'));

/** An English text of the desk by its key, so that tests follow the wording. */
export function english(key: string): string {
  const found = key
    .split('.')
    .reduce<unknown>(
      (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
      texts,
    );
  if (typeof found !== 'string') throw new Error(`no English text ${key}`);
  return found;
}
