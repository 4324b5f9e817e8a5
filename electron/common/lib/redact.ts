const secretKeys = /pass|secret|token|authoriz|nonce|ha1|response/iu;
/** Not inside a longer word: call ids are random hexadecimal and identify nobody. */
const longDigits = /(?<![\w-])\+?\d[\d\s\-().]{4,}\d(?![\w-])/gu;

/** Masks a telephone number to its last three digits, so that a log line can still be told from another. */
const maskDigits = (text: string): string =>
  text.replace(longDigits, (number) => `…${number.replace(/\D/gu, '').slice(-3)}`);

/** What a log may hold of a value: no secrets, no telephone numbers. */
export function redact<T>(key: string, value: T): T | string {
  if (secretKeys.test(key)) return '[removed]';
  return typeof value === 'string' ? maskDigits(value) : value;
}
