import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { fusePlan } from '../../electron/common/policy/fuse-plan.ts';

type BuilderFuses = Required<Omit<NonNullable<Configuration['electronFuses']>, 'resetAdHocDarwinSignature'>>;

/** The eight fuses electron-builder knows; it flips them right before signing. */
export const builderFuses: BuilderFuses = {
  runAsNode: fusePlan.RunAsNode,
  enableCookieEncryption: fusePlan.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: fusePlan.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: fusePlan.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: fusePlan.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: fusePlan.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: fusePlan.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: fusePlan.GrantFileProtocolExtraPrivileges,
};

/** All nine. `strictlyRequireAllFuses` fails the build when a new Electron brings a tenth that nobody has decided. */
export async function flipAllFuses(context: AfterPackContext): Promise<void> {
  await flipFuses(findExecutable(context), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: fusePlan.RunAsNode,
    [FuseV1Options.EnableCookieEncryption]: fusePlan.EnableCookieEncryption,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: fusePlan.EnableNodeOptionsEnvironmentVariable,
    [FuseV1Options.EnableNodeCliInspectArguments]: fusePlan.EnableNodeCliInspectArguments,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: fusePlan.EnableEmbeddedAsarIntegrityValidation,
    [FuseV1Options.OnlyLoadAppFromAsar]: fusePlan.OnlyLoadAppFromAsar,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: fusePlan.LoadBrowserProcessSpecificV8Snapshot,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: fusePlan.GrantFileProtocolExtraPrivileges,
    [FuseV1Options.WasmTrapHandlers]: fusePlan.WasmTrapHandlers,
  });
}

function findExecutable({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  return join(appOutDir, linuxExecutable);
}

export const linuxExecutable = 'offhook';
