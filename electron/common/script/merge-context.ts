/** The merge fields a script may use (`{{ customer.name }}`), besides `fields.<name>` of its own. */
export const mergeFields = {
  customer: [
    'name',
    'first_name',
    'last_name',
    'patronymic',
    'salutation',
    'account',
    'address',
    'town',
    'phone',
    'email',
    'language',
    'balance',
  ],
  operator: ['name', 'first_name', 'number'],
  company: ['name', 'phone', 'site', 'address', 'hours'],
  call: ['number', 'line', 'queue', 'date', 'time', 'held'],
  case: ['number', 'due', 'department'],
  callback: ['date', 'time', 'number'],
  transfer: ['department', 'person', 'number'],
  time: ['part', 'date', 'clock'],
} as const;

type MergeGroup = keyof typeof mergeFields;

/**
 * What is known when a step is shown. Dates are `YYYY-MM-DD`, times `HH:MM`, moments milliseconds since the epoch;
 * `customer.balance` is in whole units of `currency`; numbers of telephones are E.164; `call.held` is in seconds.
 */
export type MergeContext = {
  readonly [Group in MergeGroup]?: {
    readonly [Field in (typeof mergeFields)[Group][number]]?: string | number;
  };
} & {
  /** ISO 4217, for the filter `money` without an argument. */
  readonly currency?: string;
  /** IANA name; the machine's own without it. */
  readonly timeZone?: string;
};

export type FieldValue = string | number | boolean;

/** What conditions and merge fields read: groups of values, `fields`, and `answers` by node id. */
export interface MergeData {
  readonly [group: string]: Readonly<Record<string, FieldValue>>;
}

const mergeGroups = [
  'customer',
  'operator',
  'company',
  'call',
  'case',
  'callback',
  'transfer',
  'time',
] as const satisfies readonly MergeGroup[];

/** Every known path except `fields.*`, such as `customer.name`. */
export const mergePaths: ReadonlySet<string> = new Set(
  Object.entries(mergeFields).flatMap(([group, names]) => names.map((name) => `${group}.${name}`)),
);

/**
 * Copies onto objects without a prototype, so that a path never reaches what every object inherits. An empty text is
 * no value.
 */
export function mergeData(
  context: MergeContext,
  fields: Readonly<Record<string, FieldValue>>,
  answers: Readonly<Record<string, string>>,
): MergeData {
  const data = Object.create(null) as Record<string, MergeData[string]>;
  for (const group of mergeGroups) data[group] = withoutBlanks(context[group] ?? {});
  data['fields'] = withoutBlanks(fields);
  data['answers'] = withoutBlanks(answers);
  return data;
}

function withoutBlanks(values: Readonly<Record<string, FieldValue | undefined>>): MergeData[string] {
  const bare = Object.create(null) as Record<string, FieldValue>;
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') bare[name] = value;
  return bare;
}

/** `time.*` of a moment (ms since the epoch) where the caller is greeted. */
export function mergeTime(now: number, timeZone?: string): NonNullable<MergeContext['time']> {
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    part: partOfDay(Number(part('hour'))),
    date: `${part('year')}-${part('month')}-${part('day')}`,
    clock: `${part('hour')}:${part('minute')}`,
  };
}

/** Morning 5–11, day 11–17, evening 17–22, night otherwise; `hour` 0–23. */
export function partOfDay(hour: number): 'morning' | 'day' | 'evening' | 'night' {
  if (hour >= 5 && hour < 11) return 'morning';
  if (hour >= 11 && hour < 17) return 'day';
  if (hour >= 17 && hour < 22) return 'evening';
  return 'night';
}
