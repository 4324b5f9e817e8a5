import { createContext, useContext, useSyncExternalStore } from 'react';
import type { CallView, DeskState } from '../../electron/common/contract/desk-state.ts';
import type { Dispose } from '../../electron/common/lib/disposable.ts';
import type { FieldDrafts } from './features/script/field-drafts.ts';
import type { TextSaver } from './features/notes/text-saver.ts';
import type { DeskLink } from './link/desk-link.ts';
import { findCall } from './model/controls.ts';
import type { ViewEvent, ViewState } from './model/view-state.ts';
import type { Words } from './model/words.ts';

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

export const WordsContext = createContext<Words | null>(null);

/** Texts, formats and printed keys in the language shown. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('Outside of the words');
  return words;
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
