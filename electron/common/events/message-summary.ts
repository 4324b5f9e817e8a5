import { z } from 'zod';

/** What a mailbox holds (RFC 3842). `null` counts: the exchange only says whether there is something. */
export const messagesSchema = z.object({
  waiting: z.boolean(),
  fresh: z.int().min(0).nullable(),
  old: z.int().min(0).nullable(),
  /** Where to listen, `sip:…` as the exchange gave it. */
  account: z.string().max(256).nullable(),
});

export type Messages = z.infer<typeof messagesSchema>;

const longest = 65_536;
const mostCounted = 9_999;

/**
 * Reads `application/simple-message-summary` (RFC 3842 section 5.2). Counts are those of voice messages; a mailbox that
 * reports only other kinds counts those. null if the one line that must be there is not.
 */
export function parseMessageSummary(body: string): Messages | null {
  if (body.length > longest) return null;
  let waiting: boolean | null = null;
  let account: string | null = null;
  const counts = new Map<string, readonly [number, number]>();
  for (const line of body.split(/\r?\n/u)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'messages-waiting') waiting ??= readYes(value);
    else if (name === 'message-account') account ??= value.slice(0, 256);
    else if (name.endsWith('-message')) {
      const read = readCounts(value);
      if (read !== null) counts.set(name, read);
    }
  }
  if (waiting === null) return null;
  const [fresh, old] = counts.get('voice-message') ?? addAll([...counts.values()]) ?? [null, null];
  return { waiting, fresh, old, account };
}

function readCounts(value: string): readonly [number, number] | null {
  const [, fresh, old] = /^(\d+)\s*\/\s*(\d+)/u.exec(value) ?? [];
  return fresh === undefined || old === undefined ? null : [count(fresh), count(old)];
}

const count = (digits: string): number => Math.min(Number(digits), mostCounted);

function addAll(all: readonly (readonly [number, number])[]): readonly [number, number] | undefined {
  if (all.length === 0) return undefined;
  const sum = (index: 0 | 1): number =>
    Math.min(
      all.reduce((total, each) => total + each[index], 0),
      mostCounted,
    );
  return [sum(0), sum(1)];
}

function readYes(value: string): boolean | null {
  if (/^yes$/iu.test(value)) return true;
  return /^no$/iu.test(value) ? false : null;
}
