import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform, type Configuration } from 'electron-builder';
import { bundleAll } from './bundle.ts';
import { builderConfiguration } from './electron-builder.ts';

const root = join(import.meta.dirname, '..');
const platforms = { win: Platform.WINDOWS, mac: Platform.MAC, linux: Platform.LINUX } as const;
const usage = 'package.ts win|mac|linux [--dir] [--release] [--electron-dist PATH]';

/** Bundles and packs. `--dir`: the program as a folder, no installer. `--electron-dist`: Electron from disk. */
async function packageFor(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'boolean', default: false },
      release: { type: 'boolean', default: false },
      'electron-dist': { type: 'string' },
    },
  });
  const [name] = positionals;
  if (name !== 'win' && name !== 'mac' && name !== 'linux') throw new Error(`Usage: ${usage}`);
  await bundleAll(join(root, 'dist'));
  const electronDist = values['electron-dist'];
  const config: Configuration = {
    ...builderConfiguration({ isRelease: values.release }),
    ...(electronDist === undefined ? {} : { electronDist }),
  };
  const made = await build({
    projectDir: root,
    targets: platforms[name].createTarget(values.dir ? 'dir' : null),
    config,
    publish: 'never',
  });
  for (const file of made) console.log(file);
}

if (import.meta.main) await packageFor(process.argv.slice(2));
