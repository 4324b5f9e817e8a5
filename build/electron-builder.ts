import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { builderFuses, flipAllFuses, linuxExecutable } from './packaging/fuses.ts';
import { addLinkHandlers, linkSchemes } from './packaging/link-handlers.ts';

const packaging = join(import.meta.dirname, 'packaging');

/**
 * node-hid loads its binary through pkg-prebuilds; both ship as real folders, and nothing else of node_modules.
 * Exclusions only: electron-builder asks no other patterns about dependencies.
 */
const nodeModules = [
  '!node_modules/!(node-hid|pkg-prebuilds)/**',
  '!node_modules/node-hid/{src,hidapi}/**',
  '!node_modules/node-hid/{binding.gyp,nodehid.d.ts,README.md}',
  '!node_modules/pkg-prebuilds/{bin,node_modules}/**',
  '!node_modules/pkg-prebuilds/{bindings.d.ts,README.md}',
];
/**
 * The list of one platform, with the binaries of node-hid it can load. Whole and per platform on purpose: a list
 * besides a common one makes electron-builder add everything in the folder.
 */
const filesWith = (prebuilds: string): string[] => [
  'dist/**',
  'package.json',
  '!dist/browser-host',
  '!dist/preload/*-browser.js',
  '!dist/**/*.{map,ts}',
  ...nodeModules,
  `!node_modules/node-hid/prebuilds/!(${prebuilds})/**`,
];

/**
 * The installers. `isRelease` demands signatures and notarisation; without it a package is for trying out. The
 * browser host stays outside: it serves machines without Electron.
 */
export function builderConfiguration({ isRelease }: { readonly isRelease: boolean }): Configuration {
  return {
    appId: 'app.offhook.desk',
    productName: 'Offhook',
    directories: { output: 'out', buildResources: packaging },
    asar: true,
    asarUnpack: ['**/*.node'],
    npmRebuild: false,
    nodeGypRebuild: false,
    // The languages of the desk; Chromium's own texts in any other would never be seen.
    electronLanguages: ['en', 'en-US', 'uk', 'ro', 'ru', 'fa'],
    electronFuses: builderFuses,
    afterPack: flipAllFuses,
    toolsets: { nsis: '1.2.1', winCodeSign: '1.1.0', wine: '1.0.1', appimage: '1.0.3' },
    protocols: [{ name: 'Telephone call', role: 'Viewer', schemes: [...linkSchemes] }],
    publish: null,
    forceCodeSigning: isRelease,
    win: {
      target: [
        { target: 'nsis', arch: ['x64', 'arm64'] },
        { target: 'msi', arch: ['x64'] },
      ],
      icon: join(packaging, 'icon.ico'),
      files: filesWith('HID-win32-x64|HID-win32-arm64'),
      signExts: ['.node', '.dll'],
      signtoolOptions: {
        signingHashAlgorithms: ['sha256'],
        rfc3161TimeStampServer: 'http://timestamp.digicert.com',
      },
      verifyUpdateCodeSignature: true,
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowElevation: true,
      include: join(packaging, 'installer.nsh'),
      warningsAsErrors: true,
    },
    // The code names the product to Windows for ever: with another one an update would install a second program.
    msi: { perMachine: true, upgradeCode: '{D03BCDBB-ADC5-49AE-BBF7-ADDB1797E7CA}' },
    msiProjectCreated: async (path) => {
      await writeFile(path, addLinkHandlers(await readFile(path, 'utf8')));
    },
    mac: {
      target: ['dmg', 'zip', 'pkg'].map((target) => ({ target, arch: ['universal' as const] })),
      category: 'public.app-category.business',
      icon: join(packaging, 'icon.icns'),
      minimumSystemVersion: '13.0',
      files: filesWith('HID-darwin-x64|HID-darwin-arm64'),
      mergeASARs: true,
      // Both halves of the universal build carry the same files, each for one architecture.
      x64ArchFiles: '**/node-hid/prebuilds/**',
      hardenedRuntime: true,
      strictVerify: true,
      entitlements: join(packaging, 'entitlements.mac.plist'),
      entitlementsInherit: join(packaging, 'entitlements.mac.plist'),
      notarize: isRelease,
      extendInfo: {
        NSMicrophoneUsageDescription: 'Offhook carries your voice in telephone calls.',
        NSLocalNetworkUsageDescription: 'Offhook connects to the telephone server in your office.',
      },
    },
    linux: {
      target: ['dir'],
      category: 'Office',
      executableName: linuxExecutable,
      icon: join(packaging, 'icon.png'),
      files: filesWith('HID_hidraw-linux-x64|HID_hidraw-linux-arm64'),
      extraFiles: [{ from: join(packaging, '60-offhook-headsets.rules'), to: '60-offhook-headsets.rules' }],
    },
  };
}
