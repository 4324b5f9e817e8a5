/** What people read about times, amounts and counts, in the digits and the calendar of their language. */
export interface Formats {
  /** A stretch of time in milliseconds as minutes and seconds, with hours from the first hour on: 0:07, 1:02:03. */
  duration(ms: number): string;
  /** The time of day of a moment (milliseconds since the epoch), hours and minutes. */
  clock(at: number): string;
  /** The same with seconds, for what is compared with a log or a clock on the wall. */
  clockSeconds(at: number): string;
  /** Day and month, with the year when it is not that of `now`; both in milliseconds since the epoch. */
  day(at: number, now: number): string;
  /** A calendar date given as YYYY-MM-DD; anything else is shown as it is. */
  date(isoDate: string): string;
  /** An amount in minor units (kopecks, bani) of an ISO 4217 currency. */
  money(minor: number, currency: string): string;
  number(value: number): string;
  /** 0 to 100. */
  percent(value: number): string;
  /** The name of a language given by its BCP 47 tag. */
  languageName(tag: string): string;
}

/** fa: Persian digits and the Solar Hijri calendar, as is usual on site. */
const localeTags: Readonly<Record<string, string>> = { fa: 'fa-IR-u-ca-persian', en: 'en-GB' };

export function createFormats(language: string, timeZone?: string): Formats {
  const tag = localeTags[language] ?? language;
  const zone = timeZone === undefined ? {} : { timeZone };
  const plain = new Intl.NumberFormat(tag, { maximumFractionDigits: 3 });
  const padded = new Intl.NumberFormat(tag, { minimumIntegerDigits: 2, useGrouping: false });
  const bare = new Intl.NumberFormat(tag, { useGrouping: false });
  const clock = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hour12: false, ...zone });
  const seconds = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
    ...zone,
  });
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', ...zone });
  const fullDay = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', ...zone });
  const calendarDate = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });
  const percent = new Intl.NumberFormat(tag, { style: 'percent' });
  const names = new Intl.DisplayNames(tag, { type: 'language' });
  const amounts = new Map<string, Intl.NumberFormat>();
  const amountIn = (currency: string): Intl.NumberFormat => {
    const known = amounts.get(currency);
    if (known !== undefined) return known;
    const format = new Intl.NumberFormat(tag, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
    });
    amounts.set(currency, format);
    return format;
  };

  return {
    duration(ms) {
      const seconds = Math.max(0, Math.floor(ms / 1_000));
      const hours = Math.floor(seconds / 3_600);
      const minutes = Math.floor(seconds / 60) % 60;
      const rest = padded.format(seconds % 60);
      return hours > 0
        ? `${bare.format(hours)}:${padded.format(minutes)}:${rest}`
        : `${bare.format(minutes)}:${rest}`;
    },
    percent: (value) => percent.format(value / 100),
    clock: (at) => clock.format(at),
    clockSeconds: (at) => seconds.format(at),
    day: (at, now) => (year.format(at) === year.format(now) ? day : fullDay).format(at),
    date(isoDate) {
      const at = Date.parse(`${isoDate}T00:00:00Z`);
      return Number.isNaN(at) ? isoDate : calendarDate.format(at);
    },
    money(minor, currency) {
      const format = amountIn(currency);
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
      return format.format(minor / 10 ** digits);
    },
    number: (value) => plain.format(value),
    languageName(tagWanted) {
      try {
        return names.of(tagWanted) ?? tagWanted;
      } catch {
        // Not a well-formed tag; a CRM may hold anything.
        return tagWanted;
      }
    },
  };
}
