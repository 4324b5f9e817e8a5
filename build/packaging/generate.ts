import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { udevRules } from './headset-vendors.ts';
import { defaultAssociations, nsisInclude } from './link-handlers.ts';

/** What installers and administrators get as files, made from the tables beside. A test compares the files. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'installer.nsh': nsisInclude,
  'default-associations.xml': defaultAssociations,
  '60-offhook-headsets.rules': udevRules,
};

if (import.meta.main) {
  for (const [name, generate] of Object.entries(generatedFiles))
    await writeFile(join(import.meta.dirname, name), generate());
}
