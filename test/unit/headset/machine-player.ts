import type { HeadsetIntent, HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { formatBytes, splitReport } from '../../../electron/common/headset/headset-codec.ts';
import {
  createHeadsetMachine,
  nextTickAt,
  type HeadsetEvent,
} from '../../../electron/common/headset/headset-machine.ts';
import type { HeadsetOptions, Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import type { MachineState } from '../../../electron/common/headset/machine-state.ts';
import type { TelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { bytesOf, layoutOf, type FixtureName } from './descriptor-fixtures.ts';

/** Plays one headset on a virtual clock and tells what came out since the last look. */
export interface Player {
  readonly layout: TelephonyLayout;
  state(): MachineState;
  attach(): Player;
  detach(error?: string): Player;
  call(phase: HeadsetPhase, muted?: boolean): Player;
  agent(away: boolean): Player;
  /** Bytes as node-hid reads them. */
  input(...reports: string[]): Player;
  wait(ms: number): Player;
  /** `-> answer`, `OUT 02 08 00`, `diag headset-in-use`, in order; forgets them. */
  take(): string[];
  takeWrites(): string[];
  takeIntents(): string[];
  /** `pressed: answer`: the lines for the event log since the last look; forgets them. */
  takeNotes(): string[];
}

function nameIntent(intent: HeadsetIntent): string {
  switch (intent.type) {
    case 'reject':
      return `-> reject ${intent.call}`;
    case 'setMute':
      return `-> setMute(${String(intent.on)})`;
    case 'digit':
      return `-> digit ${intent.d}`;
    default:
      return `-> ${intent.type}`;
  }
}

export function playLayout(
  layout: TelephonyLayout,
  quirks: Quirks = {},
  options: HeadsetOptions = {},
): Player {
  const machine = createHeadsetMachine({ layout, quirks, options });
  let state = machine.initial;
  let t = 1_000_000;
  let log: string[] = [];
  let notes: string[] = [];
  const apply = (event: HeadsetEvent): Player => {
    const step = machine.step(state, event);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'note') notes.push(`${effect.what}: ${effect.detail}`);
      else if (effect.type === 'write') log.push(`OUT ${formatBytes(effect.bytes)}`);
      else log.push(effect.type === 'intent' ? nameIntent(effect.intent) : `diag ${effect.diag}`);
    }
    return player;
  };
  const player: Player = {
    layout,
    state: () => state,
    attach: () => apply({ type: 'attached', t }),
    detach: (error) => apply({ type: 'detached', t, ...(error === undefined ? {} : { error }) }),
    agent: (away) => apply({ type: 'agent', t, away }),
    call: (phase, muted = false) => apply({ type: 'call', t, phase, muted }),
    input(...reports) {
      for (const report of reports) {
        apply({ type: 'report', t, ...splitReport(layout, bytesOf(report)) });
        t += 1;
      }
      return player;
    },
    wait(ms) {
      const until = t + ms;
      for (let due = nextTickAt(state); due !== undefined && due <= until; due = nextTickAt(state)) {
        t = due;
        apply({ type: 'tick', t });
      }
      t = until;
      return player;
    },
    take() {
      const taken = log;
      log = [];
      return taken;
    },
    takeWrites: () => player.take().filter((line) => line.startsWith('OUT')),
    takeIntents: () => player.take().filter((line) => line.startsWith('->')),
    takeNotes() {
      const taken = notes;
      notes = [];
      return taken;
    },
  };
  return player;
}

/** A device attached in idle that has sent one all-zero report, 10 s ago. */
export function play(name: FixtureName, quirks: Quirks = {}, options: HeadsetOptions = {}): Player {
  const layout = layoutOf(name, quirks);
  const player = playLayout(layout, quirks, options).attach();
  for (const id of new Set(layout.inputs.map(({ reportId }) => reportId)))
    player.input(
      [id, ...new Uint8Array(layout.inBytes.get(id) ?? 0)]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(' '),
    );
  player.wait(10_000).take();
  player.takeNotes();
  return player;
}
