/** All of `hertz` at once for `onMs`, then silence for `offMs`. */
export interface Pulse {
  readonly hertz: readonly number[];
  readonly onMs: number;
  readonly offMs: number;
}

/** One period of each tone that a telephone network plays to the caller (ITU-T E.180, E.182). */
export interface TonePlan {
  /** It rings there. */
  readonly ringback: readonly Pulse[];
  /** The line is engaged. */
  readonly busy: readonly Pulse[];
  /** The call cannot be set up. */
  readonly congestion: readonly Pulse[];
  /** Somebody else calls while one talks. */
  readonly waiting: readonly Pulse[];
}

const pulse = (hertz: number | readonly number[], onMs: number, offMs: number): Pulse => ({
  hertz: typeof hertz === 'number' ? [hertz] : hertz,
  onMs,
  offMs,
});

/** ETSI TS 100 512 (GSM 02.40), what a mobile phone plays in Europe: also where a country is not listed below. */
export const europeanTones: TonePlan = {
  ringback: [pulse(425, 1_000, 4_000)],
  busy: [pulse(425, 500, 500)],
  congestion: [pulse(425, 200, 200)],
  waiting: [pulse(425, 200, 600), pulse(425, 200, 3_000)],
};

/** The former Soviet networks (GOST 45.223-2001). */
const easternTones: TonePlan = {
  ringback: [pulse(425, 1_000, 4_000)],
  busy: [pulse(425, 350, 350)],
  congestion: [pulse(425, 175, 175)],
  waiting: [pulse(425, 200, 5_000)],
};

const northAmericanTones: TonePlan = {
  ringback: [pulse([440, 480], 2_000, 4_000)],
  busy: [pulse([480, 620], 500, 500)],
  congestion: [pulse([480, 620], 250, 250)],
  waiting: [pulse(440, 300, 10_000)],
};

/** Two short ones and a long rest: the waiting tone of much of Central Europe. */
const twoShort = (onMs: number, restMs: number): readonly Pulse[] => [
  pulse(425, onMs, onMs),
  pulse(425, onMs, restMs),
];

/**
 * What differs from `europeanTones`, by ISO 3166 code: the list of national tones that ITU publishes with E.180
 * (Operational Bulletin 781), for Britain BT SIN 350. Not checked against that list: Romania, Iran.
 */
const plans: Readonly<Record<string, Partial<TonePlan>>> = {
  UA: easternTones,
  RU: easternTones,
  MD: easternTones,
  BY: easternTones,
  KZ: easternTones,
  // As the European plan; listed so that nobody looks for what is missing.
  RO: {},
  AT: {
    ringback: [pulse(420, 1_000, 5_000)],
    busy: [pulse(420, 400, 400)],
    congestion: [pulse(420, 200, 200)],
    waiting: [pulse(420, 40, 1_960)],
  },
  BG: { congestion: [pulse(425, 250, 250)], waiting: twoShort(150, 4_000) },
  CH: { waiting: twoShort(200, 4_000) },
  CZ: {
    busy: [pulse(425, 330, 330)],
    congestion: [pulse(425, 165, 165)],
    waiting: [pulse(425, 330, 9_000)],
  },
  DE: { busy: [pulse(425, 480, 480)], congestion: [pulse(425, 240, 240)], waiting: twoShort(200, 5_000) },
  ES: {
    ringback: [pulse(425, 1_500, 3_000)],
    busy: [pulse(425, 200, 200)],
    congestion: [pulse(425, 200, 200), pulse(425, 200, 200), pulse(425, 200, 600)],
    waiting: twoShort(175, 3_500),
  },
  FR: {
    ringback: [pulse(440, 1_500, 3_500)],
    busy: [pulse(440, 500, 500)],
    congestion: [pulse(440, 250, 250)],
    waiting: [pulse(440, 300, 10_000)],
  },
  HU: {
    ringback: [pulse(425, 1_250, 3_750)],
    busy: [pulse(425, 300, 300)],
    congestion: [pulse(425, 300, 300)],
    waiting: [pulse(425, 40, 1_960)],
  },
  IL: {
    ringback: [pulse(414, 1_000, 3_000)],
    busy: [pulse(414, 500, 500)],
    congestion: [pulse(414, 250, 250)],
    waiting: [pulse(414, 100, 100), pulse(414, 100, 100), pulse(414, 600, 3_000)],
  },
  IR: { congestion: [pulse(425, 240, 240)], waiting: twoShort(200, 10_000) },
  IT: { waiting: [pulse(425, 400, 100), pulse(425, 250, 100), pulse(425, 150, 14_000)] },
  PL: { congestion: [pulse(425, 500, 500)], waiting: twoShort(150, 4_000) },
  GB: {
    ringback: [pulse([400, 450], 400, 200), pulse([400, 450], 400, 2_000)],
    busy: [pulse(400, 375, 375)],
    congestion: [pulse(400, 400, 350), pulse(400, 225, 525)],
    waiting: [pulse(400, 100, 4_000)],
  },
  US: northAmericanTones,
  CA: northAmericanTones,
};

/** The tones of a country by its ISO 3166 code; absent or unknown: the European ones. */
export function tonePlanOf(country: string | undefined): TonePlan {
  const own = country !== undefined && Object.hasOwn(plans, country) ? plans[country] : undefined;
  return { ...europeanTones, ...own };
}
