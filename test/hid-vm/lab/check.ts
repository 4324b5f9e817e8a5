import type { Lab } from './lab.ts';

/** One thing that is shown in the VM; outside it is one test of the same name. */
export interface Check {
  readonly name: string;
  /** May give figures, for people. */
  run(lab: Lab): Promise<string | undefined>;
}

/** What one boot of the VM shows. */
export interface Group {
  readonly name: string;
  readonly checks: readonly Check[];
}

export function check(name: string, run: (lab: Lab) => Promise<unknown>): Check {
  return {
    name,
    async run(lab) {
      const figures = await run(lab);
      return typeof figures === 'string' ? figures : undefined;
    },
  };
}
