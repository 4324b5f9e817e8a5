import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { usbIdSchema } from '../../electron/common/contract/headset-panel.ts';
import { quirksSchema } from '../../electron/common/headset/headset-quirks.ts';
import { quirkMeanings } from './quirk-meanings.ts';

export const quirksSchemaFile = join(import.meta.dirname, '../../docs/headset-quirks.schema.json');

/** What zod makes of an object. */
const objectNode = z.looseObject({
  $schema: z.string(),
  properties: z.record(z.string(), z.looseObject({})),
});

/** The form of a file of headset quirks as JSON Schema, for editors; formatted as the project formats. */
export async function makeQuirksSchema(): Promise<string> {
  const { $schema, ...quirks } = objectNode.parse(z.toJSONSchema(quirksSchema, { io: 'input' }));
  const properties = Object.entries(quirks.properties).map(
    ([name, property]) => [name, { ...property, description: quirkMeanings[name] }] as const,
  );
  const schema = {
    $schema,
    title: 'Headset quirks',
    description:
      'What headsets do other than their report descriptors say, by USB id (vendor:product, four hex digits each, lower case).',
    type: 'object',
    properties: { $schema: { type: 'string' } },
    patternProperties: {
      [z.toJSONSchema(usbIdSchema).pattern ?? '']: { ...quirks, properties: Object.fromEntries(properties) },
    },
    additionalProperties: false,
  };
  return format(JSON.stringify(schema), {
    ...(await resolveConfig(quirksSchemaFile)),
    filepath: quirksSchemaFile,
  });
}

if (import.meta.main) {
  await writeFile(quirksSchemaFile, await makeQuirksSchema());
  console.log(`Wrote ${quirksSchemaFile}.`);
}
