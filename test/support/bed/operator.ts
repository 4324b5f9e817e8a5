import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { z } from 'zod';
import { findChromium } from '../../../electron/browser-host/chromium.ts';
import type { CtlState } from '../../../electron/common/contract/ctl-contract.ts';
import type { HeadsetButton, HeadsetLights } from '../../../electron/common/contract/hid-contract.ts';
import type { CallStats } from '../../../electron/common/contract/phone-contract.ts';
import type { configFileSchema, SipSettings } from '../../../electron/common/contract/settings.ts';
import { pressHeadset } from '../desk-driver.ts';
import { startApp, type RunningApp } from '../running-app.ts';
import { makeTone, toWav } from '../tones.ts';
import { plainServer } from './asterisk.ts';
import { operatorTone } from './pitches.ts';

export type CtlCall = CtlState['calls'][number];

/** Offhook as an operator has it, with a headset on the screen and a microphone into which somebody hums a tone. */
export interface Operator {
  readonly app: RunningApp;
  press(button: HeadsetButton): Promise<void>;
  hold(): Promise<void>;
  resume(): Promise<void>;
  dial(number: string): Promise<void>;
  transfer(number: string, attended: boolean): Promise<void>;
  completeTransfer(): Promise<void>;
  sendTones(tones: string): Promise<void>;
  /** Counters of the one call. */
  stats(): Promise<CallStats>;
  /** The messages of the line so far, as `ctl trace export` writes them. */
  trace(): Promise<string>;
  /** Resolves with the newest call as soon as it is as wanted. */
  untilCall(what: string, holds: (call: CtlCall) => boolean): Promise<CtlCall>;
  untilReady(): Promise<void>;
  /** Hangs up whatever goes on and clears the desk, so that one test cannot spoil the next. */
  endAllCalls(): Promise<void>;
  /** Resolves when the headset shows just that; its lights follow the calls by way of another process. */
  untilLights(lit: Partial<HeadsetLights>): Promise<void>;
  /** Kills the pages of desk and phone; resolves when the talk that this cut off can be taken back. */
  cutOff(): Promise<void>;
  stop(): Promise<void>;
}

/** Registered 1 s after the browser is up; a cold Chromium takes 2 s. */
const startMs = 45_000;
const callMs = 20_000;
const lightsMs = 3_000;

export interface OperatorAccount {
  readonly servers?: readonly string[];
  readonly domain?: string;
  readonly user?: string;
  readonly password?: string;
  readonly iceServers?: NonNullable<SipSettings['iceServers']>;
  readonly turnCredential?: string;
  /** What this machine trusts besides the usual: an authority (file) and the one key that it vouches for. */
  readonly trusted?: { readonly authority: string; readonly keyHash: string };
}

/** Besides the account. */
export type OperatorSettings = z.input<typeof configFileSchema>;

