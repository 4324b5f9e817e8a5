import { expect, test } from 'vitest';
import { reloadDelay } from '../../../electron/common/policy/crash-recovery.ts';
import { fusePlan } from '../../../electron/common/policy/fuse-plan.ts';
import { hostEnvironment } from '../../../electron/common/policy/host-environment.ts';
import { readStartOptions } from '../../../electron/common/policy/start-options.ts';

test('hosts get no variable that steers Node or the loader, and no secret', () => {
  const environment = {
    PATH: '/usr/bin',
    HOME: '/home/anna',
    NODE_OPTIONS: '--require /tmp/x.js',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: '/tmp/x.so',
    DYLD_INSERT_LIBRARIES: '/tmp/x.dylib',
    NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
    SIP_PASSWORD: 'secret',
    LANG: undefined,
  };
  const kept = { PATH: '/usr/bin', HOME: '/home/anna' };
  expect(hostEnvironment(environment, 'linux')).toEqual(kept);
  expect(hostEnvironment(environment, 'darwin')).toEqual(kept);
});

test('on Windows the case of a name does not matter', () => {
  const environment = { Path: 'C:\\Windows', SystemRoot: 'C:\\Windows', Node_Options: '-r x', HOME: 'C:\\' };
  expect(hostEnvironment(environment, 'win32')).toEqual({ Path: 'C:\\Windows', SystemRoot: 'C:\\Windows' });
});

test('all nine fuses are a stated choice', () => {
  expect(fusePlan).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
    WasmTrapHandlers: true,
  });
});

test('a page that died comes back at once, one that keeps dying ever later', () => {
  const now = 1_000_000;
  expect(reloadDelay([], now)).toBe(0);
  expect(reloadDelay([now - 1], now)).toBe(500);
  expect(reloadDelay([now - 9, now - 5, now - 1], now)).toBe(2_000);
  expect(
    reloadDelay(
      Array.from({ length: 20 }, () => now),
      now,
    ),
  ).toBe(30_000);
});

test('crashes of a minute ago are forgiven', () => {
  expect(reloadDelay([0, 1, 2], 60_003)).toBe(0);
});

test.each([
  [['Offhook', '--profile', '/p', '--config', 'c.json'], '/p', 'c.json'],
  [['Offhook', '--config=c.json', '--profile=/p'], '/p', 'c.json'],
  [['Offhook', '--profile', '--config', 'c.json'], null, 'c.json'],
  [['Offhook', '--profile'], null, null],
  [['Offhook', '--profile='], null, null],
  [['Offhook', 'tel:101'], null, null],
])('reads the options of %j', (args, profile, config) => {
  expect(readStartOptions(args)).toEqual({ profile, config });
});
