import { describe, expect, it } from 'vitest';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import {
  bytesOf,
  describeInputs,
  describeOutputs,
  fixtureHex,
  fixtureNames,
  fixtures,
  layoutOf,
  type FixtureName,
} from './descriptor-fixtures.ts';

const jabraLights = ['02/2: offHook0 mute1 ring2 hold3 microphone4 ringer5'];
const blackwire3220 = {
  inputs: ['08/1: mute0T hook1L flash2M'],
  outputs: ['09/1: mute0', '17/1: offHook0', '18/1: ring0', '1E/1: speaker0', '20/1: hold0', '2A/1: onLine0'],
  capability: 'full',
};
const polyAdapter = {
  inputs: ['20/1: hook0L mute1T flash2M redial3T reject4T'],
  outputs: ['21/1: ring0', '22/1: speaker0', '23/1: mute0', '24/1: offHook0', '25/1: hold0'],
  capability: 'full',
};
const nothing = { inputs: [], outputs: [], capability: 'none' };

const expected: Record<FixtureName, { inputs: string[]; outputs: string[]; capability: string }> = {
  EVL: {
    inputs: ['02/2: hook0L busy1L mute2T flash3T redial4T speedDial5T reject6M key7-10'],
    outputs: jabraLights,
    capability: 'full',
  },
  BIZ: {
    inputs: ['02/2: hook0L busy1L mute2T flash3T redial4T voiceMail5T speedDial6T key7-10 reject11M'],
    outputs: jabraLights,
    capability: 'full',
  },
  S810: {
    inputs: ['02/2: hook0L busy1L mute2T flash3T reject4M'],
    outputs: jabraLights,
    capability: 'full',
  },
  L380: {
    inputs: ['02/2: hook0L busy1L line2L mute3T flash4T redial5T speedDial6T key7-10 reject11M'],
    outputs: ['02/2: offHook0 speaker1 mute2 ring3 hold4 microphone5 onLine6 ringer7'],
    capability: 'full',
  },
  BT7: polyAdapter,
  CIRC: polyAdapter,
  C52: {
    inputs: ['08/1: mute0T hook1L flash2M redial3T reject4M'],
    outputs: [
      '09/1: mute0',
      '17/1: offHook0',
      '18/1: ring0',
      '1A/1: speaker0',
      '20/1: hold0',
      '2A/1: onLine0',
    ],
    capability: 'full',
  },
  BW: blackwire3220,
  BWcol: blackwire3220,
  BWwin: blackwire3220,
  D1: {
    inputs: ['02/1: hook0L flash1T redial2T mute3T drop4T reject5M'],
    outputs: ['03/1: offHook0 microphone1 ring2 mute3 onLine4 hold5'],
    capability: 'full',
  },
  BRIO: { inputs: ['08/1: mute0T hook1L'], outputs: ['08/1: mute0'], capability: 'muteOnly' },
  RAZER: { inputs: ['02/1: hook0L'], outputs: [], capability: 'hookOnly' },
  ANKER: {
    inputs: ['02/1: hook0L busy1L mute2T flash3T voiceMail4T speedDial5T'],
    outputs: ['02/1: offHook0 mute1 ring2 hold3 microphone4'],
    capability: 'full',
  },
  AIR: {
    inputs: ['05/1: hook0L mute1L redial2T flash3T busy4T line5T speedDial6T reject7M'],
    outputs: ['05/1: offHook0 mute1 ring2 hold3 microphone4 onLine5'],
    capability: 'full',
  },
  BARJ: {
    inputs: ['02/2: hook0L busy1L mute2T flash3T voiceMail4T speedDial5T key6-9 reject10M'],
    outputs: jabraLights,
    capability: 'full',
  },
  BARP: {
    inputs: ['08/1: hook0L busy1L speaker2L line3L mute4T flash5T redial6T reject7M'],
    outputs: ['09/1: mute0', '17/1: offHook0', '18/1: ring0', '20/1: hold0'],
    capability: 'full',
  },
  ESP: {
    inputs: ['01/1: hook0L mute1T flash2M redial3T reject4T'],
    outputs: ['01/1: mute0 offHook1 ring2 hold3 microphone4'],
    capability: 'full',
  },
  FL: { inputs: ['01/1: hook0L mute1L'], outputs: ['01/1: ring0 offHook1 mute2'], capability: 'full' },
  ZOOM: { inputs: ['01/1: hook0L mute1T'], outputs: ['02/1: mute0 offHook1 ring2'], capability: 'full' },
  GON: { inputs: ['01/1: hook0L mute1L'], outputs: ['02/1: offHook0 mute1 ring2'], capability: 'full' },
  G535: nothing,
  LOGI: nothing,
  GV: nothing,
};

