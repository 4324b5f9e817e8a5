import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import { ctlContract, type CtlState } from '../../electron/common/contract/ctl-contract.ts';
import { connectControl } from '../../electron/node/control-socket.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openSocketWire } from '../../electron/node/wires/socket-wire.ts';

const root = join(import.meta.dirname, '..', '..');

export interface RunningApp {
  readonly profile: string;
  readonly deskAddress: string;
  readonly phoneAddress: string;
  readonly process: ChildProcess;
  readonly ctl: Client<typeof ctlContract>;
  /** The present state. */
  state(): Promise<CtlState>;
  /** Resolves with the first state, the present one included, for which `holds` is true. */
  until(what: string, holds: (state: CtlState) => boolean, timeoutMs?: number): Promise<CtlState>;
  output(): string;
  stop(): Promise<void>;
}

/**
 * The built app in the browser host, as `npm start -- <flags>` runs it, on a profile of its own. Control goes over the
 * same socket as `ctl`; every wait is for an event of the app, with a bound for the case that it never comes.
 */
export async function startApp(
  options: {
    readonly flags?: readonly string[];
    readonly profile?: string;
    readonly env?: NodeJS.ProcessEnv;
    /** For Node itself; the host processes inherit them. */
    readonly nodeFlags?: readonly string[];
  } = {},
): Promise<RunningApp> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'offhook-test-')));
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeFlags ?? []),
      join(root, 'dist/browser-host/main.cjs'),
      '--profile',
      profile,
      ...(options.flags ?? ['--no-open']),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  let output = '';
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const ready = new Promise<void>((done, failed) => {
    const read = (text: string): void => {
      output += text;
      if (output.includes('Profile:')) done();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code) => failed(new Error(`the app ended with ${code ?? 'a signal'}:\n${output}`)));
  });
  await ready;
  const ctl = await connectCtl(profile);

  const state = async (): Promise<CtlState> => {
    const answer = await ctl.request('app/state', null);
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
    return answer.value;
  };

  return {
    profile,
    process: child,
    ctl,
    deskAddress: /desk: (\S+)/u.exec(output)?.[1] ?? '',
    phoneAddress: /phone[^:]*: (\S+)/u.exec(output)?.[1] ?? '',
    state,
    output: () => output,
    until: (what, holds, timeoutMs = 15_000) => waitUntil(ctl, state, what, holds, timeoutMs),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const giveUp = setTimeout(() => child.kill('SIGKILL'), 8_000);
        await exited;
        clearTimeout(giveUp);
      }
      if (options.profile === undefined) await rm(profile, { recursive: true, force: true });
    },
  };
}

async function connectCtl(profile: string): Promise<Client<typeof ctlContract>> {
  const socket = await connectControl(profile);
  if (socket === undefined) throw new Error('the app has no control socket');
  return createClient(ctlContract, openSocketWire(socket), { clock: systemClock, timeoutMs: 45_000 });
}

function waitUntil(
  ctl: Client<typeof ctlContract>,
  state: () => Promise<CtlState>,
  what: string,
  holds: (state: CtlState) => boolean,
  timeoutMs: number,
): Promise<CtlState> {
  return new Promise((resolve, reject) => {
    let last: CtlState | undefined;
    const settle = (now: CtlState): void => {
      last = now;
      if (!holds(now)) return;
      clearTimeout(timer);
      stop();
      resolve(now);
    };
    const stop = ctl.on('app/changed', (event) => settle(event.state));
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`not within ${timeoutMs} ms: ${what}\nlast state: ${JSON.stringify(last)}`));
    }, timeoutMs);
    state().then(settle, reject);
  });
}
