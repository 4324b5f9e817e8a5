import { expect, test } from 'vitest';
import { windowOptions } from '../../../electron/common/policy/window-options.ts';

const platforms = ['win32', 'darwin', 'linux'] as const;
const fences = {
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webviewTag: false,
  spellcheck: false,
};

test.each(platforms)(
  'the phone on %s is hidden, never slowed, and may play without a gesture',
  (platform) => {
    expect(windowOptions({ page: 'phone', platform, preload: '/p/phone.cjs', developer: false })).toEqual({
      title: 'Offhook phone',
      show: false,
      skipTaskbar: true,
      webPreferences: {
        ...fences,
        preload: '/p/phone.cjs',
        devTools: false,
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
  },
);

test.each(platforms)('the desk on %s fits a screen of 1366 by 768 and has the same fences', (platform) => {
  const options = windowOptions({ page: 'desk', platform, preload: '/p/desk.cjs', developer: false });
  expect(options).toMatchObject({ show: true, width: 1366, height: 768 });
  expect(options.webPreferences).toEqual({ ...fences, preload: '/p/desk.cjs', devTools: false });
});

test('web security is never touched, nor anything experimental', () => {
  for (const page of ['desk', 'phone'] as const)
    for (const platform of platforms) {
      const { webPreferences } = windowOptions({ page, platform, preload: '/p', developer: true });
      for (const name of [
        'webSecurity',
        'allowRunningInsecureContent',
        'experimentalFeatures',
        'enableBlinkFeatures',
      ])
        expect(webPreferences).not.toHaveProperty(name);
    }
});

test('developer tools exist in a development checkout only', () => {
  const of = (developer: boolean) =>
    windowOptions({ page: 'desk', platform: 'linux', preload: '/p', developer });
  expect([of(true).webPreferences.devTools, of(false).webPreferences.devTools]).toEqual([true, false]);
});
