import { findDeviceId, type DeviceInfo } from './devices.ts';
import type { InputInfo } from './microphone-identity.ts';

type OutputInfo = DeviceInfo & InputInfo;

/** What is remembered of the output that plays the other parties. All are labels. */
export interface OutputMemory {
  /** In the settings; undefined: the default of the system. */
  readonly chosen: string | undefined;
  readonly inUse: string | undefined;
  /** The default that went away; taken again when it is back. */
  readonly lost: string | undefined;
}

export const noOutputYet: OutputMemory = { chosen: undefined, inUse: undefined, lost: undefined };

export interface OutputChoice {
  readonly memory: OutputMemory;
  /** What is played on: the label to be looked for, undefined for the default of the system. */
  readonly wanted: string | undefined;
  /** What the operator must be told; `used` is null when there is no output at all. */
  readonly replaced: { readonly lost: string; readonly used: string | null } | null;
}

/**
 * Which output plays, of those that are there: the chosen one, else the one that went away, else the default.
 *
 *   default in use ──unplugged──▶ lost, another default is told ──plugged in──▶ used again
 */
export function chooseOutput(
  memory: OutputMemory,
  devices: readonly OutputInfo[],
  label: string | undefined,
): OutputChoice {
  const chosen = label === undefined || label.trim() === '' ? undefined : label;
  const outputs = devices.filter(({ kind }) => kind === 'audiooutput');
  // Until the microphone was allowed once the engine tells no labels.
  if (outputs.length > 0 && outputs.every((device) => device.label === ''))
    return { memory: { ...memory, chosen }, wanted: chosen, replaced: null };
  const before = memory.chosen === chosen ? memory : noOutputYet;
  const standard = findDefault(outputs);
  const lost = chosen === undefined ? findLost(before, outputs, standard) : undefined;
  const wanted = chosen ?? lost;
  const isThere = findDeviceId(outputs, 'audiooutput', wanted) !== null;
  const inUse = isThere ? wanted : standard;
  const replaced = wanted === undefined || isThere ? null : { lost: wanted, used: standard ?? null };
  return { memory: { chosen, inUse, lost }, wanted, replaced };
}

function findLost(
  { inUse, lost }: OutputMemory,
  outputs: readonly OutputInfo[],
  standard: string | undefined,
): string | undefined {
  const isGone = inUse !== undefined && findDeviceId(outputs, 'audiooutput', inUse) === null;
  const missed = lost ?? (isGone ? inUse : undefined);
  return missed === standard ? undefined : missed;
}

/** The label of the device that stands behind the default: they share the group. */
function findDefault(outputs: readonly OutputInfo[]): string | undefined {
  const real = outputs.filter(({ deviceId }) => deviceId !== 'default' && deviceId !== 'communications');
  const entry = outputs.find(({ deviceId }) => deviceId === 'default');
  const behind = real.find(({ groupId }) => groupId !== '' && groupId === entry?.groupId);
  const found = behind?.label ?? entry?.label ?? real[0]?.label;
  return found === '' ? undefined : found;
}
