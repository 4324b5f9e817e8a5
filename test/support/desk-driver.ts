import type { Page } from 'playwright-core';
import { openPages, type AppPages } from '../../build/run/app-pages.ts';
import { startApp, type RunningApp } from '../../build/run/running-app.ts';
import type { CallStats } from '../../electron/common/contract/phone-contract.ts';
import type { PracticeCall } from '../../electron/common/contract/exchange-contract.ts';

export interface Session extends AppPages {
  readonly app: RunningApp;
  /** What the pages told of exceptions and rejections that nobody handles, and forgets it. */
  takeDefects(): readonly string[];
  /** Fails if there was such a defect. */
  stop(): Promise<void>;
}

/** The app with both pages open in Chromium, registered and ready. */
export async function openSession(
  options: Parameters<typeof startApp>[0] & { readonly pages?: Parameters<typeof openPages>[1] } = {},
): Promise<Session> {
  const app = await startApp(options);
  const pages = await openPages(app, options.pages);
  const defects: string[] = [];
  for (const page of [pages.desk, pages.phone]) {
    page.on('pageerror', (error) => defects.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /^(?:desk|phone): /u.test(message.text()))
        defects.push(message.text());
    });
  }
  const takeDefects = (): readonly string[] => defects.splice(0);
  return {
    ...pages,
    app,
    takeDefects,
    async stop() {
      await pages.close();
      await app.stop();
      const left = takeDefects();
      if (left.length > 0) throw new Error(`nobody handled in a page: ${left.join('\n')}`);
    },
  };
}

export async function untilReady({ app }: Session): Promise<void> {
  await app.until(
    'registered, with a headset',
    (state) => state.registration.state === 'registered' && state.headset.state === 'ready',
    30_000,
  );
}

/** A customer calls and rings here; resolves with the id of the call. */
export async function ring({ app }: Session, from?: string): Promise<string> {
  const called = await app.ctl.request('practice/call', from === undefined ? {} : { from });
  if (!called.ok) throw new Error(called.error.message);
  const state = await app.until('a call rings and the headset shows it', ({ calls }) =>
    calls.some((call) => call.state === 'ringing'),
  );
  await untilLights(app, (lights) => lights.ring);
  return state.calls.find((call) => call.state === 'ringing')?.id ?? '';
}

/** Answered by the bytes of the on-screen headset. */
export async function answerByHeadset(session: Session, from?: string): Promise<string> {
  const id = await ring(session, from);
  await pressHeadset(session.app, 'hook');
  await session.app.until('talking', ({ operator }) => operator.state === 'talking');
  await session.app.until('active', ({ calls }) =>
    calls.some((call) => call.id === id && call.state === 'active'),
  );
  // A press that meets the write of the light is taken for the echo of it (R8); no hand is as fast.
  await untilLights(session.app, (lights) => lights.offHook && !lights.ring);
  return id;
}

/**
 * No hand presses the hook sooner after another button: for 300 ms after a flash the rules take it for the end of that
 * (P16), for 100 ms after a hook that met a write for the device turning back (R19).
 */
const handMs = 400;
const lastPressAt = new WeakMap<RunningApp, number>();

export async function pressHeadset(
  app: RunningApp,
  button: 'hook' | 'mute' | 'flash' | 'reject',
): Promise<void> {
  const sinceMs = performance.now() - (lastPressAt.get(app) ?? -handMs);
  if (button === 'hook' && sinceMs < handMs) await new Promise((done) => setTimeout(done, handMs - sinceMs));
  const pressed = await app.ctl.request('headset/press', { button });
  if (!pressed.ok) throw new Error(pressed.error.message);
  lastPressAt.set(app, performance.now());
}

interface Lights {
  readonly offHook: boolean;
  readonly ring: boolean;
  readonly mute: boolean;
  readonly hold: boolean;
}

/** The lights as the device shows them, which follows the state by the time of one write. */
export async function untilLights(app: RunningApp, holds: (lights: Lights) => boolean): Promise<Lights> {
  return poll('the lights of the headset', async () => {
    const lights = await app.ctl.request('headset/leds', null);
    return lights.ok && holds(lights.value) ? lights.value : undefined;
  });
}

/** Samples until two in a row differ as wanted: counters say something only by how they change. */
export async function untilStats(
  app: RunningApp,
  what: string,
  holds: (now: CallStats, before: CallStats) => boolean,
): Promise<CallStats> {
  let before: CallStats | undefined;
  return poll(what, async () => {
    const now = await app.ctl.request('call/stats', {});
    if (!now.ok) return undefined;
    const earlier = before;
    before = now.value;
    return earlier !== undefined && holds(now.value, earlier) ? now.value : undefined;
  });
}

/** What the simulated customer of the newest call hears. */
export async function untilCustomer(
  app: RunningApp,
  what: string,
  holds: (customer: PracticeCall) => boolean,
): Promise<PracticeCall> {
  return poll(what, async () => {
    const calls = await app.ctl.request('practice/calls', null);
    const newest = calls.ok ? calls.value.at(-1) : undefined;
    return newest !== undefined && holds(newest) ? newest : undefined;
  });
}

/** For quantities without an event of their own: media counters and levels. Bounded; asks four times a second. */
async function poll<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}`);
}

export const noteField = (desk: Page) => desk.getByRole('textbox', { name: 'Note' });
