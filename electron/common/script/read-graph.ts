import { LineCounter, parseDocument, visit, isNode, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { finding, type Finding } from './finding.ts';
import { draftGraphSchema, own, type DraftGraph, type DraftNode } from './model.ts';
import { readRule } from './rule.ts';

export interface GraphReading {
  /** Null if anything in the file breaks the format. */
  readonly graph: DraftGraph | null;
  readonly findings: readonly Finding[];
}

/** Reads `script.yaml`: YAML 1.2, core schema, no anchors, aliases or tags, every key once. `folder` is its id. */
export function readGraph(yaml: string, folder: string): GraphReading {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineAt = (offset: number | undefined) =>
    offset === undefined ? undefined : lines.linePos(offset).line;
  const syntax = [
    ...document.errors.map((error) =>
      finding('invalid-schema', error.message, { line: lineAt(error.pos[0]) }),
    ),
    ...refuseReferences(document, lineAt),
  ];
  if (syntax.length > 0) return { graph: null, findings: syntax };

  const parsed = draftGraphSchema.safeParse(document.toJS());
  if (!parsed.success) {
    return {
      graph: null,
      findings: parsed.error.issues.map((issue) =>
        describeIssue(issue, lineAt(offsetOf(document, issue.path))),
      ),
    };
  }
  const shape = checkShape(parsed.data, folder).map((each) =>
    each.node === undefined
      ? each
      : finding(each.code, each.message, {
          node: each.node,
          line: lineAt(offsetOf(document, ['nodes', each.node])),
        }),
  );
  return { graph: shape.length === 0 ? parsed.data : null, findings: shape };
}

function refuseReferences(document: Document, lineAt: (offset: number | undefined) => number | undefined) {
  const findings: Finding[] = [];
  const refuse = (what: string, node: Node) => {
    findings.push(finding('invalid-schema', `${what} not allowed`, { line: lineAt(node.range?.[0]) }));
  };
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    findings.push(finding('invalid-schema', 'only YAML 1.2 is read', { line: 1 }));
  }
  visit(document, {
    Alias: (_, node) => {
      refuse(`the alias *${node.source} is`, node);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) refuse(`the anchor &${node.anchor} is`, node);
      if (node.tag !== undefined) refuse(`the tag ${node.tag} is`, node);
    },
  });
  return findings;
}

/** Where the innermost known part of `path` stands. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const found = document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return undefined;
}

function describeIssue(issue: z.core.$ZodIssue, line: number | undefined): Finding {
  const [first, second] = issue.path;
  const node = first === 'nodes' && typeof second === 'string' ? second : undefined;
  const place = issue.path.slice(node === undefined ? 0 : 2).join('.');
  const what =
    issue.code === 'unrecognized_keys' ? `unknown key ${issue.keys.join(', ')}` : issue.message.toLowerCase();
  return finding('invalid-schema', place === '' ? what : `${place}: ${what}`, { node, line });
}

/** What the schema of single keys cannot say: keys that must agree with one another. */
function checkShape(graph: DraftGraph, folder: string): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (message: string, node?: string) => {
    findings.push(finding('invalid-schema', message, { node }));
  };
  if (graph.id !== folder) add(`id: ${graph.id} is not the name of the folder, ${folder}`);
  for (const [set, slots] of Object.entries(graph.slots)) {
    for (const twice of repeated(slots.map((slot) => slot.id)))
      add(`slots.${set}: slot ${twice} is given twice`);
    for (const slot of slots) {
      const place = `slots.${set}.${slot.id}`;
      for (const twice of repeated(slot.variants.map((variant) => variant.id))) {
        add(`${place}: variant ${twice} is given twice`);
      }
      if (slot.variants.at(-1)?.when !== undefined) add(`${place}: the last variant must have no when`);
      for (const variant of slot.variants) {
        if (variant.when === undefined) continue;
        for (const problem of readRule(variant.when).problems) add(`${place}.${variant.id}: ${problem}`);
      }
    }
  }
  for (const [id, node] of Object.entries(graph.nodes)) {
    for (const problem of nodeProblems(graph, node)) add(problem, id);
  }
  return findings;
}

function nodeProblems(graph: DraftGraph, node: DraftNode): readonly string[] {
  const problems: string[] = [];
  if ('use' in node && own(graph.slots, node.use) === undefined) {
    problems.push(`use: there are no slots ${node.use}`);
  }
  if (node.kind === 'calc') problems.push(...readRule(node.calc.formula).problems);
  if (node.kind === 'ask' || node.kind === 'gate') {
    const answers = node.answers ?? [];
    for (const twice of repeated(answers.map((each) => each.id)))
      problems.push(`answer ${twice} is given twice`);
    for (const each of answers) {
      if (each.when === undefined) continue;
      problems.push(...readRule(each.when).problems.map((problem) => `answer ${each.id}: ${problem}`));
    }
  }
  return problems;
}

/** Each id that comes more than once, once. */
export function repeated<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
