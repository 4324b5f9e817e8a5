import { headsetPhase } from '../common/call/call-selectors.ts';
import type { CallsState, Wish } from '../common/call/call-state.ts';
import {
  hidContract,
  type HeadsetButton,
  type HeadsetDeviceInfo,
  type HeadsetIntent,
  type HeadsetStatus,
} from '../common/contract/hid-contract.ts';
import { appError } from '../common/lib/app-error.ts';
import type { Clock } from '../common/lib/clock.ts';
import { fail, type Result } from '../common/lib/result.ts';
import type { Log } from '../shell/log.ts';
import type { ProcessStarter } from '../shell/processes.ts';
import type { CallDesk } from './call-desk.ts';
import { createHostKeeper } from './host-keeper.ts';

export interface HeadsetLink {
  start(): void;
  /** All lights off, then the process ends. */
  stop(): Promise<void>;
  status(): HeadsetStatus;
  list(): Promise<Result<HeadsetDeviceInfo[]>>;
  press(button: HeadsetButton): Promise<Result<null>>;
  pid(): number | undefined;
}

export interface HeadsetLinkOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly processes: ProcessStarter;
  readonly calls: CallDesk;
  readonly wanted: () => { readonly onScreen: boolean; readonly usb: boolean };
  readonly onStatus: (status: HeadsetStatus) => void;
  /** Redial, dial intent and digits: wishes that are not about a call that exists. */
  readonly onOtherIntent: (intent: HeadsetIntent) => void;
}

const dark = { offHook: false, ring: false, mute: false, hold: false } as const;

export function createHeadsetLink(options: HeadsetLinkOptions): HeadsetLink {
  const { calls, log } = options;
  let status: HeadsetStatus = { state: 'none', virtual: false, lights: dark };

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
      client.on('headset/diagnosed', ({ code }) => log.info('headset.diagnosed', { code }));
      const { muted } = calls.state();
      void client.request('headset/start', {
        ...options.wanted(),
        phase: headsetPhase(calls.state()),
        muted,
      });
    },
    onDown() {
      setStatus({ ...status, state: 'failed', error: appError('headset.host-down'), lights: dark });
    },
  });

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
    void calls.wish(wish, `headset ${intent.type}`).then(() => tellPhase(calls.state()));
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
    list: () => keeper.client()?.request('headset/list', null) ?? Promise.resolve(down),
    press: (button) => keeper.client()?.request('headset/press', { button }) ?? Promise.resolve(down),
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
