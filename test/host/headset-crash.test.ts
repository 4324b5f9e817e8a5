import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import { hidContract, type HeadsetLights } from '../../electron/common/contract/hid-contract.ts';
import { openChildWire } from '../../electron/node/wires/child-wire.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openSession, pressHeadset, ring, untilReady, type Session } from '../support/desk-driver.ts';
import { root } from '../support/paths.ts';
import type { RunningApp } from '../support/running-app.ts';

/** The newest process id of the headset host, as the log tells it. */
async function hostPid(app: RunningApp): Promise<number> {
  const log = await readFile(join(app.profile, 'logs', 'offhook.log'), 'utf8');
  const started = log
    .split('\n')
    .filter((line) => line.includes('"host.started"') && line.includes('"hid-host"'));
  return Number(/"pid":(\d+)/u.exec(started.at(-1) ?? '')?.[1]);
}

/** Resolves when the headset shows these lights and no other; asks at every change of the app. */
function untilLights(app: RunningApp, wanted: Partial<HeadsetLights>): Promise<void> {
  const expected = JSON.stringify({ offHook: false, ring: false, mute: false, hold: false, ...wanted });
  return new Promise((resolve, reject) => {
    let shown = '';
    const check = async (): Promise<void> => {
      const [lights, state] = [await app.ctl.request('headset/leds', null), await app.state()];
      shown = lights.ok ? JSON.stringify(lights.value) : lights.error.code;
      if (shown !== expected || state.headset.state !== 'ready') return;
      stop();
      clearTimeout(bound);
      resolve();
    };
    const stop = app.ctl.on('app/changed', () => void check());
    const bound = setTimeout(() => {
      stop();
      reject(new Error(`the lights are ${shown}, not ${expected}`));
    }, 20_000);
    void check();
  });
}

let session: Session;
/** Restarts back off when a process dies again and again in half a minute: a fresh app for every four. */
const openApp = async (): Promise<void> => {
  session = await openSession();
  await untilReady(session);
};
const liveCalls = async (): Promise<string[]> =>
  (await session.app.state()).calls.filter(({ state }) => state !== 'ended').map(({ id }) => id);

/** Kills it as a fault in native code would, and waits for the lights of the phase. Times are printed, not judged. */
async function survives(phase: string, lights: Partial<HeadsetLights>): Promise<void> {
  const { app } = session;
  await untilLights(app, lights);
  const calls = await liveCalls();
  const killedAt = performance.now();
  process.kill(await hostPid(app), 'SIGSEGV');
  await app.until('the headset is lost', ({ headset }) => headset.state === 'failed');
  await untilLights(app, lights);
  console.log(`${phase}: back with its lights after ${(performance.now() - killedAt).toFixed(0)} ms`);
  expect(await liveCalls()).toEqual(calls);
}
const until = (what: string, ...states: string[]) =>
  session.app.until(what, ({ calls }) => states.every((state) => calls.some((call) => call.state === state)));

/** A caller without a number: the call needs nothing of the store, which may still be opening. */
const ringHere = (): Promise<string> => ring(session, 'anonymous');

describe('the headset process dies with one call or none', () => {
  beforeAll(openApp, 60_000);
  afterAll(() => session.stop());

  it('idle: dark', () => survives('idle', {}));

  it('incoming: rings', async () => {
    await ringHere();
    await survives('incoming', { ring: true });
  });

  it('active: off-hook, and its buttons work', async () => {
    await session.app.ctl.request('call/answer', {});
    await until('answered', 'active');
    await survives('active', { offHook: true });
    await pressHeadset(session.app, 'mute');
    await untilLights(session.app, { offHook: true, mute: true });
  });

  it('active and muted: off-hook and mute', () => survives('muted', { offHook: true, mute: true }));
});

describe('the headset process dies with several calls, or dialling', () => {
  beforeAll(openApp, 60_000);
  afterAll(() => session.stop());

  it('activeAndIncoming: rings while off-hook', async () => {
    await ringHere();
    await session.app.ctl.request('call/answer', {});
    await until('answered', 'active');
    await ringHere();
    await survives('activeAndIncoming', { offHook: true, ring: true });
  });

  it('activeAndHeld: off-hook', async () => {
    await session.app.ctl.request('call/answer', {});
    await until('the first is held', 'active', 'held');
    await survives('activeAndHeld', { offHook: true });
  });

  it('held: the hold light, and the next flash resumes', async () => {
    const active = (await session.app.state()).calls.find(({ state }) => state === 'active');
    await session.app.ctl.request('call/hangup', { id: active?.id ?? '' });
    await session.app.until('one call left', ({ calls }) => calls.every(({ state }) => state !== 'active'));
    await survives('held', { offHook: true, hold: true });
    await pressHeadset(session.app, 'flash');
    await until('resumed', 'active');
  });

  it('outgoing: off-hook', async () => {
    const { app } = session;
    await app.ctl.request('call/hangup', {});
    await app.until('over', ({ calls }) => calls.every(({ state }) => state === 'ended'));
    await app.ctl.request('operator/ready', null);
    const called = await app.ctl.request('call/dial', { number: '+380441234567' });
    expect(called.ok).toBe(true);
    await survives('outgoing', { offHook: true });
  });
});

describe('the headset process by itself', () => {
  let child: ChildProcess;
  let client: Client<typeof hidContract>;
  let folder = '';
  let said = '';

  async function start(...execArgv: string[]): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'offhook-hid-host-'));
    said = '';
    child = fork(join(root, 'dist/hosts/hid-host.cjs'), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv,
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    client = createClient(hidContract, openChildWire(child), { clock: systemClock });
    const ready = new Promise<void>((resolve) =>
      client.on('headset/status', ({ state, lights }) => {
        if (state === 'ready' && lights.offHook) resolve();
      }),
    );
    await client.request('headset/start', {
      onScreen: true,
      usb: false,
      folder,
      wishes: { options: {}, chosen: null, microphone: null, away: false },
      phase: 'active',
      muted: false,
    });
    await ready;
  }
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('ends when a promise is rejected that nobody looks at, and says where', async () => {
    const defect = `process.on('SIGUSR2', () => { void Promise.reject(new Error('a defect')); });`;
    await start('--import', `data:text/javascript,${encodeURIComponent(defect)}`);
    const exited = once(child, 'exit');
    child.kill('SIGUSR2');
    expect(await exited).toEqual([1, null]);
    expect(said).toContain('hid-host: Error: a defect');
  });

  it('ends when it is told to by the system', async () => {
    await start();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(said).toBe('');
  });

  it('leaves Ctrl-C and the end of the terminal to its parent, and ends with it', async () => {
    await start();
    child.kill('SIGINT');
    child.kill('SIGHUP');
    expect(await client.request('process/ping', null)).toEqual({ ok: true, value: null });
    expect(await client.request('headset/press', { button: 'hook' })).toEqual({ ok: true, value: null });
    const exited = once(child, 'exit');
    client.close();
    expect(await exited).toEqual([0, null]);
  });
});
