import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import {
  hidContract,
  type HeadsetIntent,
  type HeadsetPhase,
  type HeadsetStatus,
} from '../../electron/common/contract/hid-contract.ts';
import { createMemoryWires } from '../../electron/common/contract/memory-wire.ts';
import type { AppError } from '../../electron/common/lib/app-error.ts';
import { createDescriptorSources } from '../../electron/node/headset/descriptors/descriptor-sources.ts';
import { serveHeadset } from '../../electron/node/headset/headset-service.ts';
import { createNodeHidTransport } from '../../electron/node/headset/node-hid-transport.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openChildWire } from '../../electron/node/wires/child-wire.ts';
import { createNodeHidDouble } from './headset-node-hid-double.ts';

type HidClient = Client<typeof hidContract>;

let profile = '';
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'offhook-headset-'));
});
afterEach(() => {
  rmSync(profile, { recursive: true });
});

/** Everything the host says, and a way to wait until it has said something. */
function listen(client: HidClient) {
  const intents: HeadsetIntent[] = [];
  const statuses: HeadsetStatus[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const check of [...waiting]) check();
  };
  client.on('headset/intent', ({ intent }) => {
    intents.push(intent);
    told();
  });
  client.on('headset/status', (status) => {
    statuses.push(status);
    told();
  });
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isTrue()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    intents,
    statuses,
    untilIntents: (...types: HeadsetIntent['type'][]) =>
      until(() => intents.map(({ type }) => type).join() === types.join()),
    untilLights: (lights: Partial<HeadsetStatus['lights']>) =>
      until(() => {
        const last = statuses.at(-1);
        const wanted = { offHook: false, ring: false, mute: false, hold: false, ...lights };
        return last?.state === 'ready' && JSON.stringify(last.lights) === JSON.stringify(wanted);
      }),
    untilState: (state: HeadsetStatus['state']) => until(() => statuses.at(-1)?.state === state),
  };
}

function startService() {
  const [ours, theirs] = createMemoryWires();
  const errors: AppError[] = [];
  const double = createNodeHidDouble();
  const descriptors = createDescriptorSources('linux');
  const service = serveHeadset(theirs, {
    clock: systemClock,
    usb: createNodeHidTransport({ load: () => Promise.resolve(double.module), descriptors }),
    descriptors,
    findObstacles: () => Promise.resolve([]),
    watchDevices: () => () => undefined,
    onError: (error) => errors.push(error),
  });
  const client = createClient(hidContract, ours, { clock: systemClock });
  return { client, service, errors, double, heard: listen(client) };
}

const begin = (client: HidClient, asked: { onScreen: boolean; usb: boolean; phase?: HeadsetPhase }) =>
  client.request('headset/start', {
    phase: 'idle',
    muted: false,
    folder: join(profile, 'headsets'),
    wishes: { options: {}, chosen: null, microphone: null, away: false },
    ...asked,
  });
const start = (client: HidClient, phase: HeadsetPhase = 'idle') =>
  begin(client, { onScreen: true, usb: false, phase });
const press = (client: HidClient, button: 'hook' | 'mute' | 'flash' | 'reject') =>
  client.request('headset/press', { button });

