import { expect, it } from 'vitest';
import type { HeadsetIntent } from '../../../electron/common/contract/hid-contract.ts';
import {
  replayScenario,
  replayScenarioSchema,
  type ReplayLine,
} from '../../../electron/common/headset/headset-replay.ts';
import type { HeadsetOptions, Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import { fixtureHex, type FixtureName } from './descriptor-fixtures.ts';
import {
  bits,
  buttons,
  describeItems,
  headset,
  input,
  led,
  lights,
  logicalMin,
  outPadding,
  output,
  padding,
  reportCount,
  reportId,
  reportSize,
  telephony,
  toHex,
  usage,
  usages,
  type Items,
} from './unseen-builder.ts';

const { hook, mute, flash, hold, redial, drop, busy } = usages;
const level = input('var', 'noPref');
const press = input('var');
const toggle = input('var', 'rel');
const lamp = output('var', 'noPref');
/** Off-hook 0, ring 1, mute 2, hold 3 of the report in force. */
const fourLights: Items = [
  ...led,
  ...bits(4),
  ...usage(lights.offHook, lights.ring, lights.mute, lights.hold),
  ...lamp,
  ...outPadding(4),
  ...telephony,
];

/** Invented headsets for rules that no captured one shows. Lights as `fourLights` unless told. */
export const invented = {
  /** Report 1: hook 0 (level), mute 1, flash 2, hold 3, redial 4, drop 5, reject 6. */
  EVERY: headset(
    reportId(1),
    bits(1),
    usage(hook),
    level,
    usage(mute),
    toggle,
    bits(4),
    usage(flash, hold, redial, drop),
    press,
    bits(1),
    buttons,
    usage(7),
    press,
    padding(1),
    fourLights,
  ),
  /** No report ids: hook 0 (level), mute 1, flash 2. */
  PLAIN: headset(
    bits(1),
    usage(hook),
    level,
    usage(mute),
    toggle,
    usage(flash),
    toggle,
    padding(5),
    fourLights,
  ),
  /** Report 1: relative hook 0, mute 1. */
  PULSE: headset(reportId(1), bits(2), usage(hook, mute), toggle, padding(6), fourLights),
  /** Report 1: hook in bits 0-1 and mute in bits 2-3, +1 on, -1 off. */
  SIGNED: headset(
    reportId(1),
    logicalMin(-1),
    [0x25, 0x01],
    reportSize(2),
    reportCount(2),
    usage(hook, mute),
    input('var', 'rel', 'noPref'),
    padding(4),
    fourLights,
  ),
  /** Report 1: hook 0, mute 1, both absolute; NoPreferred on the hook only, so the kind of mute is not known. */
  UNSURE: headset(reportId(1), bits(1), usage(hook), level, usage(mute), press, padding(6), fourLights),
  /** Report 1: hook 0 (level), mute 1, volume up 2, volume down 3. */
  VOLUME: headset(
    reportId(1),
    bits(1),
    usage(hook),
    level,
    usage(mute),
    toggle,
    bits(2),
    [0x05, 0x0c],
    usage(0xe9, 0xea),
    press,
    padding(4),
    telephony,
    fourLights,
  ),
  /** In: report 1 hook 0 and busy 1, report 2 redial 0. Out: report 3 off-hook 0 and mute 1, report 4 ring 0 and hold 1. */
  SPLIT: headset(
    reportId(1),
    bits(2),
    usage(hook, busy),
    level,
    padding(6),
    reportId(2),
    bits(1),
    usage(redial),
    press,
    padding(7),
    led,
    reportId(3),
    bits(2),
    usage(lights.offHook, lights.mute),
    lamp,
    outPadding(6),
    reportId(4),
    bits(2),
    usage(lights.ring, lights.hold),
    lamp,
    outPadding(6),
  ),
} as const;

export interface Scenario {
  readonly name: string;
  readonly device: FixtureName | keyof typeof invented;
  readonly quirks?: Quirks;
  readonly options?: HeadsetOptions;
  /** One step a line: `0 attached`, `200 in 02 00 00`, `1000 call active muted`. */
  readonly steps: string;
  /** One line each: `0 write 02 00 00`, `3000 answer`, `3000 diag short report`. */
  readonly expected: string;
}

function isInvented(device: string): device is keyof typeof invented {
  return device in invented;
}

export function hexOf(device: Scenario['device']): string {
  return isInvented(device) ? toHex(describeItems(invented[device])) : fixtureHex(device);
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function readStep(line: string): object {
  const [at = '', what = '', ...words] = line.split(' ');
  const t = Number(at);
  if (what === 'in') return { t, input: words.join(' ') };
  if (what === 'call') return { t, call: { phase: words[0], muted: words[1] === 'muted' } };
  return { t, event: what };
}

function nameDetail(intent: HeadsetIntent): string {
  if (intent.type === 'reject') return ` ${intent.call}`;
  if (intent.type === 'setMute') return ` ${intent.on}`;
  return intent.type === 'digit' ? ` ${intent.d}` : '';
}

function printLine(line: ReplayLine): string {
  if ('write' in line) return `${line.t} write ${line.write}`;
  if ('diag' in line) return `${line.t} diag ${line.diag}`;
  return `${line.t} ${line.intent.type}${nameDetail(line.intent)}`;
}

/** What the replay prints for a scenario, through the very schema that a scenario file passes. */
export function playScenario({
  device,
  quirks = {},
  options = {},
  steps,
}: Omit<Scenario, 'expected'>): string[] {
  const scenario = { descriptor: hexOf(device), quirks, options, steps: lines(steps).map(readStep) };
  return replayScenario(replayScenarioSchema.parse(scenario)).map(printLine);
}

export function itPlays(scenarios: readonly Scenario[]): void {
  it.each(scenarios.map((one) => [one.name, one] as const))('%s', (_, scenario) => {
    expect(playScenario(scenario)).toEqual(lines(scenario.expected));
  });
}
