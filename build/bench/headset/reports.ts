import { splitReport } from '../../../electron/common/headset/headset-codec.ts';
import { createHeadsetMachine, type HeadsetEvent } from '../../../electron/common/headset/headset-machine.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import type { HeadsetEffect } from '../../../electron/common/headset/machine-state.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { findDevice, type MeasuredDevice } from './devices.ts';

/** One thing that happens to a headset over and over; each run is one event from the same state. */
export interface HeadsetCase {
  readonly what: string;
  readonly run: () => readonly HeadsetEffect[];
  /** The least: the bits of the report read from a DataView, or the bytes of the reports filled in. */
  readonly plain: () => unknown;
}

const call = (phase: 'idle' | 'incoming' | 'active', muted = false): HeadsetEvent => ({
  type: 'call',
  t: 0,
  phase,
  muted,
});

/** A report from bytes to effects, the id byte taken off as the device does it; and a call state to bytes. */
export function listHeadsetCases(devices: readonly MeasuredDevice[]): readonly HeadsetCase[] {
  const jabra = findDevice(devices, 'Jabra Link 380c');
  const poly = findDevice(devices, 'Plantronics Poly BT700');
  const nothing = Uint8Array.of(0x02, 0x00, 0x00);
  const hook = Uint8Array.of(0x02, 0x01, 0x00);
  const muteInCall = Uint8Array.of(0x02, 0x09, 0x00);
  const inCall = [nothing, call('incoming'), hook, call('active')];
  return [
    reportCase('answer: Link 380, 11 controls', jabra, [nothing, call('incoming')], hook),
    reportCase('mute: Link 380', jabra, inCall, muteInCall),
    reportCase('nothing new: Link 380', jabra, inCall, hook),
    reportCase('not ours: Link 380, volume key', jabra, inCall, Uint8Array.of(0x01, 0x02, 0x00)),
    reportCase('too short: Link 380', jabra, inCall, Uint8Array.of(0x02)),
    reportCase(
      'answer: BT700, 5 controls',
      poly,
      [Uint8Array.of(0x20, 0), call('incoming')],
      Uint8Array.of(0x20, 1),
    ),
    stateCase('rings: Link 380, 1 report', jabra, [nothing], call('incoming')),
    stateCase('answered: Link 380, 1 report twice', jabra, [nothing, call('incoming')], call('active')),
    stateCase('muted: Link 380, 1 report', jabra, inCall, call('active', true)),
    stateCase('answered: BT700, 5 reports', poly, [Uint8Array.of(0x20, 0), call('incoming')], call('active')),
  ];
}

type Given = readonly (Uint8Array | HeadsetEvent)[];

function play(device: MeasuredDevice, given: Given) {
  const layout = readTelephonyLayout(parseHidDescriptor(device.descriptor));
  const machine = createHeadsetMachine({ layout, quirks: {}, options: {} });
  let { state } = machine.step(machine.initial, { type: 'attached', t: 0 });
  for (const one of given) {
    const event =
      one instanceof Uint8Array ? ({ type: 'report', t: 0, ...splitReport(layout, one) } as const) : one;
    state = machine.step(state, event).state;
  }
  return { layout, machine, state };
}

const later = 10_000;

function reportCase(what: string, device: MeasuredDevice, given: Given, bytes: Uint8Array): HeadsetCase {
  const { layout, machine, state } = play(device, given);
  const fields = layout.inputs.map(({ bit }) => [1 + (bit >> 3), 1 << (bit & 7)] as const);
  const view = new DataView(bytes.buffer);
  return {
    what: `report → intent, ${what}`,
    run: () => machine.step(state, { type: 'report', t: later, ...splitReport(layout, bytes) }).effects,
    plain: () => {
      let set = 0;
      for (const [at, mask] of fields) if (at < view.byteLength && (view.getUint8(at) & mask) !== 0) set++;
      return set;
    },
  };
}

function stateCase(what: string, device: MeasuredDevice, given: Given, event: HeadsetEvent): HeadsetCase {
  const { machine, state } = play(device, given);
  const written = machine
    .step(state, { ...event, t: later })
    .effects.flatMap((effect) => (effect.type === 'write' ? [effect.bytes] : []));
  return {
    what: `call state → bytes, ${what}`,
    run: () => machine.step(state, { ...event, t: later }).effects,
    plain: () => written.map((bytes) => new Uint8Array(bytes)),
  };
}
