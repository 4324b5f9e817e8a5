import type { Customer } from '../../../common/customer/customer-model.ts';
import { ukrainianMobile, type PhoneRange, type Region } from './region.ts';
import { scatter, type SeededRandom } from './seeded-random.ts';

export type Phone = Customer['phones'][number];

/** Gives out the numbers of the ranges, each once. */
export interface PhoneBook {
  next(region: Region, random: SeededRandom): Phone;
}

/** Prime to every power of ten, and far enough from one that neighbours look unrelated. */
const step = 7_368_787;

export function createPhoneBook(): PhoneBook {
  const given = new Map<readonly string[], number>();
  const take = (range: PhoneRange): Phone => {
    const n = given.get(range.beginnings) ?? 0;
    const beginning = range.beginnings[n % range.beginnings.length] ?? '';
    const free = range.length - beginning.length;
    const round = Math.floor(n / range.beginnings.length);
    // Foreign ranges that ring nobody are small; millions of customers then have Ukrainian numbers.
    if (round >= 10 ** free) return take(ukrainianMobile);
    given.set(range.beginnings, n + 1);
    // Each beginning starts elsewhere, or all numbers would end alike.
    const tail = String(scatter(round + Number(beginning) * 10_007, 10 ** free, step)).padStart(free, '0');
    return toPhone(range, beginning + tail);
  };
  return { next: (region, random) => take(pickRange(region, random)) };
}

function pickRange(region: Region, random: SeededRandom): PhoneRange {
  let at = random.below(region.phones.reduce((sum, range) => sum + range.weight, 0));
  for (const range of region.phones) {
    if (at < range.weight) return range;
    at -= range.weight;
  }
  return ukrainianMobile;
}

function toPhone(range: PhoneRange, national: string): Phone {
  let next = 0;
  const raw = range.form.replaceAll('9', () => national.charAt(next++));
  return { e164: `+${range.code}${national}`, raw, label: range.label };
}
