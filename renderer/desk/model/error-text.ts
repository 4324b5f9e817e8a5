import type { AppError } from '../../../electron/common/lib/app-error.ts';
import type { Translate } from '../../i18n/texts.ts';

/** What happened and what to do about it, with the facts of the error put in. */
export function errorText({ code, details = {} }: AppError, t: Translate): { what: string; do: string } {
  const values = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, isolate(String(value))]),
  );
  return { what: t(`error.${code}.what`, values), do: t(`error.${code}.do`, values) };
}

/** Paths and codes run from left to right, whatever the text around them does. */
function isolate(value: string): string {
  return `\u2066${value}\u2069`;
}

export function errorSentence(error: AppError, t: Translate): string {
  const text = errorText(error, t);
  return `${text.what} ${text.do}`;
}
