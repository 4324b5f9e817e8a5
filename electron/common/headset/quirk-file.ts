import { z } from 'zod';
import { usbIdSchema } from '../contract/headset-panel.ts';
import { quirksSchema, type Quirks } from './headset-quirks.ts';

/** Quirks of devices by USB id. `$schema` lets an editor check the file while it is written. */
export const quirkFileSchema = z
  .looseObject({ $schema: z.string().exactOptional() })
  .transform((file) => Object.fromEntries(Object.entries(file).filter(([key]) => key !== '$schema')))
  .pipe(z.record(usbIdSchema, quirksSchema));

export type QuirkFile = Readonly<Record<string, Quirks>>;

/** The quirks of a parsed file, or where in it the first fault is: `0b0e:24c9.muteVia`. */
export function readQuirkFile(
  value: unknown,
): { readonly ok: true; readonly quirks: QuirkFile } | { readonly ok: false; readonly where: string } {
  const parsed = quirkFileSchema.safeParse(value);
  if (parsed.success) return { ok: true, quirks: parsed.data };
  const [issue] = parsed.error.issues;
  const path = [...(issue?.path ?? [])];
  if (issue?.code === 'unrecognized_keys') path.push(issue.keys[0] ?? '');
  return { ok: false, where: path.join('.') };
}

/** Of several files the later ones win, quirk by quirk. */
export function mergeQuirks(files: readonly QuirkFile[]): QuirkFile {
  const merged: Record<string, Quirks> = {};
  for (const file of files)
    for (const [usbId, quirks] of Object.entries(file)) merged[usbId] = { ...merged[usbId], ...quirks };
  return merged;
}
