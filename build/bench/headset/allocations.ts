import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const bench = join(import.meta.dirname, '../../bench.ts');
/** Megabytes: room for every run of a round, so that nothing is collected while it is counted. */
const youngGeneration = 128;

/** Bytes by case, counted in a process of its own by the suite `headset-allocation`. */
export function countAllocations(): ReadonlyMap<string, number> {
  const flags = [
    '--expose-gc',
    `--min-semi-space-size=${youngGeneration}`,
    `--max-semi-space-size=${youngGeneration}`,
  ];
  const answer = execFileSync(process.execPath, [...flags, bench, 'headset-allocation'], {
    encoding: 'utf8',
  });
  return new Map(Object.entries(z.record(z.string(), z.number()).parse(JSON.parse(answer))));
}
