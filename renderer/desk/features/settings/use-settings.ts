import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { deskContract } from '../../../../electron/common/contract/desk-contract.ts';
import type { SipSettings } from '../../../../electron/common/contract/settings.ts';
import type { AppError } from '../../../../electron/common/lib/app-error.ts';
import { useDesk } from '../../desk-context.ts';
import { formOf, passwordOf, readForm, type FormField, type SettingsForm } from './settings-form.ts';

type TestReport = z.output<(typeof deskContract.commands)['settings/test-connection']['output']>;
export type TestStep = TestReport['steps'][number];

export interface SettingsWork {
  /** Null until the settings are read. */
  readonly form: SettingsForm | null;
  /** Why they could not be read. */
  readonly unread: AppError | null;
  readonly secretsKept: boolean;
  readonly change: (part: Partial<SettingsForm>) => void;
  readonly wrong: readonly FormField[];
  readonly test: 'none' | 'running' | readonly TestStep[];
  readonly isSaved: boolean;
  readonly save: () => Promise<void>;
  readonly runTest: () => Promise<void>;
}

/** A probe walks through name, port, certificate, WebSocket and account; each may take its whole time. */
const testTimeoutMs = 40_000;

export function useSettings(): SettingsWork {
  const { link } = useDesk();
  const [form, setForm] = useState<SettingsForm | null>(null);
  const [unread, setUnread] = useState<AppError | null>(null);
  const [secretsKept, setSecretsKept] = useState(true);
  const [wrong, setWrong] = useState<readonly FormField[]>([]);
  const [test, setTest] = useState<SettingsWork['test']>('none');
  const [isSaved, setSaved] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void link.request('settings/read', null).then((result) => {
      if (!isCurrent) return;
      if (!result.ok) {
        setUnread(result.error);
        return;
      }
      setForm(formOf(result.value.settings));
      setSecretsKept(result.value.secretsKept);
    });
    return () => {
      isCurrent = false;
    };
  }, [link]);

  /** The server if the form is right; otherwise says what is not. `undefined`: the form is wrong. */
  const read = (): SipSettings | null | undefined => {
    if (form === null) return undefined;
    const reading = readForm(form);
    setWrong(reading.ok ? [] : reading.wrong);
    return reading.ok ? reading.sip : undefined;
  };

  return {
    form,
    unread,
    secretsKept,
    wrong,
    test,
    isSaved,
    change(part) {
      setForm((before) => (before === null ? null : { ...before, ...part }));
      setSaved(false);
      setTest('none');
    },
    async save() {
      const sip = read();
      if (form === null || sip === undefined) return;
      const input = { practice: form.practice, sip, ...passwordOf(form) };
      setSaved(await link.run({ command: 'settings/save', input }));
    },
    async runTest() {
      const sip = read();
      if (form === null || sip === undefined || sip === null) {
        setWrong(sip === null ? ['servers', 'domain', 'user'] : wrong);
        return;
      }
      setTest('running');
      const input = { sip, ...passwordOf(form) };
      const result = await link.request('settings/test-connection', input, { timeoutMs: testTimeoutMs });
      setTest(result.ok ? result.value.steps : [{ step: 'host', ok: false, error: result.error }]);
    },
  };
}
