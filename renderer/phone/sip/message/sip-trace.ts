import type { SipRedactor } from '../../../../electron/common/lib/redact-sip.ts';
import type { TraceChunk } from '../../../../electron/common/contract/trace-wire.ts';

interface TraceEntry {
  readonly at: number;
  readonly direction: 'in' | 'out';
  /** Which socket of this page, from 1. */
  readonly socket: number;
  readonly text: string;
}

/** The last SIP messages of this page, as they were on the socket. They leave the page redacted only. */
export interface SipTrace {
  note(entry: TraceEntry): void;
  /** `from` 0 takes a snapshot; further chunks are of that one. `secrets`: words that must not be told. */
  export(options: { readonly includeCustomer: boolean; readonly from: number }): Promise<TraceChunk>;
  /** A word that is removed wherever it stands. */
  protect(secret: string): void;
}

const mostMessages = 2_000;
/** In UTF-16 units, which for SIP is bytes. */
const mostCharacters = 4_000_000;
/** Below the limit of every wire, and short enough that no answer waits for it. */
const chunkCharacters = 128_000;

export function createSipTrace(): SipTrace {
  let entries: TraceEntry[] = [];
  let characters = 0;
  const secrets = new Set<string>();
  let snapshot: readonly TraceEntry[] = [];
  let redactor: SipRedactor | undefined;

  return {
    note(entry) {
      entries.push(entry);
      characters += entry.text.length;
      let over = 0;
      while (entries.length - over > mostMessages || characters > mostCharacters) {
        const oldest = entries[over++];
        if (oldest === undefined) break;
        characters -= oldest.text.length;
      }
      if (over > 0) entries = entries.slice(over);
    },
    protect(secret) {
      // Shorter ones would tear holes into every word that happens to hold them.
      if (secret.length >= 4) secrets.add(secret);
    },
    async export({ includeCustomer, from }) {
      if (from === 0) snapshot = [...entries];
      // Asked for once in a while: no part of what every start loads.
      const { createSipRedactor } = await import('../../../../electron/common/lib/redact-sip.ts');
      if (from === 0 || redactor === undefined)
        redactor = createSipRedactor({ includeCustomer, secrets: [...secrets] });
      const messages: TraceChunk['messages'] = [];
      let size = 0;
      let next = from;
      for (; next < snapshot.length && size < chunkCharacters; next++) {
        const entry = snapshot[next];
        if (entry === undefined) break;
        const text = redactor.redact(entry.text);
        size += text.length;
        messages.push({ at: entry.at, direction: entry.direction, socket: entry.socket, text });
      }
      const isDone = next >= snapshot.length;
      if (isDone) snapshot = [];
      return { messages, next: isDone ? null : next };
    },
  };
}
