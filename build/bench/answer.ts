import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPages } from '../run/app-pages.ts';
import { ensureBuilt } from '../run/ensure-built.ts';
import { printFigures, summarise } from '../run/figures.ts';
import { startApp, type RunningApp } from '../run/running-app.ts';

const root = join(import.meta.dirname, '../..');
const bars = { answer: 60, card: 150 };

interface LogLine {
  readonly msg: string;
  readonly id?: string;
  readonly at?: number;
  readonly okAt?: number | null;
  readonly reportAt?: number;
  readonly type?: string;
}

/**
 * Practice calls, answered by the bytes of the on-screen headset. Two figures: report of the button arrived → 200 OK
 * handed to the socket, as the log of the app has them; INVITE out of the socket → customer card and greeting painted,
 * seen by an observer in the desk that waits for the frame after the change.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { calls: { type: 'string', default: '30' } } });
  await ensureBuilt(root);
  const app = await startApp({ flags: ['--no-open'] });
  const pages = await openPages(app, { deskScript: watchPaint });
  try {
    await app.until('registered', (state) => state.registration.state === 'registered', 30_000);
    const painted = new Map<string, number>();
    for (let call = 0; call < Number(values.calls); call++) {
      // No call rings in the very moment in which the one before is put away.
      await pages.desk.evaluate(untilIdle);
      const id = await oneCall(app, async (callId) => {
        painted.set(callId, await pages.desk.evaluate(waitForPaint, callId));
      });
      if (id === undefined) throw new Error('a practice call did not arrive');
    }
    const log = readLog(app.profile);
    printFigures('answer', [
      summarise('headset report → 200 OK', answerTimes(log), bars.answer),
      summarise('INVITE → card and greeting painted', paintTimes(log, painted), bars.card),
    ]);
  } finally {
    await pages.close();
    await app.stop();
  }
}

/** A press that crosses our write of the same light is taken for its echo (R19); no hand is that fast. */
async function untilOffHook(app: RunningApp): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end;) {
    const lights = await app.ctl.request('headset/leds', null);
    if (lights.ok && lights.value.offHook) return;
  }
  throw new Error('the light of the headset did not go on');
}

async function oneCall(
  app: RunningApp,
  whileRinging: (id: string) => Promise<void>,
): Promise<string | undefined> {
  await app.ctl.request('practice/call', {});
  const ringing = await app.until('ringing', (state) => state.calls.some((call) => call.state === 'ringing'));
  const id = ringing.calls.find((call) => call.state === 'ringing')?.id;
  if (id === undefined) return undefined;
  await whileRinging(id);
  await app.ctl.request('headset/press', { button: 'hook' });
  await app.until('talking', (state) =>
    state.calls.some((call) => call.id === id && call.state === 'active'),
  );
  await untilOffHook(app);
  // Not by the button: two presses as quick as a program's are one for the rules of the headset.
  await app.ctl.request('call/hangup', {});
  await app.until('ended', (state) => state.calls.some((call) => call.id === id && call.state === 'ended'));
  await app.ctl.request('operator/ready', null);
  return id;
}

function readLog(profile: string): LogLine[] {
  return readFileSync(join(profile, 'logs', 'offhook.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** Each answer intent belongs to the next call that is established. */
function answerTimes(log: readonly LogLine[]): number[] {
  const times: number[] = [];
  let pressedAt: number | undefined;
  for (const line of log) {
    if (line.msg === 'headset.intent' && line.type === 'answer') pressedAt = line.reportAt;
    if (line.msg === 'line.established' && pressedAt !== undefined && line.okAt != null) {
      times.push(line.okAt - pressedAt);
      pressedAt = undefined;
    }
  }
  return times;
}

function paintTimes(log: readonly LogLine[], painted: ReadonlyMap<string, number>): number[] {
  return log.flatMap(({ msg, id, at }) => {
    const paintedAt = id === undefined ? undefined : painted.get(id);
    return msg === 'line.invite' && at !== undefined && paintedAt !== undefined ? [paintedAt - at] : [];
  });
}

/** Runs in the desk. A card is painted when it and the words stand in the document and one more frame has come. */
function watchPaint(): void {
  const seen: Record<string, number> = {};
  Object.assign(globalThis, { offhookPainted: seen });
  const look = (): void => {
    const card = document.querySelector<HTMLElement>('section[data-call]');
    const { call: id, status = 'waiting' } = card?.dataset ?? {};
    const hasWords = document.querySelector('[data-zone="script"] [lang]') !== null;
    if (id === undefined || id in seen || status === 'waiting' || !hasWords) return;
    seen[id] = Number.NaN;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // The first task after a frame's callbacks runs when that frame was handed over for painting.
      port1.onmessage = () => {
        seen[id] = performance.timeOrigin + performance.now();
      };
      port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

function untilIdle(): Promise<void> {
  return new Promise((resolve) => {
    requestIdleCallback(() => {
      resolve();
    });
  });
}

function waitForPaint(id: string): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const seen: unknown = Reflect.get(globalThis, 'offhookPainted');
      const at: unknown = typeof seen === 'object' && seen !== null ? Reflect.get(seen, id) : undefined;
      if (typeof at === 'number' && !Number.isNaN(at)) resolve(at);
      else requestAnimationFrame(look);
    };
    look();
  });
}
