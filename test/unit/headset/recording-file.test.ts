import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../electron/common/headset/headset-codec.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { describeControls } from '../../../electron/common/headset/layout-text.ts';
import { exportRecording } from '../../../electron/common/headset/recording-file.ts';
import { addToRecording, newRecording } from '../../../electron/common/headset/recording.ts';
import { bytesOf, fixtureHex, fixtureNames, fixtures, layoutOf } from './descriptor-fixtures.ts';

import { begun, deviceOf, input, record, session } from './recorded-session.ts';

describe('a recording as a file', () => {
  it('is a fixture: descriptor, controls, and reports with what they changed', () => {
    const file = session('L380').start().attach().input('02 00 00').wait(5).call('incoming').wait(1_000);
    expect(file.input('02 01 00').wait(0.5).call('active').file()).toEqual({
      vendorId: '0x0b0e',
      productId: '0x24c9',
      name: 'Jabra Link 380',
      source: 'recorded by Offhook',
      kind: 'capture',
      complete: true,
      hex: fixtureHex('L380'),
      decoded: describeControls(parseHidDescriptor(bytesOf(fixtureHex('L380')))),
      note: '',
      dropped: 0,
      reports: [
        { t: 0, direction: 'out', bytes: '02 00 00', fields: [] },
        { t: 0, direction: 'in', bytes: '02 00 00', fields: [] },
        { t: 5, direction: 'out', bytes: '02 08 00', fields: ['ring 0→1'] },
        { t: 1_005, direction: 'in', bytes: '02 01 00', fields: ['hook 0→1'] },
        { t: 1_005.5, direction: 'out', bytes: '02 09 00', fields: ['offHook 0→1'] },
        { t: 1_005.5, direction: 'out', bytes: '02 01 00', fields: ['ring 1→0'] },
      ],
      others: [],
      scenario: {
        name: 'Jabra Link 380',
        descriptor: fixtureHex('L380'),
        quirks: {},
        options: {},
        steps: [
          { t: 0, event: 'attached' },
          { t: 0, input: '02 00 00' },
          { t: 5, call: { phase: 'incoming', muted: false } },
          { t: 1_005, input: '02 01 00' },
          { t: 1_005.5, call: { phase: 'active', muted: false } },
        ],
      },
    });
  });

  it.each(fixtures.map(({ name, hex, decoded }) => [name, hex, decoded] as const))(
    'describes the controls as an independent reader did: %s',
    (_, hex, decoded) => {
      const published = decoded.map((line) => line.replace(/ \(declared on page \w+\)$/u, ''));
      for (const line of describeControls(parseHidDescriptor(bytesOf(hex))))
        expect(published).toContain(line);
    },
  );

  it('names every control of a layout', () => {
    for (const name of fixtureNames) {
      const { inputs, outputs } = layoutOf(name);
      const lines = describeControls(parseHidDescriptor(bytesOf(fixtureHex(name))));
      expect(lines).toHaveLength(inputs.length + outputs.length);
    }
  });

  it('holds the reports but no scenario where the system gave no descriptor', () => {
    const recording = record(newRecording(deviceOf('L380', { descriptor: null })), input(begun, '02 01 00'));
    const file = exportRecording(recording);
    expect(file).toMatchObject({ complete: false, hex: '', scenario: null });
    expect(file.decoded).not.toEqual([]);
    expect(file.reports).toHaveLength(1);
  });
});

describe('what a recording leaves out', () => {
  it('keeps no bytes of reports without call controls: a serial number may stand there', () => {
    const serial = Buffer.from('SN12345678').toString('hex');
    const recording = record(
      newRecording(deviceOf('L380')),
      input(begun, `04 ${serial}`),
      input(begun + 1, `04 ${serial}`),
      input(begun + 2, '04 00'),
      { t: begun + 3, direction: 'out', bytes: bytesOf(`05 ${serial}`) },
    );
    const file = exportRecording(recording);
    expect(file.reports).toEqual([]);
    expect(file.others).toEqual([
      { direction: 'in', reportId: 4, length: 10, count: 2 },
      { direction: 'in', reportId: 4, length: 1, count: 1 },
      { direction: 'out', reportId: 5, length: 10, count: 1 },
    ]);
    expect(JSON.stringify(file)).not.toContain('12345678');
    expect(formatBytes(bytesOf(serial))).not.toBe('');
    expect(JSON.stringify(file)).not.toContain(formatBytes(bytesOf(serial)));
    expect(recording.reportCount).toBe(4);
  });

  it('keeps no bytes behind the declared length', () => {
    const [kept] = exportRecording(
      record(newRecording(deviceOf('L380')), input(begun, '02 01 00 53 4e 31')),
    ).reports;
    expect(kept).toEqual({ t: 0, direction: 'in', bytes: '02 01 00', fields: ['hook 1'] });
  });

  it('only counts reports that the machine ignores for their size', () => {
    const file = exportRecording(
      record(newRecording(deviceOf('L380')), input(begun, `02 ${'01 '.repeat(5_000)}`)),
    );
    expect(file.reports).toEqual([]);
    expect(file.others).toEqual([{ direction: 'in', reportId: 2, length: 5_000, count: 1 }]);
  });

  it('counts together what a broken device makes up', () => {
    let recording = newRecording(deviceOf('L380'));
    for (let length = 1; length <= 600; length++)
      recording = addToRecording(recording, input(begun, `7f ${'00 '.repeat(length)}`));
    const { others } = exportRecording(recording);
    expect(others).toHaveLength(501);
    expect(others.at(-1)).toEqual({ direction: 'in', reportId: -1, length: -1, count: 100 });
  });

  it('knows no serial number and no path', () => {
    expect(Object.keys(exportRecording(newRecording(deviceOf('L380')))).sort()).toEqual([
      'complete',
      'decoded',
      'dropped',
      'hex',
      'kind',
      'name',
      'note',
      'others',
      'productId',
      'reports',
      'scenario',
      'source',
      'vendorId',
    ]);
  });
});
