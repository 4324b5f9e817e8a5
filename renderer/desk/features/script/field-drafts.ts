import type { Dispose } from '../../../../electron/common/lib/disposable.ts';

/** Why the script refuses a value. */
export const fieldProblems = ['required', 'not-valid', 'too-small', 'too-large', 'not-an-option'] as const;
export type FieldProblem = (typeof fieldProblems)[number];

/** Values typed into fields of script steps and not accepted yet, so that going back and forth loses nothing. */
export interface FieldDrafts {
  edit(key: string, text: string): void;
  /** What was typed; null when nothing was. */
  textOf(key: string): string | null;
  problemOf(key: string): FieldProblem | null;
  /** After the script answered: an accepted value is the script's from now on, a refused one stays to be mended. */
  settle(key: string, problem: FieldProblem | null): void;
  subscribe(listener: () => void): Dispose;
  getVersion(): number;
}

interface Draft {
  readonly text: string;
  readonly problem: FieldProblem | null;
}

export const fieldKey = (callId: string, node: string, field: string): string => `${callId} ${node} ${field}`;

export function createFieldDrafts(): FieldDrafts {
  const drafts = new Map<string, Draft>();
  const listeners = new Set<() => void>();
  let version = 0;
  const changed = (): void => {
    version += 1;
    for (const listener of [...listeners]) listener();
  };
  return {
    edit(key, text) {
      drafts.set(key, { text, problem: null });
      changed();
    },
    textOf: (key) => drafts.get(key)?.text ?? null,
    problemOf: (key) => drafts.get(key)?.problem ?? null,
    settle(key, problem) {
      if (problem === null) drafts.delete(key);
      else drafts.set(key, { text: drafts.get(key)?.text ?? '', problem });
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getVersion: () => version,
  };
}
