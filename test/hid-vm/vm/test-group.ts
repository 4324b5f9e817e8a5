import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Group } from '../lab/check.ts';
import type { CheckResult } from '../lab/check-result.ts';
import { runInVm } from './boot-vm.ts';

const tailLines = 30;

/** One boot, one test per check. The names come from the checks themselves, so that one that never ran has failed. */
export function testGroup({ name, checks }: Group): void {
  describe(`in a VM: ${name}`, () => {
    let results: readonly CheckResult[] = [];
    let ending = '';

    beforeAll(async () => {
      const vm = await runInVm(name);
      results = vm.results;
      const lines = (await readFile(vm.log, 'utf8')).trimEnd().split('\n');
      ending = [`The end of ${vm.log}:`, ...lines.slice(-tailLines)].join('\n');
    });

    for (const check of checks)
      it(check.name, () => {
        const result = results.find((one) => one.name === check.name);
        if (result === undefined) throw new Error(`The VM did not come so far. ${ending}`);
        if (result.figures !== null) console.log(`${check.name}: ${result.figures}`);
        expect(result.failure).toBeNull();
      });
  });
}
