export interface StartOptions {
  /** Folder of the profile; `null`: the usual one of this user. */
  readonly profile: string | null;
  /** File of `--config`; `null`: none. */
  readonly config: string | null;
}

/** Reads `--profile DIR` and `--config FILE` (also with `=`) out of a command line that Chromium has added to. */
export function readStartOptions(args: readonly string[]): StartOptions {
  return { profile: findOption(args, '--profile'), config: findOption(args, '--config') };
}

function findOption(args: readonly string[], name: string): string | null {
  const joined = args.find((argument) => argument.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1) || null;
  const place = args.indexOf(name);
  const value = place === -1 ? undefined : args[place + 1];
  return value === undefined || value.startsWith('--') ? null : value;
}
