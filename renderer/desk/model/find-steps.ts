import type { StepView } from '../../../electron/common/script/step-view.ts';

type Entry = StepView['path'][number];

/** Steps that can be gone to by name: those met before, the last first, then the detours; each once. */
export function findSteps(step: StepView, text: string): readonly Entry[] {
  const wanted = text.trim().toLocaleLowerCase();
  const seen = new Set<string>([step.node]);
  const found: Entry[] = [];
  for (const entry of [...step.path.toReversed(), ...step.detours]) {
    if (seen.has(entry.node)) continue;
    seen.add(entry.node);
    const matches = entry.label.toLocaleLowerCase().includes(wanted) || entry.node.includes(wanted);
    if (matches) found.push(entry);
  }
  return found;
}
