import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { CallView, DeskState } from '../../electron/common/contract/desk-state.ts';
import type { Dispose } from '../../electron/common/lib/disposable.ts';
import { createFormats, type Formats } from '../i18n/formats.ts';
import { directionOf } from '../i18n/languages.ts';
import { useTexts, type Translate } from '../i18n/texts.ts';
import type { FieldDrafts } from './features/script/field-drafts.ts';
import type { TextSaver } from './features/notes/text-saver.ts';
import { printAction, type Platform } from './keyboard/print-keys.ts';
import type { KeyName } from './keyboard/key-map.ts';
import type { DeskLink } from './link/desk-link.ts';
import { findCall } from './model/controls.ts';
import type { ViewEvent, ViewState } from './model/view-state.ts';

/** What the features share: the state, the way to the hub, what is open, and the places the focus can go to. */
export interface Desk {
  readonly state: DeskState;
  readonly skewMs: number;
  readonly link: DeskLink;
  readonly notes: TextSaver;
  readonly fields: FieldDrafts;
  readonly view: ViewState;
  readonly show: (event: ViewEvent) => void;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('Outside of the desk');
  return desk;
}

/** The call whose customer, script and note are shown; null without any call. */
export function useFocusCall(): CallView | null {
  return findCall(useDesk().state);
}

export const isMac = /Mac/u.test(navigator.userAgent);

export interface Words {
  readonly t: Translate;
  readonly formats: Formats;
  readonly language: string;
  readonly platform: Platform;
  /** The key of an action as printed on its control; `member` names one of a family. */
  readonly keys: (action: KeyName, member?: string) => string;
}

/** Texts, formats and printed keys in the language shown. */
export function useWords(): Words {
  const { t, language } = useTexts();
  return useMemo(() => {
    const platform: Platform = { isMac, isRtl: directionOf(language) === 'rtl' };
    return {
      t,
      language,
      platform,
      formats: createFormats(language),
      keys: (action, member) => printAction(action, platform, t, member),
    };
  }, [t, language]);
}

function createTicker(): { subscribe: (listener: () => void) => Dispose; now: () => number } {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    now = Date.now();
    for (const listener of [...listeners]) listener();
  };
  return {
    now: () => now,
    subscribe(listener) {
      listeners.add(listener);
      // Twice a second, so that a shown second is never skipped.
      timer ??= setInterval(tick, 500);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const ticker = createTicker();

/** The hub's time in milliseconds since the epoch, renewed about twice a second. */
export function useNow(): number {
  const { skewMs } = useDesk();
  return useSyncExternalStore(ticker.subscribe, ticker.now) + skewMs;
}
