import { setTimeout as wait } from 'node:timers/promises';
import type { CtlState } from '../../../electron/common/contract/ctl-contract.ts';
import type { Result } from '../../../electron/common/lib/result.ts';
import type { RunningApp } from '../../run/running-app.ts';
import type { PhoneSeams } from './page-seams.ts';

export interface SoakDesk {
  readonly app: RunningApp;
  readonly seams: PhoneSeams;
  /** The microphone that comes and goes. */
  readonly microphone: string;
}

type Call = CtlState['calls'][number];
type Course = (desk: SoakDesk) => Promise<void>;

/** Answered after half a second, by the echo of the practice exchange. */
const echo = '600';
const busy = '810';
const handMs = 400;

/** One after the other, again and again. */
const courses: readonly Course[] = [
  answered,
  answered,
  rejected,
  listenedTo,
  dialled,
  answered,
  heldAndMuted,
  dialledInVain,
  unplugged,
  answeredWithAnotherWaiting,
];

// Thirty calls take longer than the ten seconds after which a connection is steady: the phone comes back at once, where a
// loss in a row would cost it a pause of up to 39 s.
const dropEvery = 60;
const dropsInCallAt = 12;
const dropsBetweenAt = 42;

export type Sown = 'drop' | 'devices' | null;

/** The call with this number in a row, from its ring to a desk that is ready again. Tells what was sown into it. */
export async function makeCall(desk: SoakDesk, index: number): Promise<Sown> {
  const place = index % dropEvery;
  if (place === dropsBetweenAt) await drop(desk);
  const course = place === dropsInCallAt ? droppedInCall : courses[index % courses.length];
  await course?.(desk);
  await clear(desk.app);
  if (course === unplugged) return 'devices';
  return place === dropsInCallAt || place === dropsBetweenAt ? 'drop' : null;
}

async function answered({ app }: SoakDesk): Promise<void> {
  await answer(app);
  await hangUp(app);
}

async function rejected({ app }: SoakDesk): Promise<void> {
  await ring(app);
  await untilLight(app, 'ring');
  await press(app, 'reject');
}

/** Until packets have come and gone: the media of the shorter calls may end before they begin. */
async function listenedTo({ app }: SoakDesk): Promise<void> {
  await answer(app);
  await untilSound(app);
  await pressAgain(app, 'hook');
}

async function dialled({ app }: SoakDesk): Promise<void> {
  must(await app.ctl.request('call/dial', { number: echo }));
  await untilCall(app, 'the echo answers', ({ state }) => state === 'active');
  await untilLight(app, 'offHook');
  await hangUp(app);
}

async function dialledInVain({ app }: SoakDesk): Promise<void> {
  must(await app.ctl.request('call/dial', { number: busy }));
  await untilCall(app, 'busy', ({ state }) => state === 'ended');
}

async function heldAndMuted({ app }: SoakDesk): Promise<void> {
  await answer(app);
  must(await app.ctl.request('call/hold', {}));
  await untilCall(app, 'held', ({ state }) => state === 'held');
  must(await app.ctl.request('call/resume', {}));
  await untilCall(app, 'resumed', ({ state }) => state === 'active');
  await pressAgain(app, 'mute');
  await app.until('muted', ({ muted }) => muted);
  await pressAgain(app, 'mute');
  await app.until('unmuted', ({ muted }) => !muted);
  await pressAgain(app, 'hook');
}

async function unplugged({ app, seams, microphone }: SoakDesk): Promise<void> {
  await answer(app);
  await seams.unplug(microphone);
  await untilSound(app);
  await seams.plugIn();
  await pressAgain(app, 'hook');
}

async function answeredWithAnotherWaiting({ app }: SoakDesk): Promise<void> {
  await answer(app);
  const second = await ring(app);
  must(await app.ctl.request('call/reject', { id: second.id }));
  await app.until('the second one is gone', ({ calls }) =>
    calls.every(({ id, state }) => id !== second.id || state === 'ended'),
  );
  await hangUp(app);
}

async function droppedInCall(desk: SoakDesk): Promise<void> {
  await answer(desk.app);
  await drop(desk);
  await untilSound(desk.app);
  await hangUp(desk.app);
}

async function drop({ app, seams }: SoakDesk): Promise<void> {
  const lost = app.until('the line is lost', ({ registration }) => registration.state !== 'registered');
  await seams.dropSocket();
  await lost;
  await app.until(
    'registered again',
    ({ registration }) => registration.state === 'registered',
    // The pause before a connection grows with each loss in a row (30 s and a third at most).
    60_000,
  );
}

async function ring(app: RunningApp): Promise<Call> {
  const known = new Set((await app.state()).calls.map(({ id }) => id));
  must(await app.ctl.request('practice/call', {}));
  return untilCall(app, 'a customer rings', ({ id, state }) => state === 'ringing' && !known.has(id));
}

async function answer(app: RunningApp): Promise<void> {
  const { id } = await ring(app);
  await untilLight(app, 'ring');
  await press(app, 'hook');
  await untilCall(app, 'answered', (call) => call.id === id && call.state === 'active');
  await untilLight(app, 'offHook');
}

/** The headset follows the call by the time of one write; a button that is pressed before means what it meant before. */
async function untilLight(app: RunningApp, light: 'ring' | 'offHook'): Promise<void> {
  await poll(`the light ${light}`, async () => {
    const lights = await app.ctl.request('headset/leds', null);
    return lights.ok && lights.value[light];
  });
}

/** The rules of the headset take two presses within 300 ms for one; no hand is as fast. */
async function pressAgain(app: RunningApp, button: 'hook' | 'mute'): Promise<void> {
  await wait(handMs);
  await press(app, button);
}

/** As fast as a program can, which is faster than a hand. */
async function hangUp(app: RunningApp): Promise<void> {
  must(await app.ctl.request('call/hangup', {}));
}

async function press(app: RunningApp, button: 'hook' | 'mute' | 'reject'): Promise<void> {
  must(await app.ctl.request('headset/press', { button }));
}

async function clear(app: RunningApp): Promise<void> {
  await app.until('every call is over', ({ calls }) => calls.every(({ state }) => state === 'ended'));
  await app.ctl.request('operator/ready', null);
  await app.until('ready', ({ operator, calls }) => operator.state === 'ready' && calls.length === 0);
}

async function untilCall(app: RunningApp, what: string, holds: (call: Call) => boolean): Promise<Call> {
  const { calls } = await app.until(what, (state) => state.calls.some(holds));
  const found = calls.find(holds);
  if (found === undefined) throw new Error(`no call: ${what}`);
  return found;
}

/** Packets of both directions have been seen. */
async function untilSound(app: RunningApp): Promise<void> {
  await poll('sound both ways', async () => {
    const stats = await app.ctl.request('call/stats', {});
    return stats.ok && stats.value.packetsReceived > 0 && stats.value.packetsSent > 0;
  });
}

/** For counters and lights, which have no event of their own. */
async function poll(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    if (await holds()) return;
    await wait(20);
  }
  throw new Error(`not within 15 s: ${what}`);
}

function must<T>(result: Result<T>): void {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
}
