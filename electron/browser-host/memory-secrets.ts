import { ok } from '../common/lib/result.ts';
import type { SecretName, Secrets } from '../shell/secrets.ts';

/** A plain process has no secret store that other programs of this user could not read, so nothing is kept. */
export function memorySecrets(): Secrets {
  const values = new Map<SecretName, string>();
  return {
    kept: false,
    read: (name) => Promise.resolve(ok(values.get(name) ?? null)),
    write: (name, value) => {
      if (value === null) values.delete(name);
      else values.set(name, value);
      return Promise.resolve(ok(null));
    },
  };
}
