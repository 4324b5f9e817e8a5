import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.ts';

/** Before a suite that runs what was built: what it sees is never older than the sources. */
export async function setup(): Promise<void> {
  await ensureBuilt(join(import.meta.dirname, '../..'));
}
