import { useEffect, useState } from 'react';
import { useDesk } from '../../desk-context.ts';
import { exchangeFormOf, readExchangeForm, type ExchangeField, type ExchangeForm } from './exchange-form.ts';

export interface ExchangeWork {
  /** Null until the settings are read; that they cannot be read is told above. */
  readonly form: ExchangeForm | null;
  /** Whether the queue is behind a web service, which wants a token. */
  readonly hasService: boolean;
  /** Whether a relay asks who wants to use it. */
  readonly hasRelay: boolean;
  readonly wrong: readonly ExchangeField[];
  readonly isSaved: boolean;
  readonly change: (part: Partial<ExchangeForm>) => void;
  readonly save: () => Promise<void>;
}

export function useExchangeSettings(): ExchangeWork {
  const { link } = useDesk();
  const [form, setForm] = useState<ExchangeForm | null>(null);
  const [hasService, setHasService] = useState(false);
  const [hasRelay, setHasRelay] = useState(false);
  const [wrong, setWrong] = useState<readonly ExchangeField[]>([]);
  const [isSaved, setSaved] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void link.request('settings/read', null).then((result) => {
      if (!isCurrent || !result.ok) return;
      setForm(exchangeFormOf(result.value.settings));
      const { queue, sip } = result.value.settings;
      setHasService(queue.service !== undefined);
      setHasRelay(sip?.iceServers?.some(({ username }) => username !== undefined) ?? false);
    });
    return () => {
      isCurrent = false;
    };
  }, [link]);

  return {
    form,
    hasService,
    hasRelay,
    wrong,
    isSaved,
    change(part) {
      setForm((before) => (before === null ? null : { ...before, ...part }));
      setSaved(false);
    },
    async save() {
      if (form === null) return;
      const reading = readExchangeForm(form);
      setWrong(reading.ok ? [] : reading.wrong);
      if (reading.ok) setSaved(await link.run({ command: 'settings/exchange', input: reading.wish }));
    },
  };
}
