import { Liquid } from 'liquidjs';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { MergeData } from './merge-context.ts';
import { readMergeText, type MergeFilter } from './merge-field.ts';

/** How values are written: the language spoken, and the place's money and clock. */
export interface Writing {
  readonly language: string;
  readonly currency?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A field without a value stands visibly in the words, for example ⟦customer.name⟧. */
const blank = (path: string) => `\u27E6${path}\u27E7`;

const engines = new Map<string, Liquid>();

/** Fills the merge fields of Markdown; values are escaped, so that a name can never become a link or a heading. */
export function fillMarkdown(words: string, data: MergeData, writing: Writing): string {
  return fill(words, data, writing, escapeMarkdown);
}

/** Fills the merge fields of a label, which is shown as it is. */
export function fillPlain(label: string, data: MergeData, writing: Writing): string {
  return fill(label, data, writing, (value) => value);
}

function fill(text: string, data: MergeData, writing: Writing, escape: (value: string) => string): string {
  const engine = engineFor(writing);
  return readMergeText(text)
    .pieces.map((piece) => {
      if (typeof piece === 'string') return piece;
      const value: unknown = engine.evalValueSync(piece.expression, data);
      if (isBlank(value)) return blank(piece.path);
      return isolate(escape(String(value).replace(/\s*[\r\n]+\s*/gu, ' ')), writing.language);
    })
    .join('');
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || Number.isNaN(value);

/** Characters with a meaning inside a line of CommonMark, and those that begin a block at its start. */
function escapeMarkdown(value: string): string {
  return value
    .replace(/[\\`*_[\]<>~|&#!]/gu, '\\$&')
    .replace(/^([-+=])(?=[-+=\s]|$)/u, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/u, '$1\\$2');
}

/** Right-to-left script of the language, if it has one. */
export const isRightToLeft = (language: string): boolean =>
  /^(ar|dv|fa|he|ku-Arab|ps|sd|ug|ur|yi)\b/u.test(language);

/** A number keeps its own direction within right-to-left words (LRI … PDI, UAX #9). */
function isolate(value: string, language: string): string {
  if (!isRightToLeft(language) || !/\p{Nd}/u.test(value)) return value;
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(value.replace(/\p{Nd}/gu, ''))
    ? value
    : `\u2066${value}\u2069`;
}

/** One engine per way of writing, with the ten filters of scripts and nothing else: no tags, files or globals. */
function engineFor(writing: Writing): Liquid {
  const key = [writing.language, writing.currency ?? '', writing.timeZone ?? ''].join('|');
  const known = engines.get(key);
  if (known !== undefined) return known;
  const engine = new Liquid({ ownPropertyOnly: true, strictFilters: true, cache: false });
  const filters = filtersFor(writing);
  for (const name of Object.keys(engine.filters)) if (name !== 'default') engine.unregisterFilter(name);
  for (const name of Object.keys(engine.tags)) Reflect.deleteProperty(engine.tags, name);
  for (const [name, filter] of Object.entries(filters)) {
    engine.registerFilter(name, (value: unknown, argument: unknown) =>
      isBlank(value) ? value : filter(value, typeof argument === 'string' ? argument : undefined),
    );
  }
  engines.set(key, engine);
  return engine;
}

/** `default` is Liquid's own. The others answer the value unchanged when they can make nothing of it. */
function filtersFor(
  writing: Writing,
): Readonly<Record<Exclude<MergeFilter, 'default'>, (value: unknown, argument?: string) => unknown>> {
  const { language } = writing;
  return {
    upcase: (value) => String(value).toLocaleUpperCase(language),
    downcase: (value) => String(value).toLocaleLowerCase(language),
    capitalize: (value) => {
      const [first = '', ...rest] = Array.from(String(value));
      return first.toLocaleUpperCase(language) + rest.join('');
    },
    date: (value, style) => writeMoment(value, writing, { dateStyle: styleOf(style, 'long') }),
    time: (value, style) => writeMoment(value, writing, { timeStyle: styleOf(style, 'short') }),
    money: (value, currency) => writeMoney(value, language, currency ?? writing.currency),
    number: (value) => writeNumber(value, language, {}),
    phone: (value) => parsePhoneNumberFromString(String(value))?.formatInternational() ?? value,
    digits: (value) => groupDigits(String(value)),
  };
}

function writeNumber(value: unknown, language: string, options: Intl.NumberFormatOptions): unknown {
  const number = Number(value);
  return Number.isFinite(number) ? new Intl.NumberFormat(language, options).format(number) : value;
}

function writeMoney(value: unknown, language: string, currency: string | undefined): unknown {
  if (currency === undefined || !/^[A-Z]{3}$/u.test(currency)) {
    return writeNumber(value, language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  return writeNumber(value, language, { style: 'currency', currency });
}

type DateTimeStyle = 'full' | 'long' | 'medium' | 'short';

function styleOf(wanted: string | undefined, usual: DateTimeStyle): DateTimeStyle {
  return (['full', 'long', 'medium', 'short'] as const).find((each) => each === wanted) ?? usual;
}

/** `YYYY-MM-DD` and `HH:MM` are what a wall shows and stay in no time zone; milliseconds and full ISO are moments. */
function writeMoment(value: unknown, writing: Writing, options: Intl.DateTimeFormatOptions): unknown {
  const text = String(value);
  const isClock = /^\d{2}:\d{2}$/u.test(text);
  const isDate = /^\d{4}-\d{2}-\d{2}$/u.test(text);
  if (typeof value !== 'number' && !isClock && !isDate && !/^\d{4}-\d{2}-\d{2}T/u.test(text)) return value;
  const moment = new Date(typeof value === 'number' ? value : isClock ? `1970-01-01T${text}Z` : text);
  if (Number.isNaN(moment.getTime())) return value;
  const timeZone = isClock || isDate ? 'UTC' : writing.timeZone;
  return new Intl.DateTimeFormat(writing.language, {
    ...options,
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(moment);
}

/** Groups of three for reading a number out, the last of up to four: 0441234567 is 044 123 4567. */
function groupDigits(value: string): string {
  const digits = value.replace(/\P{Nd}/gu, '');
  return digits === '' ? value : digits.replace(/(\p{Nd}{3})(?=\p{Nd}{2})/gu, '$1 ');
}
