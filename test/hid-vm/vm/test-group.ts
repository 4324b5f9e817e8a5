import { readFile } from 'node:fs/promises';
import { beforeAll, describe, it } from 'vitest';
import type { Group } from '../lab/check.ts';
import { runInVm, type VmRun } from './boot-vm.ts';

const tailLines = 30;
/** Part of a name: only such checks, while working on one. */
const only = process.env['OFFHOOK_VM_ONLY'] ?? '';

const isWanted = (name: string): boolean => name.includes(only);

/** One boot, one test per check. The names come from the checks themselves, so that one that never ran has failed. */
export function testGroup({ name, checks }: Group): void {
  describe(`in a VM: ${name}`, () => {
    let vm: VmRun = { results: [], log: '' };
    let printed: readonly string[] = [];

    beforeAll(async () => {
      vm = await runInVm(name, checks.map((check) => check.name).filter(isWanted));
      printed = (await readFile(vm.log, 'utf8')).trimEnd().split('\n');
    });

    for (const check of checks)
      it.skipIf(!isWanted(check.name))(check.name, () => {
        const result = vm.results.find((one) => one.name === check.name);
        if (result === undefined)
          throw new Error(
            ['The VM did not come so far.', `${vm.log}:`, ...printed.slice(-tailLines)].join('\n'),
          );
        if (result.failure !== null)
          throw new Error([result.failure, `${vm.log}:`, ...linesOf(check.name, printed)].join('\n'));
        if (result.figures !== null) console.log(`${check.name}: ${result.figures}`);
      });
  });
}

/** What was printed while a check ran, its verdict included. */
function linesOf(check: string, printed: readonly string[]): readonly string[] {
  const verdict = printed.findIndex((line) => line.startsWith('VM: ') && line.includes(check));
  const before = printed.slice(0, verdict).findLastIndex((line) => line.startsWith('VM: '));
  return printed.slice(before + 1, verdict + 1).slice(-tailLines);
}
