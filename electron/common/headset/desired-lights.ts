import type { HeadsetLights, HeadsetPhase } from '../contract/hid-contract.ts';
import { encodeLights, type OutputReport } from './headset-codec.ts';
import type { HeadsetOptions, Quirks } from './headset-quirks.ts';
import { expectEcho } from './hook-echoes.ts';
import { isOffHookPhase, type Draft, type MachineContext, type MachineState } from './machine-state.ts';
import type { OutRole } from './telephony-usages.ts';

/** What the device should show for a phase (R1). The call side is the truth, the device a view of it. */
export function desireLights(
  phase: HeadsetPhase,
  muted: boolean,
  quirks: Quirks,
  options: HeadsetOptions,
): HeadsetLights {
  const offHook = isOffHookPhase(phase) && !(phase === 'held' && quirks.holdDropsOffHook === true);
  return {
    offHook,
    ring: phase === 'incoming' || phase === 'activeAndIncoming',
    hold: phase === 'held' || (phase === 'activeAndHeld' && options.holdLedWhenOneHeld === true),
    // Never in idle or incoming: mute must not leak into the next call (P21).
    mute: muted && offHook,
  };
}

function toRoles(lights: HeadsetLights, { quirks, options }: MachineContext): Set<OutRole> {
  const roles = new Set<OutRole>();
  if (lights.offHook) roles.add('offHook');
  if (lights.offHook && quirks.onLineFollowsOffHook === true) roles.add('onLine');
  if (lights.ring) roles.add('ring');
  if (lights.ring && options.ringer === true) roles.add('ringer');
  if (lights.hold) roles.add('hold');
  const muteVia = quirks.muteVia ?? 'mute';
  if (lights.mute && muteVia !== 'microphone') roles.add('mute');
  if (lights.mute && muteVia !== 'mute') roles.add('microphone');
  return roles;
}

/** All lights that should be lit now, those of quirks and options included, whether the device has them or not. */
export function desireRoles(context: MachineContext, state: MachineState): ReadonlySet<OutRole> {
  const { phase, muted, away } = state;
  const roles = toRoles(desireLights(phase, muted, context.quirks, context.options), context);
  // R20: only while no call is up, so that it can never be taken for one.
  if (away && phase === 'idle' && context.options.agentLight !== undefined)
    roles.add(context.options.agentLight);
  return roles;
}

/** Writes every light report of the present state, equal to the last ones or not (R1, R2). */
export function writePresentState(draft: Draft): void {
  const roles = desireRoles(draft.context, draft.state);
  for (const report of encodeLights(draft.context.layout, roles)) write(draft, report, roles.has('offHook'));
}

/**
 * The answer (R3): off-hook rises while ring is still lit, then ring goes out. A device that sees ring end first
 * takes the call for cancelled. Reports that do not carry off-hook are written once.
 */
export function writeAnsweredState(draft: Draft): void {
  const { context, state } = draft;
  const answered = desireLights(state.phase, state.muted, context.quirks, context.options);
  const ringing = toRoles({ ...answered, ring: true }, context);
  const raised = encodeLights(context.layout, ringing).filter(({ roles }) => roles.includes('offHook'));
  for (const report of raised) write(draft, report, true);
  const written = new Set(raised.map(({ bytes }) => bytes.join()));
  for (const report of encodeLights(context.layout, toRoles(answered, context)))
    if (!written.has(report.bytes.join())) write(draft, report, true);
}

function write(draft: Draft, { bytes, roles }: OutputReport, offHook: boolean): void {
  const writes = draft.device.writes + 1;
  draft.device = { ...draft.device, writes };
  draft.effects.push({ type: 'write', write: writes, bytes });
  if (roles.includes('offHook')) expectEcho(draft, offHook);
}
