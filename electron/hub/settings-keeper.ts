import {
  settingsSchema,
  configFileSchema,
  type ConfigFile,
  type Settings,
} from '../common/contract/settings.ts';
import { localeSchema } from '../common/contract/desk-state.ts';
import { appError, type AppError } from '../common/lib/app-error.ts';
import type { Result } from '../common/lib/result.ts';
import type { Secrets } from '../shell/secrets.ts';
import type { SettingsFile } from '../shell/settings-file.ts';

export interface SettingsKeeper {
  /** In force: defaults, then the file, then `--config`. */
  current(): Settings;
  password(): string | null;
  readonly secretsKept: boolean;
  load(): Promise<readonly AppError[]>;
  /** Changes the file. For the rest of this run the change also stands above what `--config` says. */
  change(patch: Partial<Settings>): Promise<Result<null>>;
  setPassword(password: string): Promise<Result<null>>;
}

export function createSettingsKeeper(ports: {
  readonly file: SettingsFile;
  readonly secrets: Secrets;
  readonly config: ConfigFile;
  /** BCP 47; the language of a first start if the desk speaks it. */
  readonly systemLocale: string;
}): SettingsKeeper {
  const { sip: fixedSip, ...fixed } = ports.config;
  const native = localeSchema.safeParse(ports.systemLocale.split('-')[0]);
  let saved: Settings = settingsSchema.parse(native.success ? { locale: native.data } : {});
  let password: string | null = null;

  const fixedAccount = (): Partial<Settings> => {
    if (fixedSip === undefined) return {};
    if (fixedSip === null) return { sip: null };
    const { password: given, ...sip } = fixedSip;
    password ??= given ?? null;
    return { sip };
  };

  let wished: Partial<Settings> = {};
  const combine = (): Settings => ({ ...saved, ...fixed, ...fixedAccount(), ...wished });
  let inForce = combine();

  return {
    current: () => inForce,
    password: () => password,
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
      if (password === null) {
        const secret = await ports.secrets.read('sip-password');
        if (secret.ok) password = secret.value;
        else troubles.push(secret.error);
      }
      return troubles;
    },
    change(patch) {
      saved = { ...saved, ...patch };
      wished = { ...wished, ...patch };
      inForce = combine();
      return ports.file.write(saved);
    },
    setPassword(value) {
      password = value;
      return ports.secrets.write('sip-password', value);
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
