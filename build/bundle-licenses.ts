import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { z } from 'zod';

/** Ships as files of its own: `node-hid` brings the C library that its binaries are made from. */
const besideBundles = ['node-hid', 'node-hid/hidapi', 'pkg-prebuilds'].map((name) => `node_modules/${name}`);

const manifestShape = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
});

/**
 * The licences of all that goes into the bundles of Node, in the form that Vite has for the pages; they ask to go with
 * every copy. A package that does not name its licence stops the build.
 */
export async function writeLicenses(root: string, { inputs }: Metafile): Promise<string> {
  const folders = new Set(besideBundles);
  for (const input of Object.keys(inputs)) {
    const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const sections = await Promise.all([...folders].map((folder) => describe(root, folder)));
  const intro = ['# Licenses', 'The app bundles dependencies which contain the following licenses:'];
  return `${[...intro, ...new Set(sections.sort())].join('\n\n')}\n`;
}

async function describe(root: string, folder: string): Promise<string> {
  const path = join(root, folder);
  const [file] = (await readdir(path)).filter((name) => /^(?:licen[sc]e|copying)\b/iu.test(name)).sort();
  const text = file === undefined ? undefined : (await readFile(join(path, file), 'utf8')).trim();
  const manifest = join(path, 'package.json');
  // A library inside a package has the name of its folder.
  if (!existsSync(manifest) && text !== undefined)
    return `## ${folder.replace(/^.*node_modules\//u, '')}\n\n${text}`;
  const { name, version, license, author } = manifestShape.parse(
    JSON.parse(await readFile(manifest, 'utf8')),
  );
  return `## ${name} - ${version} (${license})\n\n${text ?? `By ${author ?? 'its authors'}.`}`;
}
