/**
 * The nine fuses of the Electron binary, each a stated choice. `build/` flips them before signing, and a fuse that a
 * new Electron adds fails the build until it stands here.
 */
export const fusePlan = {
  // The program must not double as a Node interpreter: whoever can start it could run any script under its signature.
  RunAsNode: false,
  EnableCookieEncryption: true,
  // Also silences NODE_EXTRA_CA_CERTS; company certificates come from the system's store instead.
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
} as const satisfies Readonly<Record<string, boolean>>;

export type FuseName = keyof typeof fusePlan;
