import type { HidCollection, HidReportItem, ParsedDescriptor } from './hid-collection.ts';
import { readTelephonyLayout } from './telephony-layout.ts';
import { outRoles } from './telephony-usages.ts';

/** HID Usage Tables 1.3, sections 11, 12 and 14: the usages that have a role here. */
const usageNames: ReadonlyMap<number, string> = new Map([
  [0x08_0009, 'Mute'],
  [0x08_0017, 'Off-Hook'],
  [0x08_0018, 'Ring'],
  [0x08_0019, 'Message Waiting'],
  [0x08_001e, 'Speaker'],
  [0x08_0020, 'Hold'],
  [0x08_0021, 'Microphone'],
  [0x08_002a, 'On-Line'],
  [0x09_0001, 'Button 1'],
  [0x09_0007, 'Button 7'],
  [0x0b_0007, 'Programmable Button'],
  [0x0b_0020, 'Hook Switch'],
  [0x0b_0021, 'Flash'],
  [0x0b_0023, 'Hold'],
  [0x0b_0024, 'Redial'],
  [0x0b_0026, 'Drop'],
  [0x0b_002a, 'Line'],
  [0x0b_002b, 'Speaker Phone'],
  [0x0b_002f, 'Phone Mute'],
  [0x0b_0050, 'Speed Dial'],
  [0x0b_0070, 'Voice Mail'],
  [0x0b_0097, 'Line Busy Tone'],
  [0x0b_009e, 'Ringer'],
  [0x0b_00b0, 'Phone Key 0'],
]);

type Direction = 'inp' | 'out';

interface Control {
  readonly direction: Direction;
  readonly reportId: number;
  readonly bit: number;
  readonly usage: number;
}

interface PlacedItem {
  readonly direction: Direction;
  readonly reportId: number;
  readonly item: HidReportItem;
}

/**
 * The call controls that a descriptor declares, in the notation of the descriptor fixtures:
 * `inp id02 b0/1 Data,Var,Abs,NPrf 0B:20 Hook Switch` is one bit, bit 0 of input report 2.
 */
export function describeControls(descriptor: ParsedDescriptor): string[] {
  const { inputs, outputs } = readTelephonyLayout(descriptor);
  const usageOf = new Map([...outRoles].map(([usage, role]) => [role, usage]));
  const controls: readonly Control[] = [
    ...inputs.map(({ reportId, bit, usage }) => ({ direction: 'inp', reportId, bit, usage }) as const),
    ...outputs.map(
      ({ role, reportId, bit }) =>
        ({ direction: 'out', reportId, bit, usage: usageOf.get(role) ?? 0 }) as const,
    ),
  ];
  const items = descriptor.collections.flatMap(listItems);
  return controls.flatMap((control) => {
    const found = items.find((placed) => holds(placed, control));
    return found === undefined ? [] : [format(control, found.item)];
  });
}

function listItems(root: HidCollection): PlacedItem[] {
  const own = (direction: Direction, reports: HidCollection['inputReports']): PlacedItem[] =>
    reports.flatMap(({ reportId, items }) => items.map((item) => ({ direction, reportId, item })));
  return [
    ...own('inp', root.inputReports),
    ...own('out', root.outputReports),
    ...root.children.flatMap(listItems),
  ];
}

function holds({ direction, reportId, item }: PlacedItem, control: Control): boolean {
  const at = control.bit - item.bitOffset;
  return (
    direction === control.direction &&
    reportId === control.reportId &&
    at >= 0 &&
    at < item.reportSize * item.reportCount
  );
}

function format({ direction, reportId, bit, usage }: Control, item: HidReportItem): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
  const flags = [
    item.isConstant ? 'Cnst' : 'Data',
    item.isArray ? 'Ary' : 'Var',
    item.isAbsolute ? 'Abs' : 'Rel',
    ...(item.hasPreferredState ? [] : ['NPrf']),
    ...(item.hasNull ? ['Null'] : []),
  ];
  const size = item.isArray
    ? `${String(item.reportSize)}x${String(item.reportCount)}`
    : String(item.reportSize);
  const declared = item.isRange ? item.usageMaximum - item.usageMinimum + 1 : item.usages.length;
  const array = item.isArray
    ? ` array[${String(declared)}] ${String(item.logicalMinimum)}..${String(item.logicalMaximum)}`
    : '';
  const named = `${hex(usage >> 16)}:${hex(usage & 0xffff)} ${usageNames.get(usage) ?? ''}`.trimEnd();
  return `${direction} id${hex(reportId)} b${String(bit)}/${size} ${flags.join(',')} ${named}${array}`;
}
