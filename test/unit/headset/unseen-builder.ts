/**
 * Report descriptors written item by item (HID 1.11 §6.2.2). They are synthetic: no such device is known, each is
 * there for one way in which a descriptor may be spelled.
 */
export type Items = readonly number[];

type Size = 0 | 1 | 2 | 4;

function item(prefix: number, value: number, size: Size): Items {
  const bytes = Array.from({ length: size }, (_, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);
  return [prefix | (size === 4 ? 3 : size), ...bytes];
}

const shortestUnsigned = (value: number): Size => (value < 0x100 ? 1 : value < 0x10000 ? 2 : 4);
const shortestSigned = (value: number): Size =>
  value >= -0x80 && value < 0x80 ? 1 : value >= -0x8000 && value < 0x8000 ? 2 : 4;

const unsigned =
  (prefix: number) =>
  (value: number, size: Size = shortestUnsigned(value)): Items =>
    item(prefix, value, size);
const signed =
  (prefix: number) =>
  (value: number, size: Size = shortestSigned(value)): Items =>
    item(prefix, value, size);

// Global items
export const page = unsigned(0x04);
export const logicalMin = signed(0x14);
export const logicalMax = signed(0x24);
export const physicalMin = signed(0x34);
export const physicalMax = signed(0x44);
export const unitExponent = signed(0x54);
export const unit = unsigned(0x64);
export const reportSize = unsigned(0x74);
export const reportId = unsigned(0x84);
export const reportCount = unsigned(0x94);
export const push: Items = [0xa4];
export const pop: Items = [0xb4];

// Local items
export const usage = (...ids: readonly number[]): Items => ids.flatMap((id) => unsigned(0x08)(id));
/** 4 bytes: page and id in one. */
export const longUsage = (pageId: number): Items => item(0x08, pageId, 4);
export const usageMin = unsigned(0x18);
export const usageMax = unsigned(0x28);
export const designator = unsigned(0x38);
export const designatorMin = unsigned(0x48);
export const designatorMax = unsigned(0x58);
export const stringIndex = unsigned(0x78);
export const openDelimiter: Items = [0xa9, 0x01];
export const closeDelimiter: Items = [0xa9, 0x00];

/** A long item (§6.2.2.3): a tag of the vendor's own and its bytes. */
export const longItem = (tag: number, ...data: readonly number[]): Items => [0xfe, data.length, tag, ...data];

// Main items
const flagBits = {
  const: 0x01,
  var: 0x02,
  rel: 0x04,
  noPref: 0x20,
  null: 0x40,
  volatile: 0x80,
  buffered: 0x100,
} as const;
type Flag = keyof typeof flagBits;

const main =
  (prefix: number) =>
  (...flags: readonly Flag[]): Items => {
    const bits = flags.reduce((sum, flag) => sum | flagBits[flag], 0);
    return item(prefix, bits, bits > 0xff ? 2 : 1);
  };
export const input = main(0x80);
export const output = main(0x90);
export const feature = main(0xb0);

const kinds = { physical: 0, application: 1, logical: 2, report: 3, vendor: 0x80 } as const;
/** The usage items come before it; its end comes after what it holds. */
export const collection = (kind: keyof typeof kinds, ...held: readonly Items[]): Items => [
  ...open(kind),
  ...held.flat(),
  0xc0,
];
export const open = (kind: keyof typeof kinds): Items => item(0xa0, kinds[kind], 1);

export const describeItems = (...items: readonly Items[]): Uint8Array => Uint8Array.from(items.flat());
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// Pages and collections that occur everywhere
export const telephony = page(0x0b);
export const led = page(0x08);
export const buttons = page(0x09);
export const consumer = page(0x0c);
export const headset = (...held: readonly Items[]): Items => [
  ...telephony,
  ...usage(0x05),
  ...collection('application', ...held),
];
/** Fields of one bit, 0 to 1. */
export const bits = (count: number): Items => [
  ...logicalMin(0),
  ...logicalMax(1),
  ...reportSize(1),
  ...reportCount(count),
];
/** Bits without a meaning. */
export const padding = (count: number): Items => [...reportSize(1), ...reportCount(count), ...input('const')];
export const outPadding = (count: number): Items => [
  ...reportSize(1),
  ...reportCount(count),
  ...output('const'),
];

export const usages = {
  hook: 0x20,
  flash: 0x21,
  feature: 0x22,
  hold: 0x23,
  redial: 0x24,
  transfer: 0x25,
  drop: 0x26,
  line: 0x2a,
  speaker: 0x2b,
  mute: 0x2f,
  speedDial: 0x50,
  voiceMail: 0x70,
  busy: 0x97,
  ringer: 0x9e,
  key0: 0xb0,
} as const;
export const lights = {
  mute: 0x09,
  offHook: 0x17,
  ring: 0x18,
  messageWaiting: 0x19,
  speaker: 0x1e,
  hold: 0x20,
  microphone: 0x21,
  onLine: 0x2a,
} as const;
