import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { appError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';
import type { Platform } from '../common/policy/window-options.ts';
import type { SecretName, Secrets } from '../shell/secrets.ts';

/**
 * Secrets encrypted by the system's store (DPAPI, Keychain, libsecret or KWallet), one file each in the profile.
 * Without a secure store they live in memory, and `kept` says so. Call after `ready`.
 */
export async function openSecrets(profile: string, platform: Platform): Promise<Secrets> {
  return (await isStoreSecure(platform))
    ? createKeptSecrets(join(profile, 'secrets'))
    : createMemorySecrets();
}

async function isStoreSecure(platform: Platform): Promise<boolean> {
  // `basic_text` encrypts with a constant that everybody knows.
  const isPlain =
    platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
  return !isPlain && (await safeStorage.isAsyncEncryptionAvailable());
}

function createKeptSecrets(folder: string): Secrets {
  const unavailable = fail(appError('secret.unavailable'));
  const fileOf = (name: SecretName): string => join(folder, `${name}.bin`);

  const save = async (name: SecretName, value: string): Promise<void> => {
    const file = fileOf(name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, await safeStorage.encryptStringAsync(value), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  const load = async (name: SecretName): Promise<Result<string | null>> => {
    const sealed = await readFile(fileOf(name)).catch(() => null);
    if (sealed === null) return ok(null);
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed);
    // The key of the store was changed; the old one may go with the next update of the system.
    if (shouldReEncrypt) await save(name, result);
    return ok(result);
  };

  return {
    kept: true,
    read: (name) => load(name).catch(() => unavailable),
    write: (name, value) =>
      (value === null ? rm(fileOf(name), { force: true }) : save(name, value)).then(
        () => ok(null),
        () => unavailable,
      ),
  };
}

function createMemorySecrets(): Secrets {
  const secrets = new Map<SecretName, string>();
  return {
    kept: false,
    read: (name) => Promise.resolve(ok(secrets.get(name) ?? null)),
    write(name, value) {
      if (value === null) secrets.delete(name);
      else secrets.set(name, value);
      return Promise.resolve(ok(null));
    },
  };
}
