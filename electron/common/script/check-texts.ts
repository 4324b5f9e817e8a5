import { finding, isSlipOf, type Finding } from './finding.ts';
import { findInformal } from './informal-address.ts';
import { mergePaths } from './merge-context.ts';
import { readMergeText } from './merge-field.ts';
import { labelledIds, own, type DraftGraph, type DraftNode, type PartName, type Rule } from './model.ts';
import type { TextReading } from './read-text.ts';
import { readRule } from './rule.ts';

/** Words of one section, title or slot with the place findings name. `spoken` leaves out labels that quote the client. */
interface Passage {
  readonly node: string | undefined;
  readonly heading: string;
  readonly line: number | undefined;
  readonly spoken: readonly string[];
  readonly labels: readonly string[];
}

/** What one language lacks, names wrongly or says too familiarly. */
export function checkText(graph: DraftGraph, reading: TextReading, language: string): readonly Finding[] {
  if (Object.keys(reading.lines).length === 0 && reading.strays.sections.length === 0) {
    return [finding('missing-language', `the text in ${language} has no sections`, { language })];
  }
  const passages = passagesOf(graph, reading);
  return [
    ...checkMissing(graph, reading, language),
    ...passages.flatMap((passage) => checkMerges(graph, passage, language)),
    ...passages.flatMap((passage) => checkAddress(passage, language)),
  ];
}

export function passagesOf(graph: DraftGraph, reading: TextReading): readonly Passage[] {
  const title = `@${graph.title}`;
  const at = (heading: string) => ({ heading, line: own(reading.lines, heading) });
  return [
    { node: undefined, ...at(title), spoken: [reading.text.title], labels: [] },
    ...Object.entries(reading.text.slots).map(([slot, variants]) => ({
      node: undefined,
      ...at(`@${slot}`),
      spoken: Object.values(variants),
      labels: [],
    })),
    ...Object.entries(reading.text.sections).map(([node, section]) => ({
      node,
      ...at(node),
      spoken: [section.words, ...Object.values(section.parts)],
      labels: Object.values(section.labels),
    })),
  ];
}

/** Whether a node is shown, and so needs a section of its own. */
function needsWords(node: DraftNode): boolean {
  return node.kind !== 'calc' && node.kind !== 'sub' && !('use' in node);
}

function neededPart(node: DraftNode): PartName | null {
  if (node.kind === 'hold') return 'thanks';
  return node.kind === 'conduct' ? 'closing' : null;
}

/** Collects what is missing in one language. */
interface Search {
  readonly reading: TextReading;
  readonly add: (message: string, heading: string, node?: string) => void;
  /** A name written with a slip is reported as such; that the right name is missing beside it is the same fault. */
  readonly isExplained: (name: string, heading?: string) => boolean;
}

function checkMissing(graph: DraftGraph, reading: TextReading, language: string): readonly Finding[] {
  const findings: Finding[] = [];
  const { strays, lines } = reading;
  const search: Search = {
    reading,
    add: (message, heading, node) => {
      findings.push(finding('missing-language', message, { node, language, line: own(lines, heading) }));
    },
    isExplained: (name, heading) => {
      const written = heading === undefined ? strays.sections : (own(strays.inside, heading) ?? []);
      return written.some((stray) => isSlipOf(stray, name));
    },
  };
  const title = `@${graph.title}`;
  if (reading.text.title === '' && !search.isExplained(title)) search.add('the title has no words', title);
  findMissingSlots(graph, search);
  for (const [id, node] of Object.entries(graph.nodes)) findMissingWords(id, node, search);
  return findings;
}

function findMissingSlots(graph: DraftGraph, { reading, add, isExplained }: Search): void {
  for (const [set, slots] of Object.entries(graph.slots)) {
    for (const slot of slots) {
      const name = `${set}.${slot.id}`;
      const labels = own(reading.text.slots, name);
      if (labels === undefined && isExplained(`@${name}`)) continue;
      if (labels === undefined) add(`the slot ${name} has no words`, `@${name}`);
      else {
        for (const variant of slot.variants) {
          if (hasText(own(labels, variant.id)) || isExplained(variant.id, `@${name}`)) continue;
          add(`the variant ${variant.id} of ${name} has no words`, `@${name}`);
        }
      }
    }
  }
}

