import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import {
  newOnScreenHeadset,
  onScreenDescriptor,
  pressOnScreen,
  writeOnScreen,
} from '../../../electron/common/headset/on-screen-headset.ts';
import { readTelephonyLayout } from '../../../electron/common/headset/telephony-layout.ts';
import { describeInputs, describeOutputs } from './descriptor-fixtures.ts';

const sent = (reports: readonly Uint8Array[]): string[] => reports.map(formatBytes);

describe('the on-screen headset', () => {
  it('describes itself as a full call headset', () => {
    const layout = readTelephonyLayout(parseHidDescriptor(onScreenDescriptor));
    expect(describeInputs(layout)).toEqual(['01/1: hook0L mute1T flash2T reject3M']);
    expect(describeOutputs(layout)).toEqual(['02/1: offHook0 ring1 mute2 hold3']);
    expect(layout).toMatchObject({ capability: 'full', numbered: true, warnings: [] });
  });

  it('changes its hook level at a press and pulses its buttons', () => {
    const up = pressOnScreen(newOnScreenHeadset, 'hook');
    expect(sent(up.reports)).toEqual(['01 01']);
    expect(sent(pressOnScreen(up.headset, 'mute').reports)).toEqual(['01 03', '01 01']);
    expect(sent(pressOnScreen(up.headset, 'flash').reports)).toEqual(['01 05', '01 01']);
    expect(sent(pressOnScreen(newOnScreenHeadset, 'reject').reports)).toEqual(['01 08', '01 00']);
    expect(sent(pressOnScreen(up.headset, 'hook').reports)).toEqual(['01 00']);
  });

  it('follows the off-hook light and says so; other lights change nothing', () => {
    const ringing = writeOnScreen(newOnScreenHeadset, Uint8Array.of(2, 0x02));
    expect(ringing?.headset.lights).toEqual({ offHook: false, ring: true, mute: false, hold: false });
    expect(ringing?.reports).toEqual([]);
    const answered = writeOnScreen(newOnScreenHeadset, Uint8Array.of(2, 0x09));
    expect(answered?.headset).toMatchObject({ offHook: true, lights: { offHook: true, hold: true } });
    expect(sent(answered?.reports ?? [])).toEqual(['01 01']);
  });

  it('does not report again what its own hook did', () => {
    const { headset } = pressOnScreen(newOnScreenHeadset, 'hook');
    expect(writeOnScreen(headset, Uint8Array.of(2, 0x01))?.reports).toEqual([]);
  });

  it('takes no other reports than its own', () => {
    for (const bytes of [[1, 0], [2], [2, 0, 0], []])
      expect(writeOnScreen(newOnScreenHeadset, Uint8Array.from(bytes))).toBeUndefined();
  });
});
