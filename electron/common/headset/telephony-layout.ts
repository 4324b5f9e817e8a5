import {
  usageAt,
  type HidCollection,
  type HidReportItem,
  type ParsedDescriptor,
  type ReportBits,
} from './hid-collection.ts';
import type { Quirks } from './headset-quirks.ts';
import {
  inRoles,
  isTelephonyCollection,
  keypadUsages,
  levelRoles,
  outRoles,
  usagePages,
  type InRole,
  type OutRole,
} from './telephony-usages.ts';

/**
 * How a field speaks (HUT 1.3 §3.4.1.2): `level` tells its state, `toggle` means "changed" at each 0 to 1, `onOff`
 * gives +1 or -1, `momentary` is 1 while pressed.
 */
export type Semantics = 'level' | 'toggle' | 'onOff' | 'momentary';

export interface InField {
  readonly role: InRole;
  readonly reportId: number;
  /** First bit of the payload, the id byte excluded. */
  readonly bit: number;
  /** Bits of one element. */
  readonly size: number;
  readonly semantics: Semantics;
  readonly usage: number;
  readonly isConst: boolean;
  readonly noPreferred: boolean;
  readonly logicalMin: number;
  readonly logicalMax: number;
  /** Keypads only: the usages that the values stand for, from `logicalMin` on. */
  readonly array?: readonly number[];
}

export interface OutField {
  readonly role: OutRole;
  readonly reportId: number;
  readonly bit: number;
}

export type Capability = 'full' | 'noRing' | 'muteOnly' | 'hookOnly' | 'none';

export interface TelephonyLayout {
  readonly numbered: boolean;
  readonly inputs: readonly InField[];
  readonly outputs: readonly OutField[];
  /** Declared payload bytes of every report of the interface, by report id. */
  readonly inBytes: ReadonlyMap<number, number>;
  readonly outBytes: ReadonlyMap<number, number>;
  readonly capability: Capability;
  readonly warnings: readonly string[];
}

/** No headset has more controls; a descriptor that declares more is damaged or hostile. */
const maxFields = 512;

type PlacedItem = readonly [reportId: number, item: HidReportItem];

/**
 * Finds the call controls of one device interface. Fields count when their top-level collection is a telephony one,
 * at any depth below it; the same usages in vendor collections are mirrors and would double every press (P23).
 */
export function readTelephonyLayout(descriptor: ParsedDescriptor, quirks: Quirks = {}): TelephonyLayout {
  const telephony = descriptor.collections.filter(isTelephonyCollection);
  const consumer = descriptor.collections.filter(
    ({ usagePage, usage }) => usagePage === usagePages.consumer && usage === 0x01,
  );
  const lights = descriptor.collections.filter(({ usagePage }) => usagePage === usagePages.led);
  const ignored = new Set(quirks.ignoreUsages ?? []);

  let inputs = telephony.flatMap((root) => readInputs(root, ignored));
  const outputs = telephony.flatMap((root) => readOutputs(root, ignored));
  if (inputs.length === 0) {
    // Cheap sound chips put the telephony usages into the collection of their volume keys.
    inputs = consumer
      .flatMap((root) => readInputs(root, ignored))
      .filter(({ usage }) => Math.floor(usage / 0x10000) === usagePages.telephony);
    if (inputs.length > 0)
      outputs.push(...consumer.flatMap((root) => readOutputs(root, ignored, usagePages.led)));
  }
  // Some devices describe their lights in a collection of its own, beside the telephony one (P34).
  if (inputs.length > 0) outputs.push(...lights.flatMap((root) => readOutputs(root, ignored)));

  const tooMany = inputs.length > maxFields || outputs.length > maxFields;
  const kept = inputs.slice(0, maxFields).map((field) => applySemanticQuirks(field, quirks));
  const keptOutputs = outputs.slice(0, maxFields);
  return {
    numbered: descriptor.numbered,
    inputs: kept,
    outputs: keptOutputs,
    inBytes: toBytes(descriptor.inputBits),
    outBytes: toBytes(descriptor.outputBits),
    capability: classify(kept, keptOutputs),
    warnings: tooMany
      ? [...descriptor.warnings, `only the first ${String(maxFields)} controls are used`]
      : descriptor.warnings,
  };
}

/** What a device was seen to do wins over what its descriptor declares (R11, R17). */
function applySemanticQuirks(field: InField, { hookPulses, muteIs }: Quirks): InField {
  if (field.role === 'hook' && field.semantics === 'level' && hookPulses === true)
    return { ...field, semantics: 'toggle' };
  if (field.role !== 'mute' || muteIs === undefined) return field;
  return { ...field, semantics: muteIs, noPreferred: true };
}

function toBytes(bits: ReportBits): ReadonlyMap<number, number> {
  return new Map([...bits].map(([reportId, count]) => [reportId, Math.ceil(count / 8)]));
}

