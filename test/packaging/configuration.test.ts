import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'plist';
import { expect, test } from 'vitest';
import { builderConfiguration } from '../../build/electron-builder.ts';
import { generatedFiles } from '../../build/packaging/generate.ts';
import { addLinkHandlers, linkSchemes } from '../../build/packaging/link-handlers.ts';
import { packDirectory } from '../support/packaging/pack.ts';

const packaging = join(import.meta.dirname, '../../build/packaging');

test('a key that electron-builder does not know is refused before anything is packed', async () => {
  await expect(packDirectory('linux', { asarUnpak: [] } as never)).rejects.toThrow(
    /unknown property 'asarUnpak'/,
  );
});

test.each(Object.entries(generatedFiles))('%s is as its table says', async (name, generate) => {
  expect(await readFile(join(packaging, name), 'utf8')).toBe(generate());
});

test('a release demands signatures and notarisation, a trial does not', () => {
  const release = builderConfiguration({ isRelease: true });
  const trial = builderConfiguration({ isRelease: false });
  expect([release.forceCodeSigning, release.mac?.notarize]).toEqual([true, true]);
  expect([trial.forceCodeSigning, trial.mac?.notarize]).toEqual([false, false]);
});

test('the program asks macOS for two entitlements and no more', async () => {
  const entitlements = parse(await readFile(join(packaging, 'entitlements.mac.plist'), 'utf8'));
  expect(entitlements).toEqual({
    'com.apple.security.cs.allow-jit': true,
    'com.apple.security.device.audio-input': true,
  });
});

test('every link scheme is registered by NSIS with arguments closed, and removed again', async () => {
  const script = await readFile(join(packaging, 'installer.nsh'), 'utf8');
  for (const scheme of linkSchemes) {
    expect(script).toContain(
      `WriteRegStr SHCTX "Software\\Classes\\Offhook.${scheme}\\shell\\open\\command" "" '"$INSTDIR\\Offhook.exe" -- "%1"'`,
    );
    expect(script).toContain(`DeleteRegKey SHCTX "Software\\Classes\\Offhook.${scheme}"`);
  }
});

test('the MSI registers the same handlers, well formed', () => {
  const project = '<Wix><ComponentGroup Id="ProductComponents">\n    </ComponentGroup></Wix>';
  const changed = addLinkHandlers(project);
  const opened = changed.match(/<RegistryValue /g) ?? [];
  expect(opened).toHaveLength(linkSchemes.length * 5 + 3);
  expect(changed).toContain('Value="&quot;[APPLICATIONFOLDER]Offhook.exe&quot; -- &quot;%1&quot;"');
  expect(changed.match(/KeyPath="yes"/g)).toHaveLength(1);
  expect(isBalanced(changed)).toBe(true);
});

test('a WiX project of another form stops the build', () => {
  expect(() => addLinkHandlers('<Wix></Wix>')).toThrow('ComponentGroup');
});

/** Every element that opens closes or is empty. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = '', empty] of text.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
    if (slash === '/') {
      if (open.pop() !== name) return false;
    } else if (empty !== '/') open.push(name);
  }
  return open.length === 0;
}
