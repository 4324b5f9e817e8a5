import type { HidCollection, ParsedDescriptor } from './hid-collection.ts';
import { readTelephonyLayout } from './telephony-layout.ts';

/** A top-level collection as a system lists it. Windows gives each a path of its own, other systems one for all. */
export interface CollectionPath {
  readonly path: string;
  readonly usagePage: number;
  readonly usage: number;
}

/** Which paths a headset needs: those with its buttons and those with its lights. */
export interface PathPlan {
  /** To be opened, each once. */
  readonly paths: readonly string[];
  /** Where each output report goes that carries a light, by report id. */
  readonly outputs: ReadonlyMap<number, string>;
}

type PlacedCollection = readonly [collection: HidCollection, path: string];

/** Collections of one usage come in the same order in the descriptor and in the list. */
function placeCollections(
  { collections }: ParsedDescriptor,
  listed: readonly CollectionPath[],
): PlacedCollection[] {
  const left = [...listed];
  return collections.flatMap((collection): PlacedCollection[] => {
    const at = left.findIndex(
      ({ usagePage, usage }) => usagePage === collection.usagePage && usage === collection.usage,
    );
    const [place] = at < 0 ? [] : left.splice(at, 1);
    return place === undefined ? [] : [[collection, place.path]];
  });
}

/**
 * The part of a descriptor that the listed paths lead to: bytes that are known by USB id alone may be those of a whole
 * interface where the system shows some of its collections, or of another interface of the device. Undefined when none
 * is listed; the descriptor as it is when the system lists no collections.
 */
export function keepListedCollections(
  parsed: ParsedDescriptor,
  listed: readonly CollectionPath[],
): ParsedDescriptor | undefined {
  if (listed.length === 0) return parsed;
  const kept = placeCollections(parsed, listed).map(([collection]) => collection);
  return kept.length === 0 ? undefined : { ...parsed, collections: kept };
}

/** Empty when the descriptor has nothing for us on the listed paths. */
export function planPaths(parsed: ParsedDescriptor, listed: readonly CollectionPath[]): PathPlan {
  const { inputs, outputs } = readTelephonyLayout(parsed);
  const buttonIds = new Set(inputs.map(({ reportId }) => reportId));
  const lightIds = new Set(outputs.map(({ reportId }) => reportId));
  const paths = new Set<string>();
  const routes = new Map<number, string>();
  // A report id belongs to one top-level collection wherever these have paths of their own (hidparse.sys insists).
  for (const [collection, path] of placeCollections(parsed, listed)) {
    for (const id of reportIds(collection, 'inputReports')) if (buttonIds.has(id)) paths.add(path);
    for (const id of reportIds(collection, 'outputReports')) {
      if (!lightIds.has(id)) continue;
      paths.add(path);
      routes.set(id, path);
    }
  }
  return { paths: [...paths], outputs: routes };
}

function reportIds(collection: HidCollection, kind: 'inputReports' | 'outputReports'): number[] {
  return [
    ...collection[kind].map(({ reportId }) => reportId),
    ...collection.children.flatMap((child) => reportIds(child, kind)),
  ];
}
