import type { DescriptorItem } from './descriptor-items.ts';

/** Mixed lists of usages are written out up to this many; a plain range is kept as a range. */
const maxListedUsages = 256;
const pageSize = 0x10000;

interface DeclaredRange {
  readonly min: number;
  readonly max: number;
  /** 4-byte usages bring their own page (HID 1.11 §6.2.2.8). */
  readonly extended: boolean;
}

export interface ResolvedUsages {
  readonly isRange: boolean;
  readonly usages: readonly number[];
  readonly usageMinimum: number;
  readonly usageMaximum: number;
}

/** Collects the local items before a main item; `take` resolves them with the page in force at that main item. */
export interface LocalItems {
  add(item: DescriptorItem): void;
  take(usagePage: number): ResolvedUsages;
}

export function createLocalItems(warn: (text: string) => void): LocalItems {
  let ranges: DeclaredRange[] = [];
  let minimum: DescriptorItem | undefined;
  let maximum: DescriptorItem | undefined;
  let delimiter: 'none' | 'open' | 'taken' = 'none';

  const declare = (range: DeclaredRange): void => {
    // Between delimiters stand alternatives for one control, the preferred first (HID 1.11 §6.2.2.8).
    if (delimiter === 'taken') return;
    if (delimiter === 'open') delimiter = 'taken';
    if (range.max < range.min || Math.floor(range.min / pageSize) !== Math.floor(range.max / pageSize))
      warn('a usage range is not a range');
    else ranges.push(range);
  };

  const pairRange = (): void => {
    if (minimum === undefined || maximum === undefined) return;
    const extended = minimum.size === 4 || maximum.size === 4;
    const page = minimum.size === 4 ? minimum.unsigned : maximum.unsigned;
    const base = extended ? Math.floor(page / pageSize) * pageSize : 0;
    declare({
      min: base + (minimum.unsigned % pageSize),
      max: (maximum.size === 4 ? 0 : base) + maximum.unsigned,
      extended,
    });
    minimum = undefined;
    maximum = undefined;
  };

  return {
    add(item) {
      switch (item.tag) {
        case 0x0:
          declare({ min: item.unsigned, max: item.unsigned, extended: item.size === 4 });
          break;
        case 0x1:
          minimum = item;
          pairRange();
          break;
        case 0x2:
          maximum = item;
          pairRange();
          break;
        case 0xa:
          delimiter = item.unsigned === 1 ? 'open' : 'none';
          break;
        default:
        // Designators and strings describe the case of the device, not its reports.
      }
    },
    take(usagePage) {
      const resolved = ranges.map(({ min, max, extended }) =>
        extended
          ? { min, max }
          : { min: usagePage * pageSize + (min % pageSize), max: usagePage * pageSize + (max % pageSize) },
      );
      ranges = [];
      minimum = undefined;
      maximum = undefined;
      delimiter = 'none';
      const [first] = resolved;
      if (first === undefined) return { isRange: false, usages: [], usageMinimum: 0, usageMaximum: 0 };
      if (resolved.length === 1 && first.max > first.min)
        return { isRange: true, usages: [], usageMinimum: first.min, usageMaximum: first.max };
      const usages: number[] = [];
      for (const { min, max } of resolved) {
        for (let usage = min; usage <= max && usages.length < maxListedUsages; usage++) usages.push(usage);
      }
      return { isRange: false, usages, usageMinimum: 0, usageMaximum: 0 };
    },
  };
}
