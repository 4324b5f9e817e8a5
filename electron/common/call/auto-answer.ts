import { z } from 'zod';

/** How long the beep lasts that warns the operator; nobody is put through before it was heard. */
export const beepMs = 400;

/** Longer than this nobody means: the caller would have hung up. */
export const longestAutoAnswerMs = 60_000;

/** Who vouches for a request: number and host of the identity the network asserts. Empty where it has none. */
const callSourceSchema = z.object({ number: z.string().max(256), host: z.string().max(253) });

/** The exchange asks the phone to answer by itself (Call-Info answer-after, Alert-Info, RFC 5373). */
export const autoAnswerRequestSchema = z.object({
  afterMs: z.number().min(0).max(longestAutoAnswerMs),
  source: callSourceSchema,
});

export const autoAnswerSettingsSchema = z.strictObject({
  on: z.boolean().default(false),
  /** Hosts or numbers, `*` for any characters. Absent: the account's own domain. */
  from: z.array(z.string().min(1).max(253)).max(64).exactOptional(),
});

export type CallSource = z.infer<typeof callSourceSchema>;
export type AutoAnswerRequest = z.infer<typeof autoAnswerRequestSchema>;
export type AutoAnswerSettings = z.output<typeof autoAnswerSettingsSchema>;

/** Whether a call from `source` may be answered without the operator; `domain` is the account's own. */
export function allowsAutoAnswer(settings: AutoAnswerSettings, source: CallSource, domain: string): boolean {
  if (!settings.on) return false;
  return (settings.from ?? [domain]).some((pattern) =>
    [source.host, source.number].some((text) => text !== '' && matchesPattern(pattern, text)),
  );
}

/** `*` stands for any characters, everything else for itself, in capitals or not. */
function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const wanted = text.toLowerCase();
  if (rest.length === 0) return wanted === first;
  if (!wanted.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  // Searched from left to right and never again, so that no pattern takes more than one pass.
  let at = first.length;
  for (const part of rest) {
    const found = wanted.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return wanted.length - last.length >= at && wanted.endsWith(last);
}
