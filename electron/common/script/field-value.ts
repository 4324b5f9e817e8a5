import { z } from 'zod';
import { exhausted } from '../lib/exhaustive.ts';
import type { FieldValue } from './merge-context.ts';
import type { ScriptField } from './model.ts';

/** Why a typed value is refused; `null` value: nothing was typed and nothing is required. */
export type FieldReading =
  | { readonly ok: true; readonly value: FieldValue | null }
  | {
      readonly ok: false;
      readonly reason: 'required' | 'not-valid' | 'too-small' | 'too-large' | 'not-an-option';
    };

const refused = (reason: Extract<FieldReading, { ok: false }>['reason']): FieldReading => ({
  ok: false,
  reason,
});
const read = (value: FieldValue): FieldReading => ({ ok: true, value });

/**
 * Reads what the operator typed. Dates become `YYYY-MM-DD`, times `HH:MM`, numbers and money JavaScript numbers,
 * yes and no booleans, accounts and telephone numbers their digits without spaces; Persian digits become ASCII.
 * `min` and `max` bound numbers by value and other text by its length.
 */
export function readFieldValue(field: ScriptField, typed: string): FieldReading {
  const text = toAsciiDigits(typed).trim();
  if (text === '') return field.required === true ? refused('required') : { ok: true, value: null };
  const reading = readByType(field, text);
  if (!reading.ok) return reading;
  const { value } = reading;
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`, 'u').test(String(value))) {
    return refused('not-valid');
  }
  const size = typeof value === 'string' ? Array.from(value).length : value;
  if (typeof size === 'number') {
    if (field.min !== undefined && size < field.min) return refused('too-small');
    if (field.max !== undefined && size > field.max) return refused('too-large');
  }
  return reading;
}

function readByType(field: ScriptField, text: string): FieldReading {
  switch (field.type) {
    case 'text':
      return read(text);
    case 'number':
      return readNumber(text, /^-?\d+(\.\d+)?$/u);
    case 'money':
      return readNumber(text, /^-?\d+(\.\d{1,2})?$/u);
    case 'date':
      return readDate(text);
    case 'time':
      return readTime(text);
    case 'phone': {
      const number = text.replace(/[\s()./-]/gu, '');
      return /^\+?\d{2,15}$/u.test(number) ? read(number) : refused('not-valid');
    }
    case 'email':
      return z.email().safeParse(text).success ? read(text) : refused('not-valid');
    case 'account': {
      const account = text.replace(/[\s./-]/gu, '');
      return /^[\p{L}\d]{1,32}$/u.test(account) ? read(account) : refused('not-valid');
    }
    case 'choice':
      return field.options?.includes(text) === true ? read(text) : refused('not-an-option');
    case 'yesno':
      if (text === 'yes') return read(true);
      return text === 'no' ? read(false) : refused('not-an-option');
    default:
      return exhausted(field.type);
  }
}

function readNumber(text: string, form: RegExp): FieldReading {
  const plain = text.replace(/[\s_’'٬]/gu, '').replace(/[,٫]/u, '.');
  return form.test(plain) ? read(Number(plain)) : refused('not-valid');
}

function readDate(text: string): FieldReading {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/u.exec(text) ?? [];
  const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return z.iso.date().safeParse(iso).success ? read(iso) : refused('not-valid');
}

function readTime(text: string): FieldReading {
  const [, hour = '', minute = ''] = /^(\d{1,2})[:.](\d{2})$/u.exec(text) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return refused('not-valid');
  return read(`${hour.padStart(2, '0')}:${minute}`);
}

/** Arabic-Indic and Persian digits are shown to people and never stored. */
function toAsciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
