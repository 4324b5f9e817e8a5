import { headsetPhase } from '../../common/call/call-selectors.ts';
import type { CallsState, Wish } from '../../common/call/call-state.ts';
import type { Client } from '../../common/contract/client.ts';
import type { HeadsetEventEntry, HeadsetPanel } from '../../common/contract/headset-panel.ts';
import type { WebHidDevice } from '../../common/contract/hid-collections.ts';
import {
  hidContract,
  type HeadsetIntent,
  type HeadsetStatus,
  type HeadsetWishes,
} from '../../common/contract/hid-contract.ts';
import { appError, type AppError, type ErrorCode } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail } from '../../common/lib/result.ts';
import type { Log } from '../../shell/log.ts';
import type { ProcessStarter } from '../../shell/processes.ts';
import type { CallDesk } from '../call/call-desk.ts';
import { createHostKeeper } from '../base/host-keeper.ts';

export interface HeadsetLink {
  start(): void;
  /** All lights off, then the process ends. */
  stop(): Promise<void>;
  status(): HeadsetStatus;
  /** For questions and commands; fails with `headset.host-down` while the process is down. */
  ask: HeadsetClient['request'];
  /** What the operator and the site want may have changed. */
  wishesChanged(): void;
  /** The system woke, or sound devices came or went. */
  wake(): void;
  describe(devices: readonly WebHidDevice[]): void;
  pid(): number | undefined;
}

type HeadsetClient = Client<typeof hidContract>;

export interface HeadsetLinkOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly processes: ProcessStarter;
  readonly calls: CallDesk;
  /** Of the headset's own files in the profile. */
  readonly folder: string;
  readonly wanted: () => { readonly onScreen: boolean; readonly usb: boolean };
  readonly wishes: () => HeadsetWishes;
  readonly onUp: () => void;
  /** The process ended, and with it everything it warned of; what still holds it will say again. */
  readonly onDown: () => void;
  readonly onPanel: (panel: HeadsetPanel) => void;
  readonly onEvent: (event: HeadsetEventEntry) => void;
  readonly onTrouble: (error: AppError) => void;
  readonly onTroubleOver: (code: ErrorCode) => void;
  readonly onStatus: (status: HeadsetStatus) => void;
  /** Redial, dial intent and digits: wishes that are not about a call that exists. */
  readonly onOtherIntent: (intent: HeadsetIntent) => void;
}

const dark = { offHook: false, ring: false, mute: false, hold: false } as const;

export function createHeadsetLink(options: HeadsetLinkOptions): HeadsetLink {
  const { calls, log } = options;
  let status: HeadsetStatus = { state: 'none', virtual: false, lights: dark };
  let described: WebHidDevice[] | undefined;

  const setStatus = (next: HeadsetStatus): void => {
    status = next;
    options.onStatus(next);
  };

  const keeper = createHostKeeper({
    name: 'hid-host',
    contract: hidContract,
    processes: options.processes,
    clock: options.clock,
    log,
    onUp(client) {
      client.on('headset/status', setStatus);
      client.on('headset/intent', ({ intent, reportAt }) => {
        follow(intent);
        log.info('headset.intent', { type: intent.type, reportAt });
      });
      client.on('headset/panel-changed', options.onPanel);
      client.on('headset/event', (event) => {
        // After the time of day was set back, the headset goes on from where it was.
        options.onEvent({ ...event, at: Math.min(event.at, options.clock.now()) });
      });
      client.on('headset/trouble', ({ error }) => options.onTrouble(error));
      client.on('headset/trouble-over', ({ code }) => options.onTroubleOver(code));
      const { muted } = calls.state();
      void client.request('headset/start', {
        ...options.wanted(),
        folder: options.folder,
        wishes: options.wishes(),
        phase: headsetPhase(calls.state()),
        muted,
      });
      if (described !== undefined) void client.request('headset/describe', { devices: described });
      options.onUp();
    },
    onDown() {
      note('host-down', 'the headset process ended');
      options.onDown();
      setStatus({ ...status, state: 'failed', error: appError('headset.host-down'), lights: dark });
    },
  });

  const note = (what: HeadsetEventEntry['what'], detail: string): void =>
    options.onEvent({ at: options.clock.now(), what, detail });

  const tellPhase = (state: CallsState): void => {
    void keeper.client()?.request('headset/set-phase', { phase: headsetPhase(state), muted: state.muted });
  };

  const follow = (intent: HeadsetIntent): void => {
    const wish = wishOf(intent, calls.state());
    if (wish === undefined) {
      options.onOtherIntent(intent);
      tellPhase(calls.state());
      return;
    }
    // The device is told the phase after every intent, granted or not: a refusal is how it comes back into step (R1).
    void calls.wish(wish, `headset ${intent.type}`).then((result) => {
      if (!result.ok) note('refused', `${intent.type}: ${result.error.code}`);
      tellPhase(calls.state());
    });
  };

  calls.onChange((now, before) => {
    if (headsetPhase(now) !== headsetPhase(before) || now.muted !== before.muted) tellPhase(now);
  });

  const down = fail(appError('headset.host-down'));

  return {
    start: () => keeper.start(),
    async stop() {
      await keeper.client()?.request('headset/stop', null, { timeoutMs: 400 });
      keeper.stop();
    },
    status: () => status,
    ask: (...question) => keeper.client()?.request(...question) ?? Promise.resolve(down),
    wishesChanged: () => void keeper.client()?.request('headset/set-wishes', options.wishes()),
    wake: () => void keeper.client()?.request('headset/wake', null),
    describe(devices) {
      described = [...devices];
      void keeper.client()?.request('headset/describe', { devices: described });
    },
    pid: () => keeper.pid(),
  };
}

function wishOf(intent: HeadsetIntent, state: CallsState): Wish | undefined {
  switch (intent.type) {
    case 'answer':
    case 'holdAndAnswer':
      return { type: 'answer' };
    case 'endAndAnswer':
      return { type: 'answer', instead: true };
    case 'reject':
      return { type: 'reject' };
    case 'end':
      return { type: 'hangup' };
    case 'setMute':
      return { type: 'mute', on: intent.on };
    case 'toggleMute':
      return { type: 'mute', on: !state.muted };
    case 'hold':
      return { type: 'hold' };
    case 'resume':
      return { type: 'resume' };
    case 'swap':
      return { type: 'swap' };
    case 'digit':
      return { type: 'dtmf', tones: intent.d };
    case 'redial':
    case 'dialIntent':
      return undefined;
  }
}
