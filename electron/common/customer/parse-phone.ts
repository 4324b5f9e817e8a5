import type { PhoneNumber } from 'libphonenumber-js/max';
import { cleanPhoneText } from './clean-phone-text.ts';
import type { DialPlan } from './dial-plan.ts';
import { knownCountry, parseInternational, parseNational } from './dial-candidates.ts';
import { classifyCode } from './internal-codes.ts';
import { hasDigit, readPart, splitNumbers } from './phone-parts.ts';
import { readPhoneUri, takeAddress } from './phone-uri.ts';
import { isWithheldName } from './withheld-number.ts';

export type PhoneClass = 'e164' | 'extension' | 'short' | 'withheld' | 'invalid';

export interface ParsedPhone {
  readonly class: PhoneClass;
  /** With class e164 only: plus and digits (ITU-T E.164). */
  readonly e164?: string;
  /** With class extension, or beside an E.164 number: ASCII digits. */
  readonly extension?: string;
  /** E.164 of the further numbers in the same text, without repeats. */
  readonly others?: readonly string[];
  /** ASCII digits, for reading; empty when withheld, the cleaned text when invalid. */
  readonly display: string;
}

export interface PhoneContext {
  /** ISO 3166 alpha-2; without it only international forms are numbers. */
  readonly country?: string | undefined;
  readonly dialPlan?: DialPlan | undefined;
}

type Reading =
  | { readonly class: 'e164'; readonly number: PhoneNumber; readonly extension?: string }
  | { readonly class: 'extension' | 'short'; readonly code: string }
  | { readonly class: 'withheld' | 'invalid' };

const invalid: Reading = { class: 'invalid' };
const scientific = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/iu;

/**
 * What a text says about a telephone number: caller identity, imported cell, typed number; rules P1 to
 * P10. Never throws.
 */
export function parsePhone(raw: string, context: PhoneContext = {}): ParsedPhone {
  const cleaned = cleanPhoneText(raw);
  const { first, others } = readAll(cleaned, context);
  switch (first.class) {
    case 'withheld':
      return { class: 'withheld', display: '' };
    case 'invalid':
      return { class: 'invalid', display: cleaned };
    case 'short':
      return { class: 'short', display: first.code };
    case 'extension':
      return { class: 'extension', extension: first.code, display: first.code };
    case 'e164': {
      const { number, extension } = first;
      return {
        class: 'e164',
        e164: number.number,
        ...(extension === undefined ? {} : { extension }),
        ...(others.length === 0 ? {} : { others }),
        display: number.formatInternational() + (extension === undefined ? '' : ` ext. ${extension}`),
      };
    }
  }
}

interface Readings {
  readonly first: Reading;
  readonly others: readonly string[];
}

const alone = (first: Reading): Readings => ({ first, others: [] });

function readAll(cleaned: string, context: PhoneContext): Readings {
  if (cleaned === '' || isWithheldName(cleaned)) return alone({ class: 'withheld' });
  const address = takeAddress(cleaned);
  if (address === '' || isWithheldName(address)) return alone({ class: 'withheld' });

  const uri = readPhoneUri(address);
  if (uri?.kind === 'number') return alone(readNumber(uri.number, uri.extension, context));
  if (uri !== undefined) return alone({ class: uri.kind });

  // P4: a spreadsheet has lost the digits for good in the first case, and added one in the second.
  if (scientific.test(address)) return alone(invalid);
  const text = address.normalize('NFC').replace(/(?<!\d)(\d{7,})\.0(?!\d)/gu, '$1');
  return choose(splitNumbers(text).flatMap((part) => readSlashed(part, context)));
}

/** P5: the first real number counts, further ones are kept; without one the first part speaks. */
function choose(readings: readonly Reading[]): Readings {
  const numbers = readings.filter((reading) => reading.class === 'e164');
  const [first] = numbers;
  if (first === undefined) return alone(readings[0] ?? invalid);
  const distinct = new Set<string>(numbers.map((reading) => reading.number.number));
  distinct.delete(first.number.number);
  return { first, others: [...distinct] };
}

/** P5: `030/123456` is one number, `123-45-67/68` is two. */
function readSlashed(part: string, context: PhoneContext): readonly Reading[] {
  if (!/[/\\]/u.test(part)) return [readOne(part, context)];
  const whole = readOne(part.replace(/[/\\]/gu, ' '), context);
  if (whole.class === 'e164') return [whole];
  return part
    .split(/[/\\]/u)
    .filter(hasDigit)
    .map((piece) => readOne(piece, context));
}

function readOne(part: string, context: PhoneContext): Reading {
  const { body, extension } = readPart(part);
  if (extension !== undefined && body === '') return { class: 'extension', code: extension };
  return /\p{L}/u.test(body) ? invalid : readNumber(body, extension, context);
}

/** P7 to P9. `text` has no letters; it may have separators. */
function readNumber(text: string, extension: string | undefined, context: PhoneContext): Reading {
  const dialPlan = context.dialPlan ?? {};
  const country = knownCountry(context.country);
  // A plus at the very end comes from right-to-left typing.
  const unsigned = text.replace(/^[([\s]*\+(?:\s*\+)*/u, '');
  const atEnd = unsigned === text ? text.replace(/\++\s*$/u, '') : unsigned;
  if (atEnd.includes('+')) return invalid;
  const digits = atEnd.replace(/\D/gu, '');
  if (atEnd !== text) return asReading(parseInternational(digits), extension);

  const code = text.trim();
  if (extension === undefined && /^[\d*#]+$/u.test(code)) {
    const meaning = classifyCode(code, country, dialPlan);
    if (meaning === 'invalid') return invalid;
    if (meaning !== undefined) return { class: meaning, code };
  }
  if (/[*#]/u.test(code)) return invalid;
  return asReading(parseNational(digits, country, dialPlan), extension);
}

function asReading(number: PhoneNumber | undefined, extension: string | undefined): Reading {
  if (number === undefined) return invalid;
  return extension === undefined ? { class: 'e164', number } : { class: 'e164', number, extension };
}
