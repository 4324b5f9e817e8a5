import { z } from 'zod';
import { remotePartySchema } from '../call/call-model.ts';
import type { DialogEntry, DialogInfo } from './dialog-info.ts';

/**
 * ringing: somebody calls there and can be picked up; calling: that line is dialling out; unknown: our line is down or
 * the exchange has not told yet; hidden: the exchange does not tell us about this line.
 */
export const lampStateSchema = z.enum(['unknown', 'hidden', 'idle', 'calling', 'ringing', 'busy', 'held']);
export type LampState = z.infer<typeof lampStateSchema>;

export const lampSchema = z.object({
  state: lampStateSchema,
  /** Who is at the other end of the watched line, where the exchange says so. */
  remote: remotePartySchema.nullable(),
});
export type Lamp = z.infer<typeof lampSchema>;

/** The dialogs of one watched line as far as its exchange has told. */
export interface KnownDialogs {
  /** null before the first document of a subscription. */
  readonly version: number | null;
  readonly dialogs: ReadonlyMap<string, DialogEntry>;
}

export const nothingKnown: KnownDialogs = { version: null, dialogs: new Map() };

export interface DialogsStep {
  readonly known: KnownDialogs;
  /** A document was missed (RFC 4235 section 4.3): only a new subscription brings the whole state again. */
  readonly hasGap: boolean;
}

/**
 * Takes one document in. Old ones, which overtook each other on the way, change nothing; a partial one fits only on
 * the version right before it.
 */
export function stepDialogs(known: KnownDialogs, info: DialogInfo): DialogsStep {
  if (known.version !== null && info.version <= known.version) return { known, hasGap: false };
  const { version } = info;
  if (info.isFull) return { known: { version, dialogs: merge(new Map(), info.dialogs) }, hasGap: false };
  if (known.version === null || version !== known.version + 1) return { known, hasGap: true };
  return { known: { version, dialogs: merge(known.dialogs, info.dialogs) }, hasGap: false };
}

function merge(
  before: ReadonlyMap<string, DialogEntry>,
  changed: readonly DialogEntry[],
): ReadonlyMap<string, DialogEntry> {
  const dialogs = new Map(before);
  for (const dialog of changed) {
    if (dialog.phase === 'terminated') dialogs.delete(dialog.id);
    else dialogs.set(dialog.id, dialog);
  }
  return dialogs;
}

/** Ringing first: that is what can be acted on, even while the line also talks. */
const order = ['ringing', 'busy', 'calling', 'held'] as const;

export function lampOf({ version, dialogs }: KnownDialogs): Lamp {
  if (version === null) return { state: 'unknown', remote: null };
  const all = [...dialogs.values()].map((dialog) => ({ state: stateOf(dialog), remote: dialog.remote }));
  for (const state of order) {
    const found = all.find((each) => each.state === state);
    if (found !== undefined) return found;
  }
  return { state: 'idle', remote: null };
}

function stateOf({ phase, direction, isHeld }: DialogEntry): LampState {
  if (phase === 'confirmed') return isHeld ? 'held' : 'busy';
  if (direction === 'recipient') return 'ringing';
  // Exchanges that give no direction mean "it rings there" by early, and say nothing of calls before that.
  return direction === null && phase === 'early' ? 'ringing' : 'calling';
}