function findMissingWords(id: string, node: DraftNode, { reading, add, isExplained }: Search): void {
  const section = own(reading.text.sections, id);
  const labels = labelledIds(node) ?? [];
  if (section === undefined) {
    if ((needsWords(node) || labels.length > 0) && !isExplained(id)) add(`${id} has no words`, id, id);
    return;
  }
  if (needsWords(node) && section.words === '') add(`${id} has no words`, id, id);
  const part = neededPart(node);
  if (part !== null && !hasText(section.parts[part]) && !isExplained(part, id)) {
    add(`${id} has no part ${part}`, id, id);
  }
  for (const label of labels) {
    if (hasText(own(section.labels, label)) || isExplained(label, id)) continue;
    add(`${id} has no label ${label}`, id, id);
  }
}

const hasText = (text: string | undefined): boolean => text !== undefined && text !== '';

function fieldPaths(graph: DraftGraph): ReadonlySet<string> {
  return new Set(
    Object.values(graph.nodes).flatMap((node) => {
      if (node.kind === 'field') return [`fields.${node.field.name}`];
      return node.kind === 'calc' ? [`fields.${node.calc.into}`] : [];
    }),
  );
}

function checkMerges(graph: DraftGraph, passage: Passage, language: string): readonly Finding[] {
  const { node, line } = passage;
  const readings = [...passage.spoken, ...passage.labels].map(readMergeText);
  const known = fieldPaths(graph);
  const paths = readings.flatMap((reading) =>
    reading.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.path])),
  );
  const unknown = new Set(paths.filter((path) => !mergePaths.has(path) && !known.has(path)));
  return [
    ...[...new Set(readings.flatMap((reading) => reading.problems))].map((problem) =>
      finding('invalid-schema', `${passage.heading}: ${problem}`, { node, language, line }),
    ),
    ...[...unknown].map((path) =>
      finding('unknown-field', `${path} is not a merge field`, { node, language, line }),
    ),
  ];
}

function checkAddress(passage: Passage, language: string): readonly Finding[] {
  for (const text of passage.spoken) {
    const word = findInformal(text, language);
    if (word === null) continue;
    const { node, line, heading } = passage;
    return [
      finding('informal-address', `${heading}: "${word}" is an informal form`, { node, language, line }),
    ];
  }
  return [];
}

/** Variables of conditions and formulas that nothing fills. */
export function checkRules(graph: DraftGraph): readonly Finding[] {
  const known = fieldPaths(graph);
  const isKnown = (name: string) => {
    if (mergePaths.has(name) || known.has(name)) return true;
    if (!name.startsWith('answers.')) return false;
    const kind = own(graph.nodes, name.slice('answers.'.length))?.kind;
    return kind === 'ask' || kind === 'gate';
  };
  const check = (rules: readonly (Rule | undefined)[], node?: string) => {
    const names = rules.flatMap((rule) => (rule === undefined ? [] : readRule(rule).variables));
    return [...new Set(names.filter((name) => !isKnown(name)))].map((name) =>
      finding('unknown-field', `${name} is not known to conditions and formulas`, { node }),
    );
  };
  return [
    ...check(
      Object.values(graph.slots).flatMap((slots) =>
        slots.flatMap((slot) => slot.variants.map((variant) => variant.when)),
      ),
    ),
    ...Object.entries(graph.nodes).flatMap(([id, node]) => {
      if (node.kind === 'calc') return check([node.calc.formula], id);
      if (node.kind !== 'ask' && node.kind !== 'gate') return [];
      return check(
        (node.answers ?? []).map((answer) => answer.when),
        id,
      );
    }),
  ];
}
