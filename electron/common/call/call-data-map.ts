import { z } from 'zod';
import type { CallData, RemoteParty } from './call-model.ts';

/** X- headers and User-to-User (RFC 7433); further values of one message are User-to-User-2 and so on. */
const headerNameSchema = z.string().regex(/^(?:[Xx]-[A-Za-z0-9-]{1,62}|[Uu]ser-[Tt]o-[Uu]ser(?:-\d{1,2})?)$/);

/** What the data that the exchange sends along with a call is for. Header names in capitals or not. */
export const callDataMapSchema = z.strictObject({
  /** Its value is the id of a customer or an account number. */
  customer: headerNameSchema.exactOptional(),
  /** Its value is the number of the caller, where the exchange shows its own in From. */
  number: headerNameSchema.exactOptional(),
  /** Its value chooses the script the call begins with. */
  script: z
    .strictObject({
      header: headerNameSchema,
      values: z.record(z.string().min(1).max(512), z.string().min(1).max(40)),
    })
    .exactOptional(),
  /** Shown on the card under a name for people, in this order; all data as it came if nothing is listed. */
  show: z
    .array(z.strictObject({ header: headerNameSchema, label: z.string().min(1).max(64) }))
    .max(16)
    .default([]),
});

export type CallDataMap = z.output<typeof callDataMapSchema>;

/** The value of a header, '' if the call has none. */
export function valueOf(data: CallData, header: string | undefined): string {
  if (header === undefined) return '';
  const wanted = header.toLowerCase();
  return Object.entries(data).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

/**
 * Who calls, with the number that the exchange sends as data in place of its own. A value that cannot be a telephone
 * number is no number, whatever the header says.
 */
export function mapRemote(map: CallDataMap, data: CallData, remote: RemoteParty): RemoteParty {
  const number = valueOf(data, map.number).replace(/^(?:tel|sips?):/iu, '');
  if (!/^\+?[\d\s().*#/-]{2,40}$/u.test(number) || number === remote.number) return remote;
  return remote.name === undefined
    ? { number, withheld: false }
    : { number, name: remote.name, withheld: false };
}

/** The script that the data asks for; undefined where it asks for none. */
export function mapScript(map: CallDataMap, data: CallData): string | undefined {
  const { script } = map;
  if (script === undefined) return undefined;
  const value = valueOf(data, script.header).toLowerCase();
  return Object.entries(script.values).find(([wanted]) => wanted.toLowerCase() === value)?.[1];
}

/** What the card shows: values by their names for people. */
export function mapShown(map: CallDataMap, data: CallData): CallData {
  if (map.show.length === 0) return data;
  const shown = map.show.map(({ header, label }) => [label, valueOf(data, header)] as const);
  return Object.fromEntries(shown.filter(([, value]) => value !== ''));
}
