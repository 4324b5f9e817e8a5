import { z } from 'zod';

/** Texts that are not with the hub yet, kept where a crash of the page does not reach them. */
export interface DraftStore {
  keep(key: string, text: string, at: number): void;
  remove(key: string): void;
  /** What was kept, by key; what is older than a day is dropped. `now` in milliseconds since the epoch. */
  list(now: number): readonly (readonly [string, string])[];
}

const draftSchema = z.object({ text: z.string(), at: z.number() });
const prefix = 'offhook.draft.';
const keptMs = 24 * 3_600_000;

/** Drafts in the page's own storage: written synchronously, and read back after a reload. */
export function createDraftStore(storage: Storage): DraftStore {
  return {
    keep(key, text, at) {
      try {
        storage.setItem(prefix + key, JSON.stringify({ text, at }));
      } catch {
        // The quota is used up: the text is still sent after the pause, only a crash in between would lose it.
      }
    },
    remove: (key) => storage.removeItem(prefix + key),
    list(now) {
      const found: (readonly [string, string])[] = [];
      const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
        const draft = parseDraft(storage.getItem(name));
        if (draft === null || now - draft.at > keptMs) storage.removeItem(name);
        else found.push([name.slice(prefix.length), draft.text]);
      }
      return found;
    },
  };
}

function parseDraft(raw: string | null): z.infer<typeof draftSchema> | null {
  try {
    return draftSchema.parse(JSON.parse(raw ?? ''));
  } catch {
    // Not ours, or written halfway.
    return null;
  }
}