describe('the headset host over a wire', () => {
  it('lights ring, hears the answer, and shows the call', async () => {
    const { client, heard, errors } = startService();
    expect(await start(client)).toEqual({ ok: true, value: null });
    await heard.untilLights({});
    await client.request('headset/set-phase', { phase: 'incoming', muted: false });
    await heard.untilLights({ ring: true });
    const before = Date.now();
    const at = new Promise<number>((resolve) =>
      client.on('headset/intent', ({ reportAt }) => {
        resolve(reportAt);
      }),
    );
    expect(await press(client, 'hook')).toEqual({ ok: true, value: null });
    await heard.untilIntents('answer');
    expect(await at).toBeGreaterThanOrEqual(before);
    await client.request('headset/set-phase', { phase: 'active', muted: false });
    await heard.untilLights({ offHook: true });
    await press(client, 'mute');
    await heard.untilIntents('answer', 'toggleMute');
    await client.request('headset/set-phase', { phase: 'active', muted: true });
    await heard.untilLights({ offHook: true, mute: true });
    await press(client, 'flash');
    await heard.untilIntents('answer', 'toggleMute', 'hold');
    await client.request('headset/set-phase', { phase: 'held', muted: false });
    await heard.untilLights({ offHook: true, hold: true });
    expect(errors).toEqual([]);
    await client.request('headset/stop', null);
  });

  it('tells the echo of an answer given on the screen from a press', async () => {
    const { client, heard } = startService();
    await start(client);
    await heard.untilLights({});
    await client.request('headset/set-phase', { phase: 'incoming', muted: false });
    await heard.untilLights({ ring: true });
    await client.request('headset/set-phase', { phase: 'active', muted: false });
    await heard.untilLights({ offHook: true });
    expect(heard.intents).toEqual([]);
    await press(client, 'hook');
    await heard.untilIntents('end');
    await client.request('headset/stop', null);
  });

  it('rejects by the reject button', async () => {
    const { client, heard } = startService();
    await start(client, 'incoming');
    await heard.untilLights({ ring: true });
    await press(client, 'reject');
    await heard.untilIntents('reject');
    expect(heard.intents).toEqual([{ type: 'reject', call: 'incoming' }]);
    await client.request('headset/stop', null);
  });

  it('lists its devices, answers pings, and puts the lights out when stopped', async () => {
    const { client, heard } = startService();
    await start(client, 'active');
    await heard.untilLights({ offHook: true });
    const listed = await client.request('headset/list', null);
    expect(listed).toMatchObject({ ok: true, value: [{ virtual: true, capability: 'full', active: true }] });
    expect(await client.request('process/ping', null)).toEqual({ ok: true, value: null });
    expect(await client.request('headset/stop', null)).toEqual({ ok: true, value: null });
    expect(await client.request('headset/list', null)).toEqual({ ok: true, value: [] });
  });

  it('refuses a press while there is no on-screen headset', async () => {
    const { client } = startService();
    const refused = await press(client, 'hook');
    expect(refused.ok ? undefined : refused.error.code).toBe('headset.none');
  });

  it('reports a system without node-hid and works on with the on-screen headset', async () => {
    const { client, heard, double } = startService();
    double.devices = () => Promise.reject(new Error('no native build'));
    await begin(client, { onScreen: false, usb: true });
    await heard.untilState('failed');
    expect(heard.statuses.at(-1)?.error?.code).toBe('headset.failed');
    await begin(client, { onScreen: true, usb: true });
    await heard.untilState('ready');
    expect(heard.statuses.at(-1)?.virtual).toBe(true);
    await client.request('headset/stop', null);
  });

  it('takes the present state at a second start, as after a restart of the program', async () => {
    const { client, heard } = startService();
    await start(client, 'idle');
    await heard.untilLights({});
    await start(client, 'held');
    await heard.untilLights({ offHook: true, hold: true });
    await client.request('headset/stop', null);
  });
});

describe('the headset host as a process', () => {
  it('is one CommonJS file with node-hid outside, serves its parent, and ends with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'offhook-hid-host-'));
    const outfile = join(folder, 'hid-host.cjs');
    await build({
      entryPoints: [fileURLToPath(new URL('../../electron/hosts/hid-host.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['node-hid'],
      outfile,
      logLevel: 'silent',
    });
    // Beside no node_modules: the native module is missing, and that is a state, not a crash.
    const child = fork(outfile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const client = createClient(hidContract, openChildWire(child), { clock: systemClock });
    const heard = listen(client);
    await begin(client, { onScreen: false, usb: true });
    await heard.untilState('failed');
    await begin(client, { onScreen: true, usb: true });
    await heard.untilLights({});
    await client.request('headset/set-phase', { phase: 'incoming', muted: false });
    await heard.untilLights({ ring: true });
    await press(client, 'hook');
    await heard.untilIntents('answer');
    const exited = once(child, 'exit');
    client.close();
    expect(await exited).toEqual([0, null]);
    rmSync(folder, { recursive: true });
  });
});
