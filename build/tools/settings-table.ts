import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { configFileSchema, settingsSchema } from '../../electron/common/contract/settings.ts';
import { settingMeanings } from './setting-meanings.ts';

const file = join(import.meta.dirname, '../../docs/configuration.md');
const marks = [
  '<!-- table of settings: made by build/tools/settings-table.ts -->',
  '<!-- end of table -->',
] as const;

/** The part of JSON Schema that zod makes of the settings. */
interface SchemaNode {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly propertyNames?: SchemaNode;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: boolean | SchemaNode;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    type: z.string().exactOptional(),
    format: z.string().exactOptional(),
    pattern: z.string().exactOptional(),
    enum: z.array(z.string()).exactOptional(),
    minLength: z.number().exactOptional(),
    maxLength: z.number().exactOptional(),
    minimum: z.number().exactOptional(),
    maximum: z.number().exactOptional(),
    minItems: z.number().exactOptional(),
    maxItems: z.number().exactOptional(),
    default: z.unknown().exactOptional(),
    required: z.array(z.string()).exactOptional(),
    properties: z.record(z.string(), schemaNode).exactOptional(),
    propertyNames: schemaNode.exactOptional(),
    additionalProperties: z.union([z.boolean(), schemaNode]).exactOptional(),
    items: z.union([z.boolean(), schemaNode]).exactOptional(),
    prefixItems: z.array(schemaNode).exactOptional(),
    anyOf: z.array(schemaNode).exactOptional(),
  }),
);

export interface SettingRow {
  /** Dotted: `numbers.country`. */
  readonly key: string;
  readonly type: string;
  readonly default: string;
  readonly meaning: string | undefined;
  readonly inSettingsFile: boolean;
  readonly inConfigFile: boolean;
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** One row for every key of the settings file and of `--config FILE`. */
export function listSettings(): readonly SettingRow[] {
  const read = (schema: z.ZodType): ReadonlyMap<string, SchemaNode> =>
    new Map(flatten('', schemaNode.parse(z.toJSONSchema(schema, { io: 'input' }))));
  const saved = read(settingsSchema);
  const given = read(configFileSchema);
  const keys = [...new Set([...given.keys(), ...saved.keys()])];
  return keys.flatMap((key) => {
    const node = saved.get(key) ?? given.get(key);
    if (node === undefined) return [];
    return {
      key,
      type: describeType(node),
      default: node.default === undefined ? '' : code(JSON.stringify(node.default)),
      meaning: settingMeanings[key],
      inSettingsFile: saved.has(key),
      inConfigFile: given.has(key),
    };
  });
}

/** Groups have no row of their own, except those that may be absent as a whole (`null`). */
function flatten(path: string, node: SchemaNode): readonly (readonly [string, SchemaNode])[] {
  const group =
    node.properties === undefined ? node.anyOf?.find((one) => one.properties !== undefined) : node;
  if (group === undefined) return [[path, node]];
  const own = group === node ? [] : [[path, node] as const];
  const children = Object.entries(group.properties ?? {}).flatMap(([name, child]) =>
    flatten(path === '' ? name : `${path}.${name}`, child),
  );
  return [...own, ...children];
}

function describeType(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (node.anyOf !== undefined) return node.anyOf.map(describeType).join(' or ');
  if (node.prefixItems !== undefined) return `[${node.prefixItems.map(describeType).join(', ')}]`;
  switch (node.type) {
    case 'boolean':
      return '`true` or `false`';
    case 'null':
      return '`null`';
    case 'number':
      return `number ${range(node.minimum, node.maximum)}`.trim();
    case 'integer':
      return `whole number ${range(node.minimum, node.maximum)}`.trim();
    case 'array':
      return `list of ${range(node.minItems, node.maxItems)}: ${describeItems(node)}`;
    case 'object':
      return typeof node.additionalProperties === 'object'
        ? `map from text (${length(node.propertyNames ?? {})}) to text (${length(node.additionalProperties)})`
        : 'group';
    default:
      if (node.pattern !== undefined) return `text like ${code(node.pattern)}`;
      return node.format === 'uri' ? 'address' : `text (${length(node)})`;
  }
}

const describeItems = ({ items }: SchemaNode): string =>
  typeof items === 'object' ? describeType(items) : 'any value';

const range = (from: number | undefined, to: number | undefined): string =>
  from !== undefined && to === undefined
    ? `from ${String(from)}`
    : [from, to].filter((bound) => bound !== undefined).join(' to ');

const length = ({ minLength = 0, maxLength }: SchemaNode): string =>
  maxLength === undefined ? 'any length' : `${minLength} to ${maxLength} characters`;

function renderTable(rows: readonly SettingRow[]): string {
  const lines = rows.map(({ key, type, default: value, meaning = '', inSettingsFile }) => {
    const name = inSettingsFile ? code(key) : `${code(key)} (\`--config\` only)`;
    return `| ${[name, type, value, meaning].join(' | ')} |`;
  });
  return ['| key | type | default | meaning |', '|---|---|---|---|', ...lines].join('\n');
}

/** The document with the table between its marks made anew, formatted as the project formats. */
export async function updateDocument(document: string): Promise<string> {
  const [begin, end] = marks;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/configuration.md has lost the marks of its table');
  const made = `${document.slice(0, from)}${begin}\n\n${renderTable(listSettings())}\n\n${document.slice(to)}`;
  return format(made, { ...(await resolveConfig(file)), filepath: file });
}

/** `node build/tools/settings-table.ts`: writes the table into docs/configuration.md. */
if (import.meta.main) await writeFile(file, await updateDocument(await readFile(file, 'utf8')));
