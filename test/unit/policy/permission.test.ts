import { expect, test } from 'vitest';
import {
  decideDevice,
  decidePermission,
  permissionTable,
} from '../../../electron/common/policy/permission.ts';

const names = Object.keys(permissionTable);
const grantedTo = (page: 'desk' | 'phone', lineExpected: boolean): string[] =>
  names.filter((permission) =>
    decidePermission({
      permission,
      page,
      isMainFrame: true,
      requestingUrl: `offhook://${page}/index.html`,
      media: ['audio'],
      lineExpected,
    }),
  );

const phoneAsks = {
  permission: 'media',
  page: 'phone' as const,
  isMainFrame: true,
  requestingUrl: 'offhook://phone/',
  media: ['audio'],
  lineExpected: true,
};

test('the table decides all 46 names of Electron 45', () => {
  expect(names).toHaveLength(46);
});

test('the phone gets microphone, choice of the speaker, the network of its line, and what headsets declare', () => {
  expect(grantedTo('phone', true)).toEqual([
    'hid',
    'local-network',
    'local-network-access',
    'loopback-network',
    'media',
    'speaker-selection',
  ]);
});

test('without a line the phone gets no network', () => {
  expect(grantedTo('phone', false)).toEqual(['hid', 'media', 'speaker-selection']);
});

test('the desk may copy to the clipboard and nothing else', () => {
  expect(grantedTo('desk', true)).toEqual(['clipboard-sanitized-write']);
});

test.each([
  ['a camera', { media: ['video'] }],
  ['a camera beside the microphone', { media: ['audio', 'video'] }],
  ['media nobody named', { media: [] }],
  ['media Electron does not know', { media: ['unknown'] }],
  ['a frame inside the page', { isMainFrame: false }],
  ['a window that is none of ours', { page: null }],
  ['a question without an address', { requestingUrl: undefined }],
  ['the address of the other page', { requestingUrl: 'offhook://desk/' }],
  ['a foreign scheme', { requestingUrl: 'https://phone/' }],
  ['a host that only begins like ours', { requestingUrl: 'offhook://phone.example/' }],
  ['a port on our host', { requestingUrl: 'offhook://phone:1/' }],
  ['something that is no address', { requestingUrl: 'phone' }],
  ['a name no Electron has', { permission: 'everything' }],
  ['a name that every object has', { permission: 'constructor' }],
])('refuses %s', (_what, change) => {
  expect(decidePermission(phoneAsks)).toBe(true);
  expect(decidePermission({ ...phoneAsks, ...change })).toBe(false);
});

const headset = {
  deviceType: 'hid',
  origin: 'offhook://phone',
  collections: [{ usagePage: 0xff00 }, { usagePage: 0x0b }],
};

test.each([
  ['telephony', 0x0b],
  ['LEDs beside telephony', 0x08],
  ['consumer controls of a cheap sound chip', 0x0c],
])('the phone sees a device with %s', (_what, usagePage) => {
  expect(decideDevice({ ...headset, collections: [{ usagePage }] })).toBe(true);
});

test.each([
  ['a keyboard or mouse', { collections: [{ usagePage: 0x01 }] }],
  ['a security key', { collections: [{ usagePage: 0xf1d0 }] }],
  ['a device that declares nothing', { collections: [] }],
  ['another kind of device', { deviceType: 'usb' }],
  ['a serial port', { deviceType: 'serial' }],
  ['the desk', { origin: 'offhook://desk' }],
  ['a foreign scheme', { origin: 'https://phone' }],
  ['a host that only begins like ours', { origin: 'offhook://phone.example' }],
  ['an origin that is none', { origin: 'null' }],
])('refuses %s', (_what, change) => {
  expect(decideDevice(headset)).toBe(true);
  expect(decideDevice({ ...headset, ...change })).toBe(false);
});
