import { z } from 'zod';
import { fieldTypes } from './field-types.ts';

/** One step as the desk shows it: words ready to be spoken, keys ready to be pressed. Crosses processes. */
export const stepKindSchema = z.enum([
  'say',
  'ask',
  'gate',
  'field',
  'hold',
  'transfer',
  'conduct',
  'callback',
  'kb',
  'checklist',
  'end',
]);

export const stepViewSchema = z.object({
  script: z.string(),
  version: z.int(),
  title: z.string(),
  language: z.string(),
  languages: z.array(z.string()),
  node: z.string(),
  kind: stepKindSchema,
  gate: z.string().nullable(),
  /** Markdown. A field without a value stands as U+27E6 path U+27E7, for example ⟦customer.name⟧. */
  words: z.string(),
  short: z.string().nullable(),
  why: z.string().nullable(),
  /** hold: said on return. conduct: said before ending. transfer: said when it failed. */
  thanks: z.string().nullable(),
  closing: z.string().nullable(),
  failed: z.string().nullable(),
  answers: z.array(z.object({ id: z.string(), key: z.int().min(1).max(9), label: z.string() })),
  /** Items of a checklist; reasons of a hold, which the event `answer` picks by their place: key 1 is the first. */
  items: z.array(z.object({ id: z.string(), label: z.string() })),
  field: z
    .object({
      name: z.string(),
      type: z.enum(fieldTypes),
      required: z.boolean(),
      value: z.string(),
      options: z.array(z.object({ id: z.string(), label: z.string() })),
    })
    .nullable(),
  /** What `words` are of the node: its own, or what is said after a hold, a failed transfer, a warning in vain. */
  phase: z.enum(['ask', 'held', 'thanks', 'failed', 'closing']).exactOptional(),
  /** conduct: warnings said in this call, and how many must be said before key 2 may end it; key 1 notes one. */
  warnings: z.object({ given: z.int(), needed: z.int() }).nullable().exactOptional(),
  /** Whether "on" goes anywhere from here. */
  canGoOn: z.boolean(),
  canGoBack: z.boolean(),
  canReturn: z.boolean(),
  /** Detours open from every step, in the order of their fixed keys. */
  detours: z.array(z.object({ node: z.string(), label: z.string() })),
  path: z.array(z.object({ node: z.string(), label: z.string() })),
  /** The next words when there is only one way on. */
  preview: z.string().nullable(),
  /** At an end: the outcome the script proposes. */
  outcome: z.string().nullable(),
});

export const scriptEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('on') }),
  z.object({ type: z.literal('answer'), key: z.int().min(1).max(9) }),
  z.object({ type: z.literal('value'), field: z.string().max(40), text: z.string().max(10_000) }),
  z.object({ type: z.literal('detour'), index: z.int().min(0).max(20) }),
  z.object({ type: z.literal('back') }),
  z.object({ type: z.literal('jump'), node: z.string().max(40) }),
  z.object({ type: z.literal('off-script'), said: z.string().max(2_000) }),
  z.object({ type: z.literal('language'), code: z.string().max(16) }),
]);

export type StepView = z.infer<typeof stepViewSchema>;
export type OperatorScriptEvent = z.infer<typeof scriptEventSchema>;
