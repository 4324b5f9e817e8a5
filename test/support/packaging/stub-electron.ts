import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build as buildPlist } from 'plist';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** What marks the fuse wire in the binary; behind it a version, a length and one character for each fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

/** As Electron ships it: version 1, nine fuses, '0' off and '1' on; cookie encryption to trap handlers. */
const fuseWire = Buffer.concat([
  Buffer.from(sentinel),
  Buffer.from([1, fuseCount]),
  Buffer.from('101100011', 'latin1'),
]);

const version = '45.4.1';

/** A folder that electron-builder takes for an unpacked Electron. It holds the parts that packing changes or reads. */
export async function buildStubElectron(
  folder: string,
  platform: 'linux' | 'win32' | 'darwin',
): Promise<string> {
  const write = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
    await chmod(join(folder, path), 0o755);
  };
  await write('version', version);
  await write('LICENSE', 'stub');
  await write('LICENSES.chromium.html', 'stub');
  if (platform !== 'darwin')
    for (const language of ['de', 'en-US', 'fa', 'ro', 'ru', 'uk'])
      await write(`locales/${language}.pak`, 'stub');
  if (platform === 'linux')
    await write('electron', Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), fuseWire]));
  if (platform === 'win32') await write('electron.exe', Buffer.concat([emptyExecutable(), fuseWire]));
  if (platform === 'darwin') await writeApp(write);
  return folder;
}

/** A portable executable that does nothing, with the version resource that electron-builder rewrites. */
function emptyExecutable(): Buffer {
  const executable = NtExecutable.createEmpty();
  const resources = NtExecutableResource.from(executable);
  const info = Resource.VersionInfo.createEmpty();
  info.setStringValues(
    { lang: 1033, codepage: 1200 },
    { ProductName: 'Electron', FileDescription: 'Electron' },
  );
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}

async function writeApp(write: (path: string, content: string | Buffer) => Promise<void>): Promise<void> {
  const contents = 'Electron.app/Contents';
  const describe = (name: string): string =>
    buildPlist({ CFBundleIdentifier: `com.github.${name}`, CFBundleExecutable: name, CFBundleName: name });
  await write(`${contents}/Info.plist`, describe('Electron'));
  await write(`${contents}/PkgInfo`, 'APPL????');
  await write(`${contents}/MacOS/Electron`, '#!/bin/sh\nexit 0\n');
  await write(`${contents}/Resources/electron.icns`, 'icns');
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  await write(`${framework}/Electron Framework`, fuseWire);
  for (const language of ['de', 'en', 'uk']) {
    await write(`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`, 'stub');
    await write(`${contents}/Resources/${language}.lproj/.keep`, '');
  }
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const helper = `Electron Helper${kind}`;
    await write(`${contents}/Frameworks/${helper}.app/Contents/Info.plist`, describe(helper));
    await write(`${contents}/Frameworks/${helper}.app/Contents/MacOS/${helper}`, '#!/bin/sh\nexit 0\n');
  }
}
