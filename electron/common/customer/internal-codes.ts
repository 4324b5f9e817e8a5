import type { DialPlan } from './dial-plan.ts';

/** Numbers of police, fire and ambulance that are shorter than any subscriber number. 112 holds everywhere. */
const emergencyNumbers: Readonly<Record<string, readonly string[]>> = {
  UA: ['101', '102', '103', '104'],
  RU: ['101', '102', '103', '104'],
  BY: ['101', '102', '103', '104'],
  KZ: ['101', '102', '103', '104'],
  IR: ['110', '115', '125'],
  DE: ['110'],
  GB: ['999'],
  US: ['911'],
};

/**
 * Rule P8: what digits, `*` and `#` without separators mean inside the house; undefined if only P9 can tell.
 */
export function classifyCode(
  code: string,
  country: string | undefined,
  dialPlan: DialPlan,
): 'short' | 'extension' | 'invalid' | undefined {
  if (dialPlan.shortCodes?.includes(code) === true || code === '112') return 'short';
  if (/[*#]/u.test(code)) return 'invalid';
  const range = dialPlan.extensionLength;
  if (range !== undefined && fitsLength(code, range)) return 'extension';
  if (country !== undefined && emergencyNumbers[country]?.includes(code) === true) return 'short';
  return range === undefined && fitsLength(code, [2, 6]) ? 'extension' : undefined;
}

function fitsLength(code: string, range: number | readonly [number, number]): boolean {
  const [min, max] = typeof range === 'number' ? [range, range] : range;
  return code.length >= min && code.length <= max;
}
