import type { DeskState } from '../../electron/common/contract/desk-state.ts';
import type { SelfTestTask, SelfTestView } from '../../electron/common/contract/headset-panel.ts';
import type { HeadsetDeviceInfo } from '../../electron/common/contract/hid-contract.ts';
import type { CallEnd } from '../../electron/common/call/call-end.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import { findDoubledMuteKey, udevRuleMissing } from '../../electron/common/headset/linux-obstacles.ts';
import { deskState, now } from './desk-states.ts';

/** States of the headset page, for looking at it and for testing it without a hub. */
export type Panel = NonNullable<DeskState['headsetPanel']>;

const device = (part: Partial<HeadsetDeviceInfo>): HeadsetDeviceInfo => ({
  key: 'usb-1',
  product: 'Jabra Evolve2 65',
  vendorId: 0x0b0e,
  productId: 0x24c9,
  virtual: false,
  capability: 'full',
  active: false,
  chosen: false,
  ...part,
});

export const devices: readonly HeadsetDeviceInfo[] = [
  device({ active: true }),
  device({ key: 'usb-2', product: 'Poly BT700', vendorId: 0x047f, productId: 0x02e6 }),
  device({
    key: 'usb-3',
    product: 'MX Brio',
    vendorId: 0x046d,
    productId: 0x0944,
    capability: 'muteOnly',
  }),
  device({
    key: 'usb-4',
    product: 'Game Voice',
    vendorId: 0x045e,
    productId: 0x003b,
    capability: 'none',
  }),
  device({
    key: 'on-screen',
    product: 'On-screen headset',
    vendorId: 0xffff,
    productId: 1,
    virtual: true,
  }),
];

const input = (
  role: NonNullable<Panel['device']>['inputs'][number]['role'],
  semantics: NonNullable<Panel['device']>['inputs'][number]['semantics'],
  bit: number,
) => ({ role, semantics, reportId: 2, bit, size: 1 });

const output = (role: NonNullable<Panel['device']>['outputs'][number]['role'], bit: number) => ({
  role,
  reportId: 2,
  bit,
});

/** A headset at rest, pressed a moment ago. */
export const panel: Panel = {
  devices: [...devices],
  device: {
    usbId: '0b0e:24c9',
    product: 'Jabra Evolve2 65',
    capability: 'full',
    origin: 'sysfs',
    inputs: [
      input('hook', 'level', 0),
      input('mute', 'toggle', 1),
      input('flash', 'momentary', 2),
      input('redial', 'momentary', 3),
      input('reject', 'momentary', 4),
      input('busy', 'level', 5),
      { ...input('key', 'momentary', 7), size: 4 },
    ],
    outputs: [
      output('offHook', 0),
      output('mute', 1),
      output('ring', 2),
      output('hold', 3),
      output('microphone', 4),
      output('onLine', 5),
      output('ringer', 6),
    ],
    quirks: { ackDeadlineMs: 3_000, muteIs: 'toggle' },
    options: { guard: true },
    warnings: ['report 2: 3 bits of padding'],
  },
  live: {
    pressed: ['hook'],
    lit: ['offHook', 'ring'],
    recent: [
      { at: now - 9_000, role: 'mute', value: 1 },
      { at: now - 8_900, role: 'mute', value: 0 },
      { at: now - 300, role: 'hook', value: 1 },
    ],
  },
  selfTest: null,
  recording: null,
  obstacles: [],
};

export const lastEnd: CallEnd = {
  id: 'call-0',
  at: now - 120_000,
  endedBy: 'operator',
  through: 'button',
  sipStatus: null,
  evidence: [
    { at: now - 120_900, what: 'echo', detail: 'hook 1' },
    { at: now - 120_100, what: 'pressed', detail: 'end' },
  ],
};

