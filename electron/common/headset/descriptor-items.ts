/** One item of a report descriptor (HID 1.11 §6.2.2). Long items carry nothing any system understands: skipped. */
export interface DescriptorItem {
  readonly type: 'main' | 'global' | 'local' | 'reserved';
  readonly tag: number;
  /** Bytes of data: 0, 1, 2 or 4. */
  readonly size: number;
  readonly unsigned: number;
  readonly signed: number;
}

const longItemPrefix = 0xfe;
const types = ['main', 'global', 'local', 'reserved'] as const;

export interface ItemList {
  readonly items: readonly DescriptorItem[];
  /** The bytes end inside an item. */
  readonly truncated: boolean;
}

/** Cuts a descriptor into its short items. Takes any bytes. */
export function readDescriptorItems(bytes: Uint8Array): ItemList {
  const items: DescriptorItem[] = [];
  let at = 0;
  while (at < bytes.length) {
    const prefix = bytes[at] ?? 0;
    if (prefix === longItemPrefix) {
      const dataSize = bytes[at + 1];
      if (dataSize === undefined || at + 3 + dataSize > bytes.length) return { items, truncated: true };
      at += 3 + dataSize;
      continue;
    }
    const size = (prefix & 3) === 3 ? 4 : prefix & 3;
    if (at + 1 + size > bytes.length) return { items, truncated: true };
    let unsigned = 0;
    for (let byte = size - 1; byte >= 0; byte--) unsigned = unsigned * 256 + (bytes[at + 1 + byte] ?? 0);
    const limit = 2 ** (8 * size);
    items.push({
      type: types[(prefix >> 2) & 3] ?? 'reserved',
      tag: prefix >> 4,
      size,
      unsigned,
      signed: size > 0 && unsigned >= limit / 2 ? unsigned - limit : unsigned,
    });
    at += 1 + size;
  }
  return { items, truncated: false };
}
