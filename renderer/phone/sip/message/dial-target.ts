import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';

const zeroesOfDigits = [0x0660, 0x06f0, 0x0966, 0xff10] as const;

/**
 * Turns what an operator types, pastes or clicks into the address to dial, `sip:user@domain`.
 * Understands numbers with separators, `tel:` and `sip:` links and non-Latin digits. Fails with call.invalid-number.
 */
export function toDialUri(target: string, domain: string): Result<string> {
  const text = toLatinDigits(target.normalize('NFKC')).trim();
  const sip = /^sips?:([^@\s<>"]+)@([^;?\s<>"]+)(?:[;?]\S*)?$/i.exec(text);
  if (sip !== null) {
    const [, user = '', host = ''] = sip;
    return isHost(host) ? withUser(safeDecode(user), host) : refused();
  }
  const link = /^(?:tel|callto|sips?):(.*)$/is.exec(text)?.[1];
  const number = (link === undefined ? text : safeDecode(link)).split(';')[0] ?? '';
  return withUser(number, domain);
}

function withUser(raw: string, host: string): Result<string> {
  const looksLikeNumber = /^[+\d*#\s()./-]+$/.test(raw);
  const user = looksLikeNumber ? raw.replace(/[\s()./-]/g, '') : raw;
  const isNumber = /^\+?[\d*#]{1,40}$/.test(user);
  const isName = !looksLikeNumber && /^[a-z0-9][a-z0-9._~+-]{0,63}$/i.test(user);
  if (!isNumber && !isName) return refused();
  // RFC 3261 section 25.1: # is not allowed in a user part and travels escaped.
  return ok(`sip:${user.replaceAll('#', '%23')}@${host}`);
}

function refused(): Result<never> {
  return fail(appError('call.invalid-number'));
}

function isHost(text: string): boolean {
  return /^[a-z0-9.-]{1,253}(:\d{1,5})?$/i.test(text) || /^\[[0-9a-f:.]+\](:\d{1,5})?$/i.test(text);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toLatinDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = zeroesOfDigits.find((first) => code >= first && code <= first + 9);
    return zero === undefined ? digit : String(code - zero);
  });
}