export const headsetEvents = [
  { at: now - 400_000, what: 'attached' as const, detail: 'Jabra Evolve2 65' },
  { at: now - 190_000, what: 'pressed' as const, detail: 'answer' },
  { at: now - 189_700, what: 'echo' as const, detail: 'hook 1' },
  { at: now - 120_100, what: 'pressed' as const, detail: 'end' },
  { at: now - 120_000, what: 'crossed' as const, detail: 'hook 1' },
];

const press = (what: (SelfTestTask & { kind: 'press' })['press']): SelfTestTask => ({
  kind: 'press',
  press: what,
});
const look = (light: (SelfTestTask & { kind: 'look' })['light']): SelfTestTask => ({ kind: 'look', light });

const running = (task: SelfTestTask, results: SelfTestView['results'], left: number): SelfTestView => ({
  state: 'running',
  task,
  left,
  results,
  learnt: {},
  isKept: false,
});

const half: SelfTestView['results'] = [
  { task: look('ring'), outcome: 'works' },
  { task: press('answer'), outcome: 'works' },
  { task: look('offHook'), outcome: 'not-seen' },
];

const all: SelfTestView['results'] = [
  ...half,
  { task: press('mute'), outcome: 'works' },
  { task: press('unmute'), outcome: 'silent' },
  { task: press('hold'), outcome: 'wrong' },
  { task: look('hold'), outcome: 'skipped' },
  { task: press('end'), outcome: 'works' },
];

const done: SelfTestView = { ...running(press('end'), all, 0), state: 'done', task: null };

/** The guided test in each of its states. */
export const tests = {
  look: running(look('ring'), [], 9),
  press: running(press('answer'), half.slice(0, 1), 8),
  last: running(press('redial'), all, 1),
  wrong: running(press('unmute'), [...half, { task: press('unmute'), outcome: 'wrong' }], 5),
  fine: { ...done, results: all.filter(({ outcome }) => outcome === 'works') },
  done,
  learnt: { ...done, learnt: { hookPulses: true, muteIs: 'toggle' } },
  kept: { ...done, learnt: { hookPulses: true, muteIs: 'toggle' }, isKept: true },
  interrupted: { ...done, state: 'interrupted', results: half },
} as const satisfies Record<string, SelfTestView>;

const obstructed = { vendorId: 0x0b0e, productId: 0x24c9, product: 'Jabra Evolve2 65' };
const doubled = findDoubledMuteKey(obstructed, [{ ...obstructed, bus: 3, sendsMicMute: true }]);
const obstacles = [udevRuleMissing(obstructed), ...(doubled === undefined ? [] : [doubled])];

/** Every view of the page, by name; those of `tests` come besides. */
export const headsetViews = {
  ready: withPanel(panel),
  blind: deskState({ headsetPanel: null }),
  nothing: withPanel({ ...panel, devices: [], device: null, live: { pressed: [], lit: [], recent: [] } }),
  chosen: withPanel({
    ...panel,
    devices: devices.map((one, index) => ({ ...one, active: index === 1, chosen: index === 1 })),
  }),
  recording: withPanel({ ...panel, recording: { since: now - 12_000, reports: 34 } }),
  obstacle: withPanel({ ...panel, obstacles }),
  tested: withPanel({ ...panel, selfTest: tests.done }),
  flooded: withPanel(
    { ...panel, device: null, devices: devices.map((one) => ({ ...one, active: false })) },
    {
      headset: {
        state: 'failed',
        product: 'Jabra Evolve2 65',
        virtual: false,
        error: appError('headset.flooding'),
        lights: { offHook: false, ring: false, mute: false, hold: false },
      },
    },
  ),
} as const satisfies Record<string, DeskState>;

export function withPanel(shown: Panel, part: Partial<DeskState> = {}): DeskState {
  return deskState({
    headset: {
      state: 'ready',
      product: 'Jabra Evolve2 65',
      virtual: false,
      lights: { offHook: true, ring: true, mute: false, hold: false },
    },
    headsetPanel: shown,
    ...part,
  });
}
