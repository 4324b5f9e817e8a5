import type { HidCollection } from './hid-collection.ts';

/** HID Usage Tables 1.3: LED page §11, Button page §12, Telephony page §14, Consumer page §15. */
export const usagePages = { led: 0x08, button: 0x09, telephony: 0x0b, consumer: 0x0c } as const;

export type InRole =
  | 'hook'
  | 'mute'
  | 'flash'
  | 'hold'
  | 'redial'
  | 'drop'
  | 'reject'
  | 'busy'
  | 'line'
  | 'speaker'
  | 'speedDial'
  | 'voiceMail'
  | 'key';

export type OutRole =
  'offHook' | 'ring' | 'ringer' | 'mute' | 'hold' | 'microphone' | 'onLine' | 'speaker' | 'messageWaiting';

export const inRoles: ReadonlyMap<number, InRole> = new Map<number, InRole>([
  [0x0b_0020, 'hook'],
  [0x0b_002f, 'mute'],
  [0x0b_0021, 'flash'],
  [0x0b_0023, 'hold'],
  [0x0b_0024, 'redial'],
  [0x0b_0026, 'drop'],
  // Button 7 is what "programmable button" resolves to on most headsets; button 1 is "Delete" of Teams devices.
  [0x09_0007, 'reject'],
  [0x0b_0007, 'reject'],
  [0x09_0001, 'reject'],
  [0x0b_0097, 'busy'],
  [0x0b_002a, 'line'],
  [0x0b_002b, 'speaker'],
  [0x0b_0050, 'speedDial'],
  [0x0b_0070, 'voiceMail'],
]);

export const outRoles: ReadonlyMap<number, OutRole> = new Map<number, OutRole>([
  [0x08_0017, 'offHook'],
  [0x08_0018, 'ring'],
  [0x0b_009e, 'ringer'],
  [0x08_0009, 'mute'],
  [0x08_0020, 'hold'],
  [0x08_0021, 'microphone'],
  [0x08_002a, 'onLine'],
  [0x08_001e, 'speaker'],
  [0x08_0019, 'messageWaiting'],
]);

/** Absolute fields of these roles tell a state; absolute fields of all others are buttons. */
export const levelRoles: ReadonlySet<InRole> = new Set<InRole>(['hook', 'mute', 'busy', 'line', 'speaker']);

const firstKey = 0x0b_00b0;
const keys = '0123456789*#';

/** Phone Key 0 … 9, star, pound: usage to the digit it dials. */
export const keypadUsages: ReadonlyMap<number, string> = new Map(
  Array.from(keys, (digit, index) => [firstKey + index, digit]),
);

/** Phone, Handset and Headset are all used by headsets for their call-control collection. */
export function isTelephonyCollection({
  usagePage,
  usage,
}: Pick<HidCollection, 'usagePage' | 'usage'>): boolean {
  return usagePage === usagePages.telephony && (usage === 0x01 || usage === 0x04 || usage === 0x05);
}
