import { z } from 'zod';
import { fieldTypes } from './field-types.ts';

/**
 * A call script: a graph of steps (`script.yaml`) and its wording in each language (`text.<lang>.md`).
 * Ids are language-free and stable, so statistics and translations outlive new wording.
 */
export const idPattern = /^[a-z][a-z0-9-]{0,39}$/u;
const fieldNamePattern = /^[a-z][a-z0-9_]{0,39}$/u;
const languagePattern = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/u;

/** Back to the step the detour was called from. */
export const backToCaller = '@return';

const id = z.string().regex(idPattern, 'is not an id (small letters, digits and hyphens)');
const fieldName = z.string().regex(fieldNamePattern, 'is not a field name (small letters, digits and _)');
const target = z
  .string()
  .refine(
    (value) => value === backToCaller || idPattern.test(value),
    'is neither a node id nor "@return" (in quotes)',
  );
const rule = z.json().refine((value) => value !== null, 'is empty');
const uniqueIds = z
  .array(id)
  .min(1)
  .refine((ids) => new Set(ids).size === ids.length, 'names an id twice');

function isRegExp(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

const fieldSchema = z
  .strictObject({
    name: fieldName,
    type: z.enum(fieldTypes),
    required: z.boolean().exactOptional(),
    pattern: z.string().refine(isRegExp, 'is not a regular expression').exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    mask: z.string().min(1).exactOptional(),
    options: uniqueIds.exactOptional(),
    target: z
      .string()
      .regex(/^(case|customer)\.[a-z][a-z0-9_]{0,39}$/u, 'is neither case.<name> nor customer.<name>')
      .exactOptional(),
  })
  .refine((field) => (field.options !== undefined) === (field.type === 'choice'), {
    message: 'has options without being a choice, or is a choice without options',
    path: ['options'],
  });

export const gateKinds = ['permission', 'identity', 'consent', 'safety', 'all-solved'] as const;

/** The node kinds of the format, over what a way on may be: absent while a script is being checked, sure afterwards. */
const nodeUnion = <N extends z.ZodType, A extends z.ZodType>(next: N, answers: A) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('say'), next, use: id.exactOptional() }),
    z.strictObject({ kind: z.literal('ask'), answers, use: id.exactOptional() }),
    z.strictObject({ kind: z.literal('gate'), gate: z.enum(gateKinds), answers }),
    z.strictObject({ kind: z.literal('field'), field: fieldSchema, next }),
    z.strictObject({ kind: z.literal('hold'), next, reasons: uniqueIds.exactOptional() }),
    z.strictObject({ kind: z.literal('transfer'), to: id, next, outcome: id.exactOptional() }),
    z.strictObject({
      kind: z.literal('conduct'),
      outcome: id,
      next,
      warnings: z.int().min(1).max(3).exactOptional(),
    }),
    z.strictObject({ kind: z.literal('callback'), next }),
    z.strictObject({ kind: z.literal('kb'), article: z.string().min(1), next }),
    z.strictObject({ kind: z.literal('checklist'), items: uniqueIds, next }),
    z.strictObject({
      kind: z.literal('calc'),
      calc: z.strictObject({ into: fieldName, formula: rule }),
      next,
    }),
    z.strictObject({ kind: z.literal('sub'), script: id, next }),
    z.strictObject({ kind: z.literal('end'), outcome: id, use: id.exactOptional() }),
  ]);

const answer = <N extends z.ZodType>(next: N) =>
  z.strictObject({ id, key: z.int().min(1).max(9), next, when: rule.exactOptional() });

const slotSchema = z.strictObject({
  id,
  variants: z.array(z.strictObject({ id, when: rule.exactOptional() })).min(1),
});

const graph = <N extends z.ZodType>(node: N) =>
  z.strictObject({
    schema: z.literal(1),
    id,
    version: z.int().min(1),
    title: id,
    languages: z
      .array(z.string().regex(languagePattern, 'is not a language code'))
      .min(1)
      .refine((codes) => new Set(codes).size === codes.length, 'names a language twice'),
    direction: z.enum(['inbound', 'outbound', 'any']).default('any'),
    situations: z.array(id).default([]),
    valid_from: z.iso.date().exactOptional(),
    start: id,
    anytime: z.array(id).default([]),
    slots: z.record(id, z.array(slotSchema).min(1)).default({}),
    nodes: z.record(id, node).refine((nodes) => Object.keys(nodes).length > 0, 'has no node'),
  });

/** As an author may write it: a way on that is missing is a dead end, not a broken file. */
export const draftGraphSchema = graph(
  nodeUnion(target.nullish(), z.array(answer(target.nullish())).nullish()),
);
/** As it runs. */
export const scriptGraphSchema = graph(nodeUnion(target, z.array(answer(target)).min(1)));

export const partNames = ['short', 'why', 'thanks', 'failed', 'closing'] as const;
export type PartName = (typeof partNames)[number];

/** The wording of one node in one language: Markdown with merge fields; labels are plain text with merge fields. */
export interface SectionText {
  readonly words: string;
  readonly parts: Readonly<Partial<Record<PartName, string>>>;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ScriptText {
  readonly title: string;
  readonly sections: Readonly<Record<string, SectionText>>;
  /** By `<set>.<slot>`, then by variant. */
  readonly slots: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type DraftGraph = z.infer<typeof draftGraphSchema>;
export type DraftNode = DraftGraph['nodes'][string];
export type ScriptGraph = z.infer<typeof scriptGraphSchema>;
export type ScriptNode = ScriptGraph['nodes'][string];
export type ScriptField = Extract<ScriptNode, { kind: 'field' }>['field'];
export type Rule = z.core.util.JSONType;

/** A checked script: every target exists, every language has its words. */
export interface Script extends ScriptGraph {
  readonly texts: Readonly<Record<string, ScriptText>>;
}

/** Scripts by id, for `sub` nodes. */
export type ScriptLibrary = Readonly<Record<string, Script>>;

/** Reads a key that the record itself has: `constructor` is a lawful id and must not find Object's. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The ids of a node's answers, items, reasons or options; null for a node that takes no labels. */
export function labelledIds(node: DraftNode): readonly string[] | null {
  switch (node.kind) {
    case 'ask':
    case 'gate':
      return (node.answers ?? []).map((each) => each.id);
    case 'checklist':
      return node.items;
    case 'hold':
      return node.reasons ?? null;
    case 'field':
      return node.field.options ?? null;
    default:
      return null;
  }
}
