import type { RemoteParty } from '../../common/call/call-model.ts';
import type { Settings } from '../../common/contract/settings.ts';
import type { DialPlan } from '../../common/customer/dial-plan.ts';
import { cleanPhoneText } from '../../common/customer/clean-phone-text.ts';
import { parsePhone, type ParsedPhone } from '../../common/customer/parse-phone.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';

type NumberSettings = Settings['numbers'];

/** How this firm dials, in the form the phone rules take. */
export const dialPlanOf = (settings: NumberSettings): DialPlan => ({
  ...(settings.extensionLength === undefined ? {} : { extensionLength: settings.extensionLength }),
  ...(settings.outsidePrefix === undefined ? {} : { outsidePrefix: settings.outsidePrefix }),
});

const parse = (raw: string, settings: NumberSettings): ParsedPhone =>
  parsePhone(raw, { country: settings.country, dialPlan: dialPlanOf(settings) });

/** A number for people: international format with spaces, or as the network gave it. */
export function displayNumber(remote: RemoteParty, settings: NumberSettings): string {
  if (remote.withheld) return '';
  const { display } = parse(remote.number, settings);
  return display === '' ? remote.number : display;
}

export function e164Of(remote: RemoteParty, settings: NumberSettings): string | null {
  return remote.withheld ? null : (parse(remote.number, settings).e164 ?? null);
}

/**
 * What goes into the request URI. Digits are sent as they were typed, without separators: the dial plan of the exchange
 * knows its own prefixes; only a leading plus is kept.
 */
export function dialTarget(
  raw: string,
  settings: NumberSettings,
): Result<{ target: string; remote: RemoteParty }> {
  const parsed = parse(raw, settings);
  // Service codes of the exchange (*8, 700#) are no telephone numbers and are dialled all the same.
  const code = cleanPhoneText(raw).replace(/[\s\-().]/gu, '');
  const isCode = /^[*#\d]{1,32}$/u.test(code);
  if (parsed.class === 'withheld' || (parsed.class === 'invalid' && !isCode)) {
    return fail(appError('call.invalid-number'));
  }
  const target = parsed.class === 'e164' && !/^\d+$/u.test(code) ? (parsed.e164 ?? code) : code;
  if (!/^\+?[*#\d]{1,32}$/u.test(target)) return fail(appError('call.invalid-number'));
  return ok({ target, remote: { number: parsed.e164 ?? target, withheld: false } });
}

/** The number of a department that a script names. */
export function departmentTarget(
  id: string,
  { directory, numbers }: Pick<Settings, 'directory' | 'numbers'>,
): ReturnType<typeof dialTarget> {
  const number = directory[id];
  return number === undefined ? fail(appError('call.invalid-number')) : dialTarget(number, numbers);
}
