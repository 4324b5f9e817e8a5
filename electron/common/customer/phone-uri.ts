import { cleanPhoneText } from './clean-phone-text.ts';
import { isWithheldName } from './withheld-number.ts';

/** What a telephone URI says before the number in it is judged (rule P3). */
export type PhoneUriReading =
  | { readonly kind: 'withheld' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'number'; readonly number: string; readonly extension?: string };

const scheme = /^(tel|callto|sips?):(?:\/\/)?/iu;

/** Of a name-addr (RFC 3261 section 25.1) only the address counts; text without `<…>` stays whole. */
export function takeAddress(text: string): string {
  const afterDisplayName = text.replace(/^"(?:\\.|[^"\\])*"/su, '');
  const inside = /<([^<>]*)>/u.exec(afterDisplayName)?.[1];
  return inside === undefined ? text : cleanPhoneText(inside);
}

/** Undefined if `text` is not a tel (RFC 3966), callto, sip or sips URI. */
export function readPhoneUri(text: string): PhoneUriReading | undefined {
  const head = scheme.exec(text);
  if (head === null) return undefined;
  const body = cleanPhoneText(decodePercents(text.slice(head[0].length).replace(/[?#].*$/su, '')));
  if (!/^sip/iu.test(text)) return readNumberPart(body);

  const at = body.lastIndexOf('@');
  if (at < 0) return { kind: 'invalid' };
  return isInvalidHost(body.slice(at + 1)) ? { kind: 'withheld' } : readNumberPart(body.slice(0, at));
}

/** RFC 2606: names under `.invalid` never exist; RFC 3323 uses one for callers who want privacy. */
function isInvalidHost(hostPart: string): boolean {
  const host = hostPart
    .replace(/[;:].*$/su, '')
    .trim()
    .toLowerCase();
  return host === 'invalid' || host.endsWith('.invalid');
}

function readNumberPart(part: string): PhoneUriReading {
  const [first = '', ...parameters] = part.split(';');
  const number = first.trim();
  if (isWithheldName(number)) return { kind: 'withheld' };
  if (/\p{L}/u.test(number) || !/\d/u.test(number)) return { kind: 'invalid' };

  const context = findParameter(parameters, 'phone-context');
  const whole =
    context?.startsWith('+') === true && !/^[([\s]*\+/u.test(number) ? `${context}${number}` : number;
  // RFC 3966 section 3: visual separators are allowed in ext.
  const extension = findParameter(parameters, 'ext')?.replace(/[-.() ]/gu, '');
  return extension !== undefined && /^\d+$/u.test(extension)
    ? { kind: 'number', number: whole, extension }
    : { kind: 'number', number: whole };
}

function findParameter(parameters: readonly string[], name: string): string | undefined {
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=');
    if (equals > 0 && parameter.slice(0, equals).trim().toLowerCase() === name) {
      return parameter.slice(equals + 1).trim();
    }
  }
  return undefined;
}

/** Like decodeURIComponent, but an escape that is not UTF-8 stays as it stands instead of throwing. */
function decodePercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/giu, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