describe('the layout of every known device', () => {
  it('covers every fixture', () => {
    expect(fixtureNames).toHaveLength(fixtures.length);
    expect(new Set(fixtureNames.map(fixtureHex)).size).toBe(fixtures.length);
  });

  it.each(fixtureNames)('%s', (name) => {
    const layout = layoutOf(name);
    expect({
      inputs: describeInputs(layout),
      outputs: describeOutputs(layout),
      capability: layout.capability,
    }).toEqual(expected[name]);
    expect(layout.warnings).toEqual([]);
  });

  it('reads a Windows-rebuilt descriptor as the real one (T43)', () => {
    const { inputs, outputs, capability } = layoutOf('BW');
    const rebuilt = layoutOf('BWwin');
    const sorted = (fields: readonly unknown[]): string[] =>
      fields.map((field) => JSON.stringify(field)).sort();
    expect(sorted(rebuilt.inputs)).toEqual(sorted(inputs));
    expect(sorted(rebuilt.outputs)).toEqual(sorted(outputs));
    expect(rebuilt.capability).toBe(capability);
  });
});

describe('which collections count', () => {
  const read = (text: string) => readTelephonyLayout(parseHidDescriptor(bytesOf(text)));
  /** One bit, 0..1. */
  const bit = '15 00 25 01 75 01 95 01';

  it('takes telephony usages of a consumer collection when there is no telephony collection', () => {
    // Consumer Control { Hook Switch, Button 7, Volume Increment; LED Off-Hook }
    const layout = read(`05 0c 09 01 a1 01 ${bit} 05 0b 09 20 81 22 05 09 09 07 81 22 05 0c 09 e9 81 02
      05 08 09 17 91 22 c0`);
    expect(describeInputs(layout)).toEqual(['00/1: hook0L']);
    expect(describeOutputs(layout)).toEqual(['00/1: offHook0']);
    expect(layout.capability).toBe('noRing');
    expect(layout.numbered).toBe(false);
  });

  it('adds lights that stand in a collection of their own (P34)', () => {
    // Headset { Hook Switch } LED page collection { id 3 Ring } { id 5 Off-Hook }
    const layout = read(`05 0b 09 05 a1 01 85 01 ${bit} 09 20 81 22 c0
      05 08 09 18 a1 01 85 03 09 18 91 22 85 05 09 17 91 22 c0`);
    expect(describeOutputs(layout)).toEqual(['03/1: ring0', '05/1: offHook0']);
    expect(layout.capability).toBe('full');
  });

  it('takes no lights of a device that has no call buttons', () => {
    const layout = read(`05 08 09 18 a1 01 ${bit} 09 18 91 22 09 17 91 22 c0`);
    expect(layout.outputs).toEqual([]);
  });

  it('reads nothing from vendor collections, whatever usages they hold (P23)', () => {
    const layout = read(`06 00 ff 09 01 a1 01 ${bit} 05 0b 09 20 81 22 05 08 09 17 91 22 c0`);
    expect(layout.inputs).toEqual([]);
    expect(layout.outputs).toEqual([]);
    expect(layout.capability).toBe('none');
  });

  it('takes Phone and Handset collections too, and merges them', () => {
    const layout = read(`05 0b 09 01 a1 01 ${bit} 09 20 81 22 c0 05 0b 09 04 a1 01 09 2f 81 06 c0`);
    expect(describeInputs(layout)).toEqual(['00/1: hook0L mute1T']);
  });

  it('repeats the last usage over surplus fields and drops surplus usages', () => {
    // usages Hook, Mute over 3 bits; then usages Flash, Redial over 1 bit
    const layout = read(
      `05 0b 09 05 a1 01 15 00 25 01 75 01 09 20 09 2f 95 03 81 06 09 21 09 24 95 01 81 06 c0`,
    );
    expect(describeInputs(layout)).toEqual(['00/1: hook0T mute1T mute2T flash3T']);
  });

  it('reads usage ranges, 4-byte usages and two buttons in one signed field', () => {
    // Range Hook..Flash; long usage 000B:002F, 2 bits signed, relative without preferred state
    const layout = read(`05 0b 09 05 a1 01 15 00 25 01 75 01 95 02 19 20 29 21 81 02
      05 0c 0b 2f 00 0b 00 15 ff 25 01 75 02 95 01 81 26 c0`);
    expect(describeInputs(layout)).toEqual(['00/1: hook0L flash1M mute2O']);
  });

  it('ignores usages a quirk names and reads a pulsing hook as a toggle', () => {
    const layout = layoutOf('EVL', { ignoreUsages: [0x0b0021], hookPulses: true });
    expect(describeInputs(layout)).toEqual([
      '02/2: hook0T busy1L mute2T redial4T speedDial5T reject6M key7-10',
    ]);
  });

  it('leaves keypads alone unless every element is a phone key', () => {
    const keys = layoutOf('EVL').inputs.find(({ role }) => role === 'key');
    expect(keys?.array).toHaveLength(12);
    const other = read('05 0b 09 05 a1 01 15 00 25 0b 75 04 95 01 19 af 29 ba 81 00 c0');
    expect(other.inputs).toEqual([]);
  });
});
