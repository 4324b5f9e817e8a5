import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import {
  headsetPhaseSchema,
  type HeadsetIntent,
  type HeadsetPhase,
} from '../../electron/common/contract/hid-contract.ts';
import { desireLights } from '../../electron/common/headset/desired-lights.ts';
import { parseBytes } from '../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../electron/common/headset/hid-descriptor.ts';
import { findIntent, type Stimulus } from '../../electron/common/headset/intent-table.ts';
import {
  readTelephonyLayout,
  type Capability,
  type TelephonyLayout,
} from '../../electron/common/headset/telephony-layout.ts';
import type { InRole, OutRole } from '../../electron/common/headset/telephony-usages.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'docs/headsets.md');
const recorded = join(root, 'test/fixtures/hid-descriptors.json');

const kindSchema = z.enum(['capture', 'firmware', 'virtual', 'synthetic', 'reconstructed']);
const deviceSchema = z.object({
  vendorId: z.string().nullable(),
  productId: z.string().nullable(),
  name: z.string(),
  kind: kindSchema,
  hex: z.string(),
});

type RecordedDevice = z.infer<typeof deviceSchema>;

/** What a row of the table rests on, the most telling first. */
const evidence: Readonly<Record<RecordedDevice['kind'], string>> = {
  capture: 'read from the device',
  reconstructed: 'rebuilt from a device',
  firmware: 'firmware source',
  virtual: 'device made of software',
  synthetic: 'invented for tests',
};

const capabilities: Readonly<Record<Capability, string>> = {
  full: 'calls',
  noRing: 'calls, no ring light',
  muteOnly: 'mute only; used if chosen by hand',
  hookOnly: 'call button only; used if chosen by hand',
  none: 'not used',
};

/** Undefined: read, but no intent comes of it. */
const buttonNames: Readonly<Record<InRole, string | undefined>> = {
  hook: 'call',
  mute: 'mute',
  flash: 'hold (flash)',
  hold: 'hold',
  redial: 'redial',
  drop: 'drop',
  reject: 'reject',
  key: 'keypad',
  busy: undefined,
  line: undefined,
  speaker: undefined,
  speedDial: undefined,
  voiceMail: undefined,
};

const lightNames: Readonly<Record<OutRole, string>> = {
  offHook: 'in call',
  ring: 'ring',
  ringer: 'ring tone',
  mute: 'mute',
  hold: 'hold',
  microphone: 'microphone',
  onLine: 'on-line',
  speaker: 'speaker',
  messageWaiting: 'message',
};

const phaseNames: Readonly<Record<HeadsetPhase, string>> = {
  idle: 'no call',
  incoming: 'a call rings',
  outgoing: 'dialling',
  active: 'talking',
  activeAndIncoming: 'talking, a second call rings',
  activeAndHeld: 'talking, another call is held',
  held: 'the only call is held',
};

const code = (text: string): string => `\`${text}\``;
const table = (...rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  const rule = `|${(rows[0] ?? []).map(() => '---').join('|')}|`;
  return [head, rule, ...body].join('\n');
};

export interface DeviceRow {
  readonly name: string;
  /** `0b0e:24c9`; empty where the source does not tell. */
  readonly usbId: string;
  readonly evidence: string;
  readonly buttons: string;
  readonly lights: string;
  readonly capability: Capability;
}

/** One row for every device whose descriptor is on record; of several records of one device the first. */
export function listDevices(): readonly DeviceRow[] {
  const devices = z.array(deviceSchema).parse(JSON.parse(readFileSync(recorded, 'utf8')));
  const rows = devices.map(describeDevice);
  const uses = Object.keys(capabilities);
  const grounds = Object.values(evidence);
  return rows
    .filter(({ usbId }, index) => usbId === '' || rows.findIndex((row) => row.usbId === usbId) === index)
    .toSorted(
      (a, b) =>
        uses.indexOf(a.capability) - uses.indexOf(b.capability) ||
        grounds.indexOf(a.evidence) - grounds.indexOf(b.evidence) ||
        a.name.localeCompare(b.name, 'en'),
    );
}

