import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import type { PermissionTableIsExact } from '../../electron/electron-main/permission-names.ts';
import { bootMain, type Boot } from '../support/electron/boot-main.ts';
import { bootToPages, type RunningBoot } from './fixture.ts';

describe('the start of the program', () => {
  let boot: RunningBoot;
  beforeEach(async () => {
    boot = await bootToPages({
      env: { PATH: '/usr/bin', NODE_OPTIONS: '-r /tmp/x.js', SIP_PASSWORD: 'secret' },
    });
  });
  afterEach(() => boot.remove());

  const place = (name: string): number => boot.electron.recorder.placeOf(name);

  test('sandbox, scheme, switches and lock are settled before Electron is ready', () => {
    const ready = place('ready');
    for (const name of [
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'commandLine.appendSwitch',
      'crashReporter.start',
      'app.setPath',
      'app.requestSingleInstanceLock',
    ])
      expect(place(name), name).toBeLessThan(ready);
    expect(place('app.setPath')).toBeLessThan(place('app.requestSingleInstanceLock'));
  });

  test('the scheme is standard and secure, has no service workers and does not bypass the policy', () => {
    expect(
      boot.electron.recorder.all('protocol.registerSchemesAsPrivileged').map(({ args }) => args),
    ).toEqual([
      [
        [
          {
            scheme: 'offhook',
            privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
          },
        ],
      ],
    ]);
  });

  test('Chromium leaves the media keys to the headset, and crash reports stay on the machine', () => {
    expect(boot.electron.recorder.all('commandLine.appendSwitch').map(({ args }) => args)).toEqual([
      ['disable-features', 'HardwareMediaKeyHandling,MediaSessionService'],
    ]);
    expect(boot.electron.recorder.all('crashReporter.start')[0]?.args).toEqual([{ uploadToServer: false }]);
  });

  test('every handler is set before the first window exists and before the first page is loaded', () => {
    const first = place('new BrowserWindow');
    expect(first).toBeLessThan(place('window.loadURL'));
    for (const name of [
      'session.setPermissionRequestHandler',
      'session.setPermissionCheckHandler',
      'session.setDevicePermissionHandler',
      'session.on',
      'session.setDisplayMediaRequestHandler',
      'webRequest.onBeforeRequest',
      'session.protocol.handle',
    ]) {
      expect(place(name), name).toBeGreaterThan(place('ready'));
      expect(place(name), name).toBeLessThan(first);
    }
    const contents = boot.electron.recorder.calls.findIndex(
      ({ name, args }) => name === 'app.on' && args[0] === 'web-contents-created',
    );
    expect(contents).toBeGreaterThan(-1);
    expect(contents).toBeLessThan(first);
  });

  test('grants of earlier versions are cleared before the request handler is set', () => {
    const [cleared, set] = boot.electron.recorder.all('session.setPermissionRequestHandler');
    expect(cleared?.args).toEqual([null]);
    expect(set?.args[0]).toBeTypeOf('function');
  });

  test('each window listens on its own channel before its page is loaded', () => {
    const channels = boot.electron.recorder.all('ipcMain.on').map(({ args }) => args[0]);
    expect(channels).toEqual(['offhook:desk', 'offhook:phone']);
    expect(place('ipcMain.on')).toBeLessThan(place('window.loadURL'));
    expect(boot.electron.recorder.all('window.loadURL').map(({ args }) => args[0])).toEqual([
      'offhook://phone/',
      'offhook://desk/',
    ]);
  });

  test('the two windows are made with exactly these options', () => {
    const fences = {
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    };
    expect(boot.electron.windows).toHaveLength(2);
    expect(boot.electron.window('phone').options).toEqual({
      title: 'Offhook phone',
      show: false,
      skipTaskbar: true,
      webPreferences: {
        ...fences,
        preload: `${boot.appPath}/dist/preload/phone.cjs`,
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    expect(boot.electron.window('desk').options).toEqual({
      title: 'Offhook',
      show: true,
      width: 1366,
      height: 768,
      minWidth: 1024,
      minHeight: 640,
      backgroundColor: '#101418',
      autoHideMenuBar: true,
      webPreferences: { ...fences, preload: `${boot.appPath}/dist/preload/desk.cjs` },
    });
  });

  test('hosts are forked after ready, each with the reduced environment and a name of its own', () => {
    expect(place('utilityProcess.fork')).toBeGreaterThan(place('ready'));
    expect(boot.electron.processes.map(({ entry, options }) => ({ entry, options }))).toEqual(
      [
        ['hosts/hid-host.cjs', 'offhook-hid-host'],
        ['hosts/store-host.cjs', 'offhook-store-host'],
        ['exchange/exchange-host.cjs', 'offhook-exchange-host'],
      ].map(([file, serviceName]) => ({
        entry: `${boot.appPath}/dist/${file ?? ''}`,
        options: { serviceName, env: { PATH: '/usr/bin' }, stdio: 'pipe' },
      })),
    );
  });

  test('nothing of Electron was touched that this list does not name', () => {
    expect([...new Set(boot.electron.recorder.names())].sort()).toMatchSnapshot();
  });

  test('the permission table and the types of Electron name the same permissions', () => {
    expectTypeOf<PermissionTableIsExact>().toEqualTypeOf<[never, never, never, never]>();
  });
});

describe('a start that must not go on', () => {
  let boot: Boot | undefined;
  afterEach(() => boot?.remove());

  test('a second start of the same profile ends at once and starts nothing', async () => {
    boot = await bootMain({
      isFirstInstance: false,
      args: ['tel:101'],
      createHub: () => {
        throw new Error('The hub must not be made');
      },
    });
    boot.electron.becomeReady();
    expect(await boot.electron.exited).toBe(0);
    expect(boot.electron.recorder.all('app.requestSingleInstanceLock')[0]?.args).toEqual([
      { args: ['tel:101'] },
    ]);
    expect(boot.electron.recorder.names()).not.toContain('new BrowserWindow');
    expect(boot.electron.recorder.names()).not.toContain('app.whenReady');
  });

  test('a hub that cannot start is told on stderr, without a dialog, and ends the program with 1', async () => {
    boot = await bootMain({
      createHub: () => ({
        lines: () => [],
        start: () => Promise.reject(new Error('no disk')),
        stop: () => Promise.resolve(),
      }),
    });
    boot.electron.becomeReady();
    expect(await boot.electron.exited).toBe(1);
    expect(boot.stderr).toEqual(['Offhook could not start: Error: no disk\n']);
  });

  test('--profile is set before the lock, and Chromium keeps its files apart in it', async () => {
    boot = await bootMain({
      args: ['--profile', '/tmp/somebody'],
      isFirstInstance: false,
      createHub: neverMade,
    });
    expect(boot.electron.recorder.all('app.setPath').map(({ args }) => args)).toEqual([
      ['userData', '/tmp/somebody'],
      ['sessionData', '/tmp/somebody/chromium'],
    ]);
  });
});

const neverMade = (): never => {
  throw new Error('The hub must not be made');
};