function collectItems(root: HidCollection, kind: 'inputReports' | 'outputReports'): PlacedItem[] {
  const own = root[kind].flatMap(({ reportId, items }) => items.map((item): PlacedItem => [reportId, item]));
  return [...own, ...root.children.flatMap((child) => collectItems(child, kind))];
}

function readInputs(root: HidCollection, ignored: ReadonlySet<number>): InField[] {
  const fields: InField[] = [];
  for (const [reportId, item] of collectItems(root, 'inputReports')) {
    if (fields.length > maxFields) break;
    if (item.isArray) fields.push(...readArray(reportId, item, ignored));
    else {
      for (const { role, usage, bit } of placeRoles(item, inRoles))
        if (!ignored.has(usage)) fields.push({ ...describe(item, role), role, usage, reportId, bit });
    }
  }
  return fields;
}

interface PlacedRole<Role> {
  readonly role: Role;
  readonly usage: number;
  readonly bit: number;
}

/** The elements of a variable item that mean something to us; the work does not grow with the declared count. */
function placeRoles<Role>(item: HidReportItem, roles: ReadonlyMap<number, Role>): PlacedRole<Role>[] {
  const placed: PlacedRole<Role>[] = [];
  const place = (index: number): void => {
    const usage = usageAt(item, index);
    const role = usage === undefined ? undefined : roles.get(usage);
    if (usage === undefined || role === undefined || index >= item.reportCount) return;
    placed.push({ role, usage, bit: item.bitOffset + index * item.reportSize });
  };
  const declared = item.isRange ? item.usageMaximum - item.usageMinimum + 1 : item.usages.length;
  if (item.isRange) {
    for (const usage of roles.keys())
      if (usage >= item.usageMinimum && usage <= item.usageMaximum) place(usage - item.usageMinimum);
  } else for (let index = 0; index < declared; index++) place(index);
  const last = usageAt(item, declared - 1);
  if (last === undefined || !roles.has(last)) return placed;
  for (let index = declared; index < item.reportCount && placed.length <= maxFields; index++) place(index);
  return placed;
}

/** Keypads, and buttons declared as an array of one bit, which is a boolean whatever its logical range says (P14). */
function readArray(reportId: number, item: HidReportItem, ignored: ReadonlySet<number>): InField[] {
  const usage = usageAt(item, 0);
  if (usage === undefined || ignored.has(usage)) return [];
  const place = { usage, reportId, bit: item.bitOffset };
  if (item.reportSize === 1) {
    const role = item.reportCount === 1 ? inRoles.get(usage) : undefined;
    return role === undefined ? [] : [{ ...describe(item, role), ...place, role }];
  }
  const array = item.isRange ? listRange(item) : item.usages;
  if (array.length === 0 || !array.every((one) => keypadUsages.has(one))) return [];
  return [{ ...describe(item, 'key'), ...place, role: 'key', array }];
}

function listRange({ usageMinimum, usageMaximum }: HidReportItem): number[] {
  if (usageMaximum - usageMinimum >= keypadUsages.size) return [];
  return Array.from({ length: usageMaximum - usageMinimum + 1 }, (_, index) => usageMinimum + index);
}

function describe(item: HidReportItem, role: InRole) {
  return {
    size: item.reportSize,
    semantics: readSemantics(item, role),
    // Const is set on real inputs of several vendors and changes nothing (P9).
    isConst: item.isConstant,
    noPreferred: !item.hasPreferredState,
    logicalMin: item.logicalMinimum,
    logicalMax: item.logicalMaximum,
  };
}

function readSemantics(item: HidReportItem, role: InRole): Semantics {
  if (item.isArray) return 'momentary';
  if (!item.isAbsolute) return !item.hasPreferredState && item.logicalMinimum < 0 ? 'onOff' : 'toggle';
  return levelRoles.has(role) ? 'level' : 'momentary';
}

function readOutputs(root: HidCollection, ignored: ReadonlySet<number>, page?: number): OutField[] {
  const fields: OutField[] = [];
  for (const [reportId, item] of collectItems(root, 'outputReports')) {
    if (fields.length > maxFields) break;
    if (item.isArray) continue;
    for (const { role, usage, bit } of placeRoles(item, outRoles)) {
      const foreign = page !== undefined && Math.floor(usage / 0x10000) !== page;
      if (!foreign && !ignored.has(usage)) fields.push({ role, reportId, bit });
    }
  }
  return fields;
}

function classify(inputs: readonly InField[], outputs: readonly OutField[]): Capability {
  const hears = (role: InRole): boolean => inputs.some((field) => field.role === role);
  const shows = (role: OutRole): boolean => outputs.some((field) => field.role === role);
  if (hears('hook') && shows('offHook')) return shows('ring') ? 'full' : 'noRing';
  if (hears('mute')) return 'muteOnly';
  return hears('hook') ? 'hookOnly' : 'none';
}
