import type { Result } from '../common/lib/result.ts';

export type SecretName = 'sip-password' | 'queue-token' | 'turn-credential';

/** Secrets of this user. `kept` is false where they live in memory only and are gone with the program. */
export interface Secrets {
  readonly kept: boolean;
  read(name: SecretName): Promise<Result<string | null>>;
  write(name: SecretName, value: string | null): Promise<Result<null>>;
}
