import { finding, type Finding } from './finding.ts';
import { repeated } from './read-graph.ts';
import {
  labelledIds,
  own,
  partNames,
  type DraftGraph,
  type DraftNode,
  type PartName,
  type ScriptText,
  type SectionText,
} from './model.ts';

/** A section of `text.<lang>.md` before it is known what it belongs to. Lines are 1-based. */
interface RawSection {
  readonly heading: string;
  readonly line: number;
  readonly parts: { readonly name: string; readonly line: number; readonly lines: string[] }[];
}

/** Names in a text that belong to nothing: a slip of the pen that explains what is missing beside it. */
export interface Strays {
  readonly sections: readonly string[];
  /** Labels and parts, by heading. */
  readonly inside: Readonly<Record<string, readonly string[]>>;
}

export interface TextReading {
  readonly text: ScriptText;
  readonly findings: readonly Finding[];
  readonly strays: Strays;
  /** 1-based line of each heading. */
  readonly lines: Readonly<Record<string, number>>;
}

const labelLine = /^ {0,3}- +([a-z][a-z0-9-]{0,39}):(?:\s+(.*))?$/u;

/** Reads the wording of one language as far as it can be read; what breaks the format is a finding. */
export function readText(source: string, graph: DraftGraph, language: string): TextReading {
  const findings: Finding[] = [];
  const sections: Record<string, SectionText> = {};
  const slots: Record<string, Readonly<Record<string, string>>> = {};
  const straySections: string[] = [];
  const inside: Record<string, readonly string[]> = {};
  const lines: Record<string, number> = {};
  let title = '';
  const raw = splitSections(source);
  const twice = repeated(raw.map((section) => section.heading));

  for (const section of raw) {
    const { heading, line } = section;
    const node = own(graph.nodes, heading);
    const slot = slotOf(graph, heading);
    const where = { node: node === undefined ? undefined : heading, language, line };
    const add = (message: string) => findings.push(finding('invalid-schema', message, where));
    const isTitle = heading === `@${graph.title}`;
    if (node === undefined && slot === undefined && !isTitle) {
      straySections.push(heading);
      add(`section ${heading} belongs to nothing`);
      continue;
    }
    if (Object.hasOwn(lines, heading)) continue;
    lines[heading] = line;
    if (twice.includes(heading)) add(`section ${heading} is given twice`);

    const allowed = node === undefined ? (slot ?? null) : labelledIds(node);
    const read = readSection(section, allowed, node);
    for (const problem of read.problems) add(problem);
    inside[heading] = read.strays;
    if (node !== undefined) sections[heading] = read.text;
    else if (slot === undefined) title = read.text.words;
    else slots[heading.slice(1)] = read.text.labels;
  }
  return { text: { title, sections, slots }, findings, strays: { sections: straySections, inside }, lines };
}

/** Takes comments out and cuts at the headings; what stands before the first heading is for translators. */
function splitSections(source: string): readonly RawSection[] {
  const sections: RawSection[] = [];
  let comment = false;
  for (const [index, written] of source
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\n|\r/u)
    .entries()) {
    const stripped = stripComments(written, comment);
    comment = stripped.open;
    if (stripped.text !== written && stripped.text.trim() === '') continue;
    const line = index + 1;
    const heading = /^## +(.*)$/u.exec(stripped.text)?.[1];
    if (heading !== undefined) {
      sections.push({ heading: heading.trim(), line, parts: [{ name: '', line, lines: [] }] });
      continue;
    }
    const section = sections.at(-1);
    if (section === undefined) continue;
    const part = /^### +(.*)$/u.exec(stripped.text)?.[1];
    if (part !== undefined) section.parts.push({ name: part.trim(), line, lines: [] });
    else section.parts.at(-1)?.lines.push(stripped.text);
  }
  return sections;
}

function stripComments(line: string, inComment: boolean): { readonly text: string; readonly open: boolean } {
  let text = '';
  let rest = line;
  let open = inComment;
  for (;;) {
    const at = rest.indexOf(open ? '-->' : '<!--');
    if (at < 0) return { text: open ? text : text + rest, open };
    if (!open) text += rest.slice(0, at);
    rest = rest.slice(at + (open ? 3 : 4));
    open = !open;
  }
}

/** The variant ids of the slot a heading `@<set>.<slot>` names. */
function slotOf(graph: DraftGraph, heading: string): readonly string[] | undefined {
  const [, set = '', slot = ''] = /^@([^.]+)\.([^.]+)$/u.exec(heading) ?? [];
  return own(graph.slots, set)
    ?.find((each) => each.id === slot)
    ?.variants.map((variant) => variant.id);
}

function partsOf(node: DraftNode | undefined): readonly PartName[] {
  if (node === undefined) return [];
  return partNames.filter((part) => {
    if (part === 'thanks') return node.kind === 'hold';
    if (part === 'failed') return node.kind === 'transfer';
    return part !== 'closing' || node.kind === 'conduct';
  });
}

function readSection(section: RawSection, allowed: readonly string[] | null, node: DraftNode | undefined) {
  const parts: Partial<Record<PartName, string>> = {};
  const labels: Record<string, string> = {};
  const strays: string[] = [];
  const problems = repeated(section.parts.map((part) => part.name)).map(
    (name) => `part ${name} is given twice`,
  );
  let words = '';
  const lawful = partsOf(node);
  for (const part of section.parts) {
    const split = splitLabels(part.lines, allowed);
    for (const [id, label] of split.labels) {
      if (Object.hasOwn(labels, id)) problems.push(`label ${id} is given twice`);
      labels[id] = label;
    }
    for (const id of split.strays) {
      strays.push(id);
      problems.push(`label ${id} belongs to nothing in ${section.heading}`);
    }
    const name = lawful.find((each) => each === part.name);
    if (part.name === '') {
      words = split.words;
    } else if (name === undefined) {
      strays.push(part.name);
      problems.push(`part ${part.name} is not known in ${section.heading}`);
    } else {
      parts[name] ??= split.words;
    }
  }
  return { text: { words, parts, labels } satisfies SectionText, problems, strays };
}

/** Takes the label lines out of a part. `allowed` null: the section takes none; empty: it takes some, still unknown. */
function splitLabels(lines: readonly string[], allowed: readonly string[] | null) {
  const words: string[] = [];
  const labels: (readonly [id: string, label: string])[] = [];
  const strays: string[] = [];
  for (const line of lines) {
    const [, id, label = ''] = (allowed === null ? null : labelLine.exec(line)) ?? [];
    if (id === undefined) words.push(line);
    else if (allowed?.includes(id) === true) labels.push([id, label.trim()]);
    else if (allowed?.length !== 0) strays.push(id);
  }
  return { words: words.join('\n').trim(), labels, strays };
}
