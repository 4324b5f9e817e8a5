import { readPlatform, type Platform } from './window-options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** OFFHOOK_VOICES: where exchange-host finds the voices of its customers. */
const anywhere = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'OFFHOOK_VOICES'] as const;

const allowed: Readonly<Record<Platform, readonly string[]>> = {
  win32: [
    ...anywhere,
    'SYSTEMROOT',
    'SYSTEMDRIVE',
    'WINDIR',
    'TEMP',
    'TMP',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'PROGRAMDATA',
  ],
  darwin: [...anywhere, 'HOME', 'TMPDIR', 'USER'],
  linux: [...anywhere, 'HOME', 'TMPDIR', 'USER', 'XDG_RUNTIME_DIR'],
};

/**
 * The environment a host process gets: a list, not a copy. What steers Node or the loader (NODE_OPTIONS, LD_PRELOAD,
 * DYLD_INSERT_LIBRARIES, ELECTRON_RUN_AS_NODE) and what may hold secrets stays outside.
 */
export function hostEnvironment(environment: Environment, platform: string): Record<string, string> {
  const names = new Set(allowed[readPlatform(platform)]);
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    // Windows knows names without regard to case ("Path", "SystemRoot").
    const known = platform === 'win32' ? name.toUpperCase() : name;
    if (value !== undefined && names.has(known)) kept[name] = value;
  }
  return kept;
}