/** Starts the built app in headless Chromium against `servers`; `folder` gets its configuration and voice. */
export async function startOperator(
  folder: string,
  sip: OperatorAccount = {},
  more: OperatorSettings = {},
): Promise<Operator> {
  const own = await mkdtemp(join(folder, 'operator-'));
  const { user = '101', trusted, iceServers, turnCredential } = sip;
  const config: OperatorSettings = {
    practice: false,
    locale: 'en',
    sip: {
      servers: [...(sip.servers ?? [plainServer])],
      domain: sip.domain ?? '127.0.0.1',
      user,
      password: sip.password ?? `secret-${user}`,
      ...(iceServers === undefined ? {} : { iceServers }),
      ...(turnCredential === undefined ? {} : { turnCredential }),
    },
    headset: { virtual: true, usb: false },
    // Echo and noise suppression would take a steady tone for noise.
    audio: { processing: false, ringTone: true },
    remoteControl: true,
    ...more,
  };
  await writeFile(join(own, 'config.json'), JSON.stringify(config));
  const app = await startApp({
    flags: ['--headless', '--config', join(own, 'config.json')],
    env: {
      OFFHOOK_CHROMIUM: await wrapChromium(own, trusted?.keyHash),
      ...(trusted === undefined ? {} : { NODE_EXTRA_CA_CERTS: trusted.authority }),
    },
  });

  const newest = (state: CtlState): CtlCall | undefined => state.calls.at(-1);
  const must = async (request: Promise<{ ok: boolean }>): Promise<void> => {
    const answer = await request;
    expect(answer, JSON.stringify(answer)).toMatchObject({ ok: true });
  };
  return {
    app,
    press: (button) => pressHeadset(app, button),
    hold: () => must(app.ctl.request('call/hold', {})),
    resume: () => must(app.ctl.request('call/resume', {})),
    dial: (number) => must(app.ctl.request('call/dial', { number })),
    transfer: (number, attended) => must(app.ctl.request('call/transfer', { number, attended })),
    completeTransfer: () => must(app.ctl.request('call/transfer-complete', null)),
    sendTones: (tones) => must(app.ctl.request('call/dtmf', { tones })),
    async stats() {
      const answer = await app.ctl.request('call/stats', {});
      if (!answer.ok) throw new Error(`call/stats: ${answer.error.code}`);
      return answer.value;
    },
    async trace() {
      const written = await app.ctl.request('trace/export', { includeCustomer: true });
      if (!written.ok) throw new Error(written.error.message);
      return readFile(written.value.file, 'utf8');
    },
    async untilCall(what, holds) {
      const isAsWanted = (state: CtlState): boolean => {
        const call = newest(state);
        return call !== undefined && holds(call);
      };
      const call = newest(await app.until(what, isAsWanted, callMs));
      if (call === undefined) throw new Error(`no call: ${what}`);
      return call;
    },
    async untilReady() {
      await app.until('registered', (state) => state.registration.state === 'registered', startMs);
      await app.until('headset', (state) => state.headset.state === 'ready', startMs);
    },
    async endAllCalls() {
      for (const { id, state } of (await app.state()).calls) {
        // It may end by itself meanwhile: what counts is the state afterwards.
        if (state !== 'ended') await app.ctl.request('call/hangup', { id });
      }
      await app.until('no call is left', ({ calls }) => calls.every(({ state }) => state === 'ended'));
      await must(app.ctl.request('operator/ready', null));
      await app.until('the desk is clear', ({ calls }) => calls.length === 0);
    },
    async untilLights(lit) {
      const wanted: HeadsetLights = { offHook: false, ring: false, mute: false, hold: false, ...lit };
      const deadline = Date.now() + lightsMs;
      for (;;) {
        const lights = await app.ctl.request('headset/leds', null);
        if (lights.ok && isDeepStrictEqual(lights.value, wanted)) return;
        if (Date.now() > deadline) throw new Error(`the headset shows ${JSON.stringify(lights)}`);
        await wait(20);
      }
    },
    async cutOff() {
      for (const line of execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n'))
        if (line.includes('--type=renderer') && line.includes(app.profile))
          process.kill(Number.parseInt(line, 10), 'SIGKILL');
      await app.until('cut off', ({ operator: { state } }) => state === 'wrap-up', callMs);
      await app.until('offered', ({ takeBack }) => takeBack !== null, startMs);
    },
    stop: () => app.stop(),
  };
}

/** Chromium takes the sound of its fake microphone, and a key to trust, only from the command line. */
async function wrapChromium(folder: string, trustedKeyHash: string | undefined): Promise<string> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('no Chromium found');
  const microphone = join(folder, 'microphone.wav');
  await writeFile(microphone, toWav(makeTone(operatorTone, 4, 48_000), 48_000));
  const wrapper = join(folder, 'chromium.sh');
  const flags = [`--use-file-for-fake-audio-capture=${microphone}`];
  if (trustedKeyHash !== undefined) flags.push(`--ignore-certificate-errors-spki-list=${trustedKeyHash}`);
  const quoted = flags.map((flag) => `'${flag}'`).join(' ');
  await writeFile(wrapper, `#!/bin/sh\nexec '${chromium}' ${quoted} "$@"\n`);
  await chmod(wrapper, 0o700);
  return wrapper;
}
