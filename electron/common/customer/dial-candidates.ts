import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import type { DialPlan } from './dial-plan.ts';

/** Countries that dialled 8 for long distance until about 2009; people and stored lists still do (P9). */
const formerTrunkEight: ReadonlySet<string> = new Set(['UA', 'MD', 'GE', 'AM', 'AZ', 'KG', 'UZ', 'TJ']);

/** The country as libphonenumber knows it; undefined if there is none or it is unknown. */
export function knownCountry(country: string | undefined): CountryCode | undefined {
  const code = country?.toUpperCase();
  return code !== undefined && isSupportedCountry(code) ? code : undefined;
}

/** Rule P7: a plus and all digits, nothing else tried. */
export function parseInternational(digits: string): PhoneNumber | undefined {
  return parseValid(`+${digits}`, undefined);
}

/** Rule P9: the first reading of bare digits that is a valid number. */
export function parseNational(
  digits: string,
  country: CountryCode | undefined,
  dialPlan: DialPlan,
): PhoneNumber | undefined {
  const inside = withoutPrefix(digits, dialPlan.outsidePrefix);
  const trunks =
    dialPlan.trunkPrefixes ?? (country !== undefined && formerTrunkEight.has(country) ? ['8'] : []);
  return (
    parseAsDialled(digits, country) ??
    (inside === undefined ? undefined : parseAsDialled(inside, country)) ??
    parseWithoutTrunk(digits, country, trunks) ??
    (inside === undefined ? undefined : parseWithoutTrunk(inside, country, trunks)) ??
    // Trunk lines deliver E.164 without plus.
    (digits.length >= 11 && !digits.startsWith('0') ? parseInternational(digits) : undefined)
  );
}

/** Own trunk prefix, own calling code and own international prefix are libphonenumber's; 00 is everybody's. */
function parseAsDialled(digits: string, country: CountryCode | undefined): PhoneNumber | undefined {
  return (
    (country === undefined ? undefined : parseValid(digits, country)) ??
    (digits.startsWith('00') ? parseInternational(digits.slice(2)) : undefined)
  );
}

function parseWithoutTrunk(
  digits: string,
  country: CountryCode | undefined,
  trunks: readonly string[],
): PhoneNumber | undefined {
  if (country === undefined) return undefined;
  for (const trunk of trunks) {
    const rest = withoutPrefix(digits, trunk);
    const number = rest === undefined ? undefined : parseValid(rest, country);
    if (number !== undefined) return number;
  }
  return undefined;
}

function withoutPrefix(digits: string, prefix: string | undefined): string | undefined {
  if (prefix === undefined || prefix === '' || !digits.startsWith(prefix)) return undefined;
  return digits.slice(prefix.length);
}

function parseValid(text: string, country: CountryCode | undefined): PhoneNumber | undefined {
  const number = parsePhoneNumberFromString(
    text,
    country === undefined ? { extract: false } : { defaultCountry: country, extract: false },
  );
  return number?.isValid() === true ? number : undefined;
}

/** The number without its country calling code; undefined if `e164` is none. */
export function readNationalNumber(e164: string): string | undefined {
  return parsePhoneNumberFromString(e164, { extract: false })?.nationalNumber;
}
