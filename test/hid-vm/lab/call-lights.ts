import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import type { Light } from './headset-models.ts';

/** What a headset shows in each phase of the calls; off-hook stays lit while a call is held (docs/rules/headset.md, R1). */
export const lightsOf: Readonly<Record<HeadsetPhase, readonly Light[]>> = {
  idle: [],
  incoming: ['ring'],
  outgoing: ['offHook'],
  active: ['offHook'],
  activeAndIncoming: ['offHook', 'ring'],
  activeAndHeld: ['offHook'],
  held: ['offHook', 'hold'],
};

export const phases = [
  'idle',
  'incoming',
  'outgoing',
  'active',
  'activeAndIncoming',
  'activeAndHeld',
  'held',
] as const satisfies readonly HeadsetPhase[];
