/** What the sample needs to know of the people of one language. All names are common ones, combined by chance. */
export interface Region {
  /** BCP 47. */
  readonly language: string;
  readonly currency: string;
  /** Share of the customers, in hundredths; the shares of all regions make 100. */
  readonly share: number;
  readonly women: readonly GivenName[];
  readonly men: readonly GivenName[];
  readonly surnames: readonly Surname[];
  /** How name parts are put together for the card. */
  readonly order: 'surname-first' | 'given-first';
  readonly towns: readonly string[];
  readonly streets: readonly string[];
  /** `{street}`, `{house}` and `{flat}` are filled in. */
  readonly addressForm: string;
  readonly houseForm: string;
  readonly tariffs: readonly string[];
  /** The currency's minor units that a month of electricity costs, about. */
  readonly monthMinor: number;
  readonly phones: readonly PhoneRange[];
}

export interface GivenName {
  readonly name: string;
  /** In Latin letters, for the e-mail address. */
  readonly latin: string;
  /** Patronymics of daughters and sons, where the language has them. */
  readonly patronymic?: readonly [string, string];
}

/** For a woman, for a man. */
export type Surname = readonly [string, string];

export interface PhoneRange {
  /** Calling code, ASCII digits. */
  readonly code: string;
  /** Beginnings of national significant numbers; what is missing to `length` digits is counted up. */
  readonly beginnings: readonly string[];
  readonly length: number;
  readonly label: 'mobile' | 'home' | 'work';
  /** How people write it: each 9 takes a digit of the national number. */
  readonly form: string;
  /** How often it is chosen, against the other ranges of the region. */
  readonly weight: number;
}

/** Mobile numbers of Ukraine, used in two regions and wherever a smaller range is spent. */
export const ukrainianMobile = {
  code: '380',
  beginnings: ['50', '63', '66', '67', '68', '73', '93', '95', '96', '97', '98', '99'],
  length: 9,
  label: 'mobile',
  form: '099 999-99-99',
  weight: 1,
} as const satisfies PhoneRange;

/** Reads `Name:latin` or `Name:latin:daughter:son` entries, parted by commas. */
export function readGivenNames(text: string): readonly GivenName[] {
  return text.split(',').map((entry) => {
    const [name = '', latin = '', daughter, son] = entry.trim().split(':');
    return daughter === undefined || son === undefined
      ? { name, latin }
      : { name, latin, patronymic: [daughter, son] };
  });
}

/** Reads `Surname` (one form for all) or `woman/man` entries, parted by commas. */
export function readSurnames(text: string): readonly Surname[] {
  return text.split(',').map((entry) => {
    const [woman = '', man = woman] = entry.trim().split('/');
    return [woman, man];
  });
}

/** Every stem with every ending; endings are `one for all` or `woman/man`. */
export function composeSurnames(stems: string, endings: string): readonly Surname[] {
  return readList(stems).flatMap((stem) =>
    readSurnames(endings).map(([woman, man]): Surname => [stem + woman, stem + man]),
  );
}

export function readList(text: string): readonly string[] {
  return text.split(',').map((entry) => entry.trim());
}
