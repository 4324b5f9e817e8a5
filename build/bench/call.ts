import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../run/app-pages.ts';
import { ensureBuilt } from '../run/ensure-built.ts';
import { summarise, type Figure } from '../run/figures.ts';
import { openOffhook, openPeer, type Contender } from './call/contenders.ts';
import { loadInCall, type Load } from './call/load.ts';
import { cutInCall, makeCall, takeCall, type Recovery } from './call/measure.ts';

const root = join(import.meta.dirname, '../..');
const loadRounds = 2;

const whats = {
  dial: 'click "Call" → INVITE',
  ok: 'click "Answer" → 200 OK',
  connected: 'click "Answer" → media connected',
  sound: 'click "Answer" → first packet heard',
  bye: 'click "End" → BYE',
  recovery: 'connection cut in a call → registered',
} as const;

type What = keyof typeof whats;

interface Measured {
  readonly times: Readonly<Record<What, number[]>>;
  readonly recoveries: Recovery[];
  readonly loads: Load[];
}

/**
 * The same calls with Offhook and with the phones that come with sip.js and JsSIP: one Chromium, one kind of exchange
 * (each phone has its own, on the same machine), the same codec, no ICE servers, in turns, so that whatever else the
 * machine does meets all of them. Offhook is the whole app, by way of desk, hub and phone page; the others are a page.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { calls: { type: 'string', default: '20' }, cuts: { type: 'string', default: '5' } },
  });
  await ensureBuilt(root);
  const browser = await launchChromium([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ]);
  const contenders: Contender[] = [];
  try {
    contenders.push(
      await openOffhook(browser),
      await openPeer(browser, 'SessionManager of sip.js'),
      await openPeer(browser, 'JsSIP'),
    );
    const records = new Map(contenders.map((contender) => [contender, emptyRecord()]));
    const inTurns = async (
      rounds: number,
      work: (contender: Contender, record: Measured) => Promise<void>,
    ): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        // Each begins as often as the others: what the machine still does for the one before does not always meet the same.
        const order = contenders.map((_, place) => contenders[(place + round) % contenders.length]);
        for (const contender of order) {
          const record = contender === undefined ? undefined : records.get(contender);
          if (contender !== undefined && record !== undefined) await work(contender, record);
        }
      }
    };
    await inTurns(Number(values.calls), async (contender, { times }) => {
      const call = await takeCall(contender);
      times.ok.push(call.answerToOk);
      times.connected.push(call.answerToConnected);
      times.sound.push(call.answerToSound);
      times.bye.push(call.endToBye);
      times.dial.push(await makeCall(contender));
    });
    await inTurns(loadRounds, async (contender, { loads }) => {
      loads.push(await loadInCall(browser, contender));
    });
    await inTurns(Number(values.cuts), async (contender, { recoveries, times }) => {
      const recovery = await cutInCall(contender);
      recoveries.push(recovery);
      times.recovery.push(recovery.registeredMs);
    });
    print([...records].map(([{ name }, record]) => ({ name, ...record })));
  } finally {
    await browser.close();
    for (const contender of contenders) await contender.close();
  }
}

const emptyRecord = (): Measured => ({
  times: { dial: [], ok: [], connected: [], sound: [], bye: [], recovery: [] },
  recoveries: [],
  loads: [],
});

interface Row extends Figure {
  readonly phone: string;
  /** Median against that of Offhook. */
  readonly timesOffhook: number;
}

function print(records: readonly (Measured & { readonly name: string })[]): void {
  const rows = Object.keys(whats).flatMap((key): Row[] => {
    const what = key as What; // The keys of `whats` and no others.
    const figures = records.map(({ name, times }) => ({
      phone: name,
      ...summarise(whats[what], times[what], null),
    }));
    const own = figures[0]?.p50 ?? Number.NaN;
    return figures.map((figure) => ({ ...figure, timesOffhook: round(figure.p50 / own) }));
  });
  console.table(
    rows.map(({ what, phone, count, first, p50, p95, timesOffhook }) => ({
      what,
      phone,
      count,
      first,
      p50,
      p95,
      'p50 / Offhook': timesOffhook,
    })),
  );
  const inCall = records.map(({ name, loads, recoveries }) => ({
    phone: name,
    'processor in a call, %': median(loads.map(({ processorPercent }) => processorPercent)),
    'memory in a call, MB': median(loads.map(({ memoryMB }) => memoryMB ?? Number.NaN)),
    'calls kept over a cut': `${recoveries.filter(({ isKept }) => isKept).length} of ${recoveries.length}`,
  }));
  console.table(inCall);
  console.log(JSON.stringify({ bench: 'call', node: process.version, rows, inCall }));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

const round = (value: number): number => Math.round(value * 10) / 10;
