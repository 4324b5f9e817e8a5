import {
  sipSettingsSchema,
  type Settings,
  type SipSettings,
} from '../../../../electron/common/contract/settings.ts';

/** The fields of the form as typed. */
export interface SettingsForm {
  readonly practice: boolean;
  /** One address per line. */
  readonly servers: string;
  readonly domain: string;
  readonly user: string;
  readonly displayName: string;
  /** Empty: the one known already stays. */
  readonly password: string;
}

export const formFields = ['servers', 'domain', 'user'] as const;
export type FormField = (typeof formFields)[number];

export type FormReading =
  | { readonly ok: true; readonly sip: SipSettings | null }
  | { readonly ok: false; readonly wrong: readonly FormField[] };

export function formOf({ practice, sip }: Settings): SettingsForm {
  return {
    practice,
    servers: sip?.servers.join('\n') ?? '',
    domain: sip?.domain ?? '',
    user: sip?.user ?? '',
    displayName: sip?.displayName ?? '',
    password: '',
  };
}

/** The server as the schema of the settings wants it. In practice mode it may be left out altogether. */
export function readForm(form: SettingsForm): FormReading {
  const displayName = form.displayName.trim();
  const sip = {
    servers: form.servers.split(/\s+/u).filter((line) => line !== ''),
    domain: form.domain.trim(),
    user: form.user.trim(),
    ...(displayName === '' ? {} : { displayName }),
  };
  const isEmpty = sip.servers.length === 0 && sip.domain === '' && sip.user === '';
  if (isEmpty && form.practice) return { ok: true, sip: null };
  const parsed = sipSettingsSchema.safeParse(sip);
  if (parsed.success) return { ok: true, sip: parsed.data };
  const paths = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return { ok: false, wrong: formFields.filter((field) => paths.has(field)) };
}

/** The password as commands want it: absent when nothing was typed. */
export function passwordOf({ password }: SettingsForm): { readonly password?: string } {
  return password === '' ? {} : { password };
}
