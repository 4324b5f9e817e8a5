import { useEffect, useState } from 'react';
import type { Customer } from '../../../../electron/common/customer/customer-model.ts';
import { useDesk } from '../../desk-context.ts';

export interface CustomerSearchState {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly found: readonly Customer[];
  readonly status: 'idle' | 'searching' | 'done' | 'failed';
}

interface Findings {
  readonly text: string;
  readonly found: readonly Customer[];
  readonly isFailed: boolean;
}

/** Long enough to skip a search between two keys struck quickly, too short to be felt. */
const pauseMs = 60;
const minLength = 2;

/** Finds customers while the operator types; answers that come late for an older text are dropped. */
export function useCustomerSearch(): CustomerSearchState {
  const { link } = useDesk();
  const [text, setText] = useState('');
  const [findings, setFindings] = useState<Findings | null>(null);
  const wanted = text.trim();
  const isWanted = wanted.length >= minLength;

  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void link.request('customer/search', { text: wanted }).then((result) => {
        if (!isCurrent) return;
        setFindings({ text: wanted, found: result.ok ? result.value : [], isFailed: !result.ok });
      });
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [link, wanted, isWanted]);

  if (!isWanted) return { text, setText, found: [], status: 'idle' };
  const isDone = findings?.text === wanted;
  // The last findings stay until the new ones are there, so that the list does not flicker.
  const found = findings?.found ?? [];
  if (!isDone) return { text, setText, found, status: 'searching' };
  return { text, setText, found, status: findings.isFailed ? 'failed' : 'done' };
}
