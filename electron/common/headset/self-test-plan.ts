import type { SelfTestTask } from '../contract/headset-panel.ts';
import type { HeadsetIntent, HeadsetPhase } from '../contract/hid-contract.ts';
import type { MachineContext } from './machine-state.ts';
import type { InRole, OutRole } from './telephony-usages.ts';

/** One task of the test: what the call side pretends meanwhile, and what shows that it was done. */
export interface PlannedTask {
  readonly task: SelfTestTask;
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  /** Controls that may do it; a press of any other is a wrong one. */
  readonly roles: readonly InRole[];
  readonly isDoneBy: (intent: HeadsetIntent) => boolean;
  /** Asked once more without a call, only to learn whether the device is silent then; gives no result. */
  readonly isProbe: boolean;
}

type Press = (SelfTestTask & { kind: 'press' })['press'];
type Light = (SelfTestTask & { kind: 'look' })['light'];

interface Candidate extends Omit<PlannedTask, 'isProbe'> {
  readonly isPossible: boolean;
  readonly isProbe?: boolean;
}

const isToggle = ({ type }: HeadsetIntent): boolean => type === 'toggleMute';
const mutes = (intent: HeadsetIntent): boolean =>
  isToggle(intent) || (intent.type === 'setMute' && intent.on);
const unmutes = (intent: HeadsetIntent): boolean =>
  isToggle(intent) || (intent.type === 'setMute' && !intent.on);
const isOf =
  (type: HeadsetIntent['type']) =>
  (intent: HeadsetIntent): boolean =>
    intent.type === type;

/** A whole call in its order, then a call that is refused, then none; only what this headset can do. */
export function planSelfTest(context: MachineContext): readonly PlannedTask[] {
  const { layout, quirks, options } = context;
  const has = (...roles: readonly InRole[]): boolean =>
    layout.inputs.some(({ role }) => roles.includes(role));
  const shows = (...roles: readonly OutRole[]): boolean =>
    layout.outputs.some(({ role }) => roles.includes(role));
  const rings = shows('ring') || (shows('ringer') && options.ringer === true);
  const showsMute = quirks.muteVia === 'both' ? shows('mute', 'microphone') : shows(quirks.muteVia ?? 'mute');
  const canRefuse = has('reject', 'drop') || (has('hook') && quirks.rejectByRepeatedOnHook === true);

  const candidates: readonly Candidate[] = [
    look('ring', 'incoming', rings),
    press('answer', 'incoming', has('hook'), ['hook'], isOf('answer')),
    look('offHook', 'active', shows('offHook')),
    press('mute', 'active', has('mute'), ['mute'], mutes),
    { ...look('mute', 'active', has('mute') && showsMute), muted: true },
    { ...press('unmute', 'active', has('mute'), ['mute'], unmutes), muted: true },
    press('hold', 'active', has('flash', 'hold'), ['flash', 'hold'], isOf('hold')),
    look('hold', 'held', shows('hold')),
    press('resume', 'held', has('flash', 'hold'), ['flash', 'hold', 'hook'], isOf('resume')),
    press('end', 'active', has('hook', 'drop'), ['hook', 'drop'], isOf('end')),
    press('reject', 'incoming', canRefuse, ['reject', 'drop', 'hook'], isOf('reject')),
    press('redial', 'idle', has('redial'), ['redial'], isOf('redial')),
    {
      ...press('mute', 'idle', has('mute') && quirks.muteOnlyOffHook !== true, ['mute'], () => false),
      isProbe: true,
    },
  ];
  return candidates
    .filter(({ isPossible }) => isPossible)
    .map(({ task, phase, muted, roles, isDoneBy, isProbe = false }) => ({
      task,
      phase,
      muted,
      roles,
      isDoneBy,
      isProbe,
    }));
}

function press(
  what: Press,
  phase: HeadsetPhase,
  isPossible: boolean,
  roles: readonly InRole[],
  isDoneBy: PlannedTask['isDoneBy'],
): Candidate {
  return { task: { kind: 'press', press: what }, phase, muted: false, roles, isDoneBy, isPossible };
}

function look(light: Light, phase: HeadsetPhase, isPossible: boolean): Candidate {
  return { task: { kind: 'look', light }, phase, muted: false, roles: [], isDoneBy: () => false, isPossible };
}
