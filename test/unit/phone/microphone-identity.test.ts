import { describe, expect, test } from 'vitest';
import { usbIdSchema } from '../../../electron/common/contract/headset-panel.ts';
import { identifyMicrophone, readUsbId } from '../../../renderer/phone/media/microphone-identity.ts';

describe('the USB id in a label', () => {
  test.each([
    ['Jabra Link 380 (0b0e:24c9)', '0b0e:24c9'],
    ['Default - Jabra Link 380 (0b0e:24c9)', '0b0e:24c9'],
    ['Communications - Headset Microphone (Jabra EVOLVE 20) (0b0e:0300)', '0b0e:0300'],
    ['Poly BT700 (047F:02E6)', '047f:02e6'],
    ['Mikrofon (Jabra Evolve2 65) (0b0e:0ccd) ', '0b0e:0ccd'],
    ['Built-in Audio Analog Stereo', null],
    ['Default', null],
    ['AirPods (Bluetooth)', null],
    ['Headset (0b0e:24c9) of Anna', null],
    ['Headset (0b0e:24c)', null],
    ['Headset (0x0b0e:0x24c9)', null],
    ['', null],
  ])('%s: %s', (label, id) => {
    expect(readUsbId(label)).toBe(id);
    if (id !== null) expect(usbIdSchema.safeParse(id).success).toBe(true);
  });
});

describe('the microphone that is used', () => {
  const input = (deviceId: string, label: string, groupId = deviceId, kind = 'audioinput') => ({
    kind,
    deviceId,
    label,
    groupId,
  });
  const builtIn = input('b', 'Built-in Microphone');
  const jabra = input('j', 'Jabra Link 380 (0b0e:24c9)', 'jabra');
  const poly = input('p', 'Poly BT700 (047f:02e6)', 'poly');
  const polySpeaker = input('s', 'Poly BT700 (047f:02e6)', 'other', 'audiooutput');

  test('is the one that is open, whatever is chosen', () => {
    const open = { label: poly.label, groupId: 'poly' };
    expect(identifyMicrophone([builtIn, jabra, poly], open, jabra.label)).toBe('047f:02e6');
    expect(identifyMicrophone([], open, undefined)).toBe('047f:02e6');
  });

  test('is before a call the one that is chosen', () => {
    expect(identifyMicrophone([builtIn, jabra, poly], null, 'Poly BT700')).toBe('047f:02e6');
    expect(identifyMicrophone([builtIn, jabra, poly], null, builtIn.label)).toBeNull();
  });

  test('is the default where nothing is chosen or the chosen one is gone', () => {
    const standard = input('default', 'Default - Jabra Link 380 (0b0e:24c9)', 'jabra');
    expect(identifyMicrophone([standard, builtIn, jabra], null, undefined)).toBe('0b0e:24c9');
    expect(identifyMicrophone([standard, builtIn, jabra], null, 'Poly BT700')).toBe('0b0e:24c9');
    expect(identifyMicrophone([jabra, builtIn], null, undefined)).toBe('0b0e:24c9');
  });

  test('is found by its group where the system calls it just the default', () => {
    const standard = input('default', 'Default', 'jabra');
    expect(identifyMicrophone([standard, builtIn, poly, jabra], null, undefined)).toBe('0b0e:24c9');
    const open = { label: 'Default', groupId: 'poly' };
    expect(identifyMicrophone([standard, builtIn, poly, jabra], open, undefined)).toBe('047f:02e6');
  });

  test('is not one that merely has no group as well, nor a loudspeaker', () => {
    const nameless = { ...jabra, groupId: '' };
    expect(identifyMicrophone([nameless], { label: 'Default', groupId: '' }, undefined)).toBeNull();
    expect(identifyMicrophone([polySpeaker], null, undefined)).toBeNull();
    expect(identifyMicrophone([polySpeaker], { label: 'Default', groupId: 'other' }, undefined)).toBeNull();
  });

  test('is unknown as long as labels are hidden', () => {
    expect(identifyMicrophone([input('', '', '')], null, undefined)).toBeNull();
    expect(identifyMicrophone([], null, undefined)).toBeNull();
  });
});