function describeDevice({ vendorId, productId, name, kind, hex }: RecordedDevice): DeviceRow {
  const bytes = parseBytes(hex);
  if (bytes === undefined) throw new Error(`${name}: not hex`);
  const layout = readTelephonyLayout(parseHidDescriptor(bytes));
  const id = (text: string | null): string => text?.replace(/^0x/u, '') ?? '';
  const isKnown = id(vendorId) !== '' && id(productId) !== '' && Number(vendorId) !== 0;
  return {
    name,
    usbId: isKnown ? `${id(vendorId)}:${id(productId)}` : '',
    evidence: evidence[kind],
    buttons: nameButtons(layout),
    lights: nameLights(layout),
    capability: layout.capability,
  };
}

function nameButtons({ inputs }: TelephonyLayout): string {
  return listNames(inputs.map(({ role }) => buttonNames[role]));
}

function nameLights({ outputs }: TelephonyLayout): string {
  return listNames(outputs.map(({ role }) => lightNames[role]));
}

function listNames(names: readonly (string | undefined)[]): string {
  const listed = [...new Set(names.filter((name) => name !== undefined))];
  return listed.length === 0 ? 'none' : listed.join(', ');
}

function renderDevices(): string {
  return table(
    ['device', 'USB id', 'evidence', 'buttons', 'lights', 'use'],
    ...listDevices().map(({ name, usbId, evidence: known, buttons, lights, capability }) => [
      name,
      usbId === '' ? '' : code(usbId),
      known,
      buttons,
      lights,
      capabilities[capability],
    ]),
  );
}

/** What an intent does, for a reader who knows calls and nothing of headsets. */
function nameIntent(intent: HeadsetIntent | undefined): string {
  switch (intent?.type) {
    case undefined:
      return '–';
    case 'answer':
      return 'answers';
    case 'reject':
      return intent.call === 'incoming' ? 'rejects' : 'rejects the second call';
    case 'end':
      return 'ends the call';
    case 'hold':
      return 'holds';
    case 'resume':
      return 'resumes';
    case 'swap':
      return 'swaps the calls';
    case 'holdAndAnswer':
      return 'holds the call and answers the second';
    case 'endAndAnswer':
      return 'ends the call and answers the second';
    case 'redial':
      return 'dials the last number again';
    case 'dialIntent':
      return 'opens the dialler';
    case 'setMute':
    case 'toggleMute':
      return 'mutes';
    case 'digit':
      return 'sends the digit';
    default:
      throw new Error('an intent has no name');
  }
}

const columns = [
  ['call button: picks up', 'hookUp'],
  ['call button: hangs up', 'hookDown'],
  ['hold, flash', 'flash'],
  ['reject', 'reject'],
  ['drop', 'drop'],
  ['redial', 'redial'],
] as const satisfies readonly (readonly [string, Stimulus])[];

/** Rule R9, as the machine has it. */
function renderButtons(): string {
  return table(
    ['', ...columns.map(([name]) => name)],
    ...headsetPhaseSchema.options.map((phase) => [
      phaseNames[phase],
      ...columns.map(([, stimulus]) => nameIntent(findIntent(phase, stimulus, {}))),
    ]),
  );
}

/** Rule R1, as the machine has it. */
function renderLights(): string {
  const mark = (isLit: boolean): string => (isLit ? '●' : '');
  return table(
    ['', 'in call', 'ring', 'hold', 'mute, if muted'],
    ...headsetPhaseSchema.options.map((phase) => {
      const { offHook, ring, hold, mute } = desireLights(phase, true, {}, {});
      return [phaseNames[phase], ...[offHook, ring, hold, mute].map(mark)];
    }),
  );
}

const parts = { devices: renderDevices, buttons: renderButtons, lights: renderLights } as const;

/** The document with its tables made anew between their marks, formatted as the project formats. */
export async function updateDocument(document: string): Promise<string> {
  let made = document;
  for (const [name, render] of Object.entries(parts)) {
    const begin = `<!-- table of ${name}: made by build/tools/headset-table.ts -->`;
    const end = `<!-- end of ${name} -->`;
    const from = made.indexOf(begin);
    const to = made.indexOf(end);
    if (from < 0 || to < from) throw new Error(`docs/headsets.md has lost the marks of its table of ${name}`);
    made = `${made.slice(0, from)}${begin}\n\n${render()}\n\n${made.slice(to)}`;
  }
  return format(made, { ...(await resolveConfig(file)), filepath: file });
}

/** `node build/tools/headset-table.ts`: writes the tables into docs/headsets.md. */
if (import.meta.main) await writeFile(file, await updateDocument(await readFile(file, 'utf8')));
