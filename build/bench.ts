import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'bench');
const suites = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

/** `npm run bench -- SUITE [options]`: figures as a table, then the same as one line of JSON. */
const [suite = '', ...args] = process.argv.slice(2);
if (!suites.includes(suite)) {
  console.error(`usage: npm run bench -- ${suites.join('|')} [options]`);
  process.exit(1);
}
const { run } = (await import(`./bench/${suite}.ts`)) as { run(args: readonly string[]): Promise<void> };
await run(args);
