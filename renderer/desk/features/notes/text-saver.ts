import type { AppError } from '../../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../../electron/common/lib/disposable.ts';
import type { Result } from '../../../../electron/common/lib/result.ts';
import type { DraftStore } from './draft-store.ts';

export type SaveStatus = 'saved' | 'saving' | 'failed';

/**
 * Text typed on this desk and on its way to the hub, by key (the id of a call). Nothing typed is lost: a draft is
 * kept with every keystroke until the hub has the text, and what was typed here wins over what the hub publishes.
 *
 *   edit → waiting (pause in typing, or flush) → sending → saved, the draft is dropped
 *                                                   ↘ failed → sending again after a while
 */
export interface TextSaver {
  edit(key: string, text: string): void;
  /** The text to show: what was typed here, else what is published. */
  textOf(key: string, published: string): string;
  statusOf(key: string): SaveStatus;
  /** Sends at once what waits; of all keys without an argument. */
  flush(key?: string): void;
  subscribe(listener: () => void): Dispose;
  /** A number that changes with every change, for views. */
  getVersion(): number;
}

export interface TextSaverOptions {
  readonly clock: Clock;
  readonly save: (key: string, text: string) => Promise<Result<null>>;
  readonly drafts: DraftStore;
  /** The pause in typing after which the text is sent, in milliseconds. */
  readonly pauseMs?: number;
  readonly retryMs?: number;
}

interface Entry {
  text: string;
  isSending: boolean;
  error: AppError | null;
  /** The text the hub confirmed last; null before the first time. */
  confirmed: string | null;
  cancelTimer: () => void;
}

export function createTextSaver({
  clock,
  save,
  drafts,
  pauseMs = 300,
  retryMs = 2_000,
}: TextSaverOptions): TextSaver {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  let version = 0;

  const changed = (): void => {
    version += 1;
    for (const listener of [...listeners]) listener();
  };

  const send = async (key: string, entry: Entry): Promise<void> => {
    entry.cancelTimer();
    // One at a time, so that an old text can never arrive after a new one.
    if (entry.isSending || entry.confirmed === entry.text) return;
    entry.isSending = true;
    const { text } = entry;
    const result = await save(key, text);
    entry.isSending = false;
    if (result.ok) {
      entry.confirmed = text;
      entry.error = null;
      if (entry.text === text) drafts.remove(key);
      else void send(key, entry);
    } else {
      entry.error = result.error;
      // A call that is gone for the hub cannot take the text; the draft stays for the next start.
      if (result.error.code !== 'call.not-found') {
        entry.cancelTimer = clock.after(retryMs, () => void send(key, entry));
      }
    }
    changed();
  };

  const entryOf = (key: string, text: string): Entry => {
    const entry = entries.get(key) ?? {
      text,
      isSending: false,
      error: null,
      confirmed: null,
      cancelTimer: () => undefined,
    };
    entries.set(key, entry);
    return entry;
  };

  const saver: TextSaver = {
    edit(key, text) {
      const entry = entryOf(key, text);
      entry.text = text;
      drafts.keep(key, text, clock.now());
      entry.cancelTimer();
      entry.cancelTimer = clock.after(pauseMs, () => void send(key, entry));
      changed();
    },
    textOf: (key, published) => entries.get(key)?.text ?? published,
    statusOf(key) {
      const entry = entries.get(key);
      if (entry === undefined || entry.confirmed === entry.text) return 'saved';
      return entry.error === null ? 'saving' : 'failed';
    },
    flush(only) {
      for (const [key, entry] of entries) if (only === undefined || only === key) void send(key, entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getVersion: () => version,
  };

  for (const [key, text] of drafts.list(clock.now())) {
    entryOf(key, text);
    saver.flush(key);
  }
  return saver;
}
