import {
  settingsSchema,
  sipSettingsSchema,
  configFileSchema,
  type ConfigFile,
  type Settings,
} from '../../common/contract/settings.ts';
import { localeSchema } from '../../common/contract/desk-state.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Result } from '../../common/lib/result.ts';
import { needsTurnCredential } from './ice-servers.ts';
import type { SecretName, Secrets } from '../../shell/secrets.ts';
import type { SettingsFile } from '../../shell/settings-file.ts';

export interface SettingsKeeper {
  /** In force: defaults, then the file, then `--config`. */
  current(): Settings;
  password(): string | null;
  /** Of the web service of the queue. */
  queueToken(): string | null;
  /** Of the relays that need one. */
  turnCredential(): string | null;
  readonly secretsKept: boolean;
  load(): Promise<readonly AppError[]>;
  /** Changes the file. For the rest of this run the change also stands above what `--config` says. */
  change(patch: Partial<Settings>): Promise<Result<null>>;
  setSecret(name: SecretName, value: string): Promise<Result<null>>;
}

const secretNames: readonly SecretName[] = ['sip-password', 'queue-token', 'turn-credential'];

export function createSettingsKeeper(ports: {
  readonly file: SettingsFile;
  readonly secrets: Secrets;
  readonly config: ConfigFile;
  /** BCP 47; the language of a first start if the desk speaks it. */
  readonly systemLocale: string;
}): SettingsKeeper {
  const { sip: fixedSip, queueToken: fixedToken, ...fixedRest } = ports.config;
  const { password: fixedPassword, turnCredential: fixedCredential, ...fixedAccount } = fixedSip ?? {};
  const account = sipSettingsSchema.safeParse(fixedAccount);
  const fixed =
    fixedSip === undefined ? fixedRest : { ...fixedRest, sip: account.success ? account.data : null };
  const native = localeSchema.safeParse(ports.systemLocale.split('-')[0]);
  let saved: Settings = settingsSchema.parse(native.success ? { locale: native.data } : {});
  const secrets = new Map<SecretName, string>();
  if (fixedPassword !== undefined) secrets.set('sip-password', fixedPassword);
  if (fixedToken !== undefined) secrets.set('queue-token', fixedToken);
  if (fixedCredential !== undefined) secrets.set('turn-credential', fixedCredential);

  let wished: Partial<Settings> = {};
  const combine = (): Settings => ({ ...saved, ...fixed, ...wished });
  let inForce = combine();

  const isNeeded = (name: SecretName): boolean => {
    if (name === 'queue-token') return inForce.queue.service !== undefined;
    return name === 'sip-password' || needsTurnCredential(inForce.sip);
  };

  return {
    current: () => inForce,
    password: () => secrets.get('sip-password') ?? null,
    queueToken: () => secrets.get('queue-token') ?? null,
    turnCredential: () => secrets.get('turn-credential') ?? null,
    secretsKept: ports.secrets.kept,
    async load() {
      const troubles: AppError[] = [];
      const read = await ports.file.read();
      if (!read.ok) troubles.push(read.error);
      else if (read.value !== undefined) {
        const parsed = settingsSchema.safeParse(read.value);
        if (parsed.success) saved = parsed.data;
        else
          troubles.push(
            appError('config.invalid', { file: 'settings.json', where: issuePath(parsed.error) }),
          );
      }
      inForce = combine();
      for (const name of secretNames) {
        if (secrets.has(name)) continue;
        const secret = await ports.secrets.read(name);
        if (!secret.ok && isNeeded(name)) troubles.push(secret.error);
        if (!secret.ok) continue;
        if (secret.value !== null) secrets.set(name, secret.value);
      }
      return troubles;
    },
    change(patch) {
      saved = { ...saved, ...patch };
      wished = { ...wished, ...patch };
      inForce = combine();
      return ports.file.write(saved);
    },
    setSecret(name, value) {
      secrets.set(name, value);
      return ports.secrets.write(name, value);
    },
  };
}

const issuePath = (error: { issues: readonly { path: readonly PropertyKey[] }[] }): string =>
  error.issues[0]?.path.map(String).join('.') ?? '';

/** Checks the content of `--config FILE`; names the first place that is wrong. */
export function readConfig(content: unknown): Result<ConfigFile> {
  const parsed = configFileSchema.safeParse(content);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const path = [where, issue.keys[0] ?? ''].filter((part) => part !== '').join('.');
    return { ok: false, error: appError('config.unknown-key', { where: path }) };
  }
  return { ok: false, error: appError('config.invalid', { where }) };
}
