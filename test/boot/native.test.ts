import { readFile } from 'node:fs/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { listenerCount } from '../support/electron/recorder.ts';
import { bootToPages, type RunningBoot } from './fixture.ts';

const boots: RunningBoot[] = [];
afterEach(() => Promise.all(boots.splice(0).map((boot) => boot.remove())));

async function start(options: Parameters<typeof bootToPages>[0] = {}): Promise<RunningBoot> {
  const boot = await bootToPages(options);
  boots.push(boot);
  return boot;
}

function click(running: RunningBoot, label: string): void {
  const entry = running.electron.trayMenus.flat().find((item) => item.label === label);
  const act = entry?.click as (() => void) | undefined;
  if (act === undefined) throw new Error(`There is no ${label} in the tray`);
  act();
}

test('closing the desk hides it, and a second start shows it again', async () => {
  const { electron } = await start();
  const desk = electron.window('desk');
  let isPrevented = false;
  desk.events.emit('close', { preventDefault: () => (isPrevented = true) });
  expect({ isPrevented, isVisible: desk.isVisible }).toEqual({ isPrevented: true, isVisible: false });
  electron.appEvents.emit('second-instance', {}, [], '/', { args: ['tel:101'] });
  expect(desk.isVisible).toBe(true);
  expect(electron.recorder.names()).toContain('window.focus');
});

test('a click in the dock shows the desk; a link from another program is handed to the hub, and nothing is dialled', async () => {
  const { electron, shell } = await start();
  electron.window('desk').isVisible = false;
  electron.appEvents.emit('activate');
  expect(electron.window('desk').isVisible).toBe(true);
  const offered: string[] = [];
  electron.appEvents.emit('open-url', { preventDefault: () => undefined }, 'tel:+380441234567');
  shell.dialLinks.onLink((number) => offered.push(number));
  electron.appEvents.emit('open-url', { preventDefault: () => undefined }, 'tel:112');
  expect(offered).toEqual(['+380441234567', '112']);
  expect(electron.windows.flatMap(({ sent }) => sent)).toEqual([]);
});

test('a handover of a second start that is not ours is ignored, the desk is shown all the same', async () => {
  const { electron } = await start();
  electron.window('desk').isVisible = false;
  electron.appEvents.emit('second-instance', {}, [], '/', { args: 'tel:101' });
  expect(electron.window('desk').isVisible).toBe(true);
});

test('one way out: the hub stops first, then everything is let go, then the program ends', async () => {
  const { electron, hub, shell } = await start();
  shell.power.onSuspend(() => undefined)();
  let finishStopping: () => void = () => undefined;
  hub.stopping = new Promise((resolve) => (finishStopping = resolve));
  let isPrevented = false;
  electron.appEvents.emit('before-quit', { preventDefault: () => (isPrevented = true) });
  electron.appEvents.emit('before-quit', { preventDefault: () => undefined });
  expect({ isPrevented, stops: hub.stops }).toEqual({ isPrevented: true, stops: 1 });
  expect(electron.recorder.names()).not.toContain('app.exit');
  finishStopping();
  expect(await electron.exited).toBe(0);

  expect(electron.windows.map(({ isDestroyed }) => isDestroyed)).toEqual([true, true]);
  expect(listenerCount(electron.appEvents)).toBe(0);
  expect(listenerCount(electron.ipcEvents)).toBe(0);
  expect(listenerCount(electron.powerEvents)).toBe(0);
  expect(listenerCount(electron.sessionEvents)).toBe(0);
  expect(electron.serve).toBeUndefined();
  expect(electron.beforeRequest).toBeNull();
});

test('the hub ends the program itself once it has stopped', async () => {
  const { electron, hub, shell } = await start();
  shell.exit(3);
  expect(await electron.exited).toBe(3);
  expect(hub.stops).toBe(0);
  expect(listenerCount(electron.appEvents)).toBe(0);
});

test('a hub that fails to stop does not keep the program alive', async () => {
  const { electron, hub } = await start();
  hub.stopping = Promise.reject(new Error('stuck'));
  electron.appEvents.emit('before-quit', { preventDefault: () => undefined });
  expect(await electron.exited).toBe(1);
});

test('a hub that hangs is waited for five seconds, no longer', async () => {
  const { electron, hub } = await start();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    hub.stopping = new Promise(() => undefined);
    electron.appEvents.emit('before-quit', { preventDefault: () => undefined });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(electron.recorder.names()).not.toContain('app.exit');
    await vi.advanceTimersByTimeAsync(1);
    expect(await electron.exited).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test.each([true, false])(
  'macOS asks the person for the microphone; the answer %s counts',
  async (consent) => {
    const { electron } = await start({ platform: 'darwin' });
    electron.microphoneConsent = consent;
    const granted = await new Promise((resolve) => {
      electron.permissionRequest?.(electron.window('phone').contents, 'media', resolve, {
        isMainFrame: true,
        requestingUrl: 'offhook://phone/',
        mediaTypes: ['audio'],
      });
    });
    expect(granted).toBe(consent);
    expect(electron.recorder.all('systemPreferences.askForMediaAccess').map(({ args }) => args)).toEqual([
      ['microphone'],
    ]);
  },
);

test('the tray tells the state and offers to show and to quit, in the language of the system', async () => {
  const boot = await start({ languages: ['uk-UA'] });
  const { electron, shell, appPath } = boot;
  shell.attention.showState('ready', 'Готовий');
  shell.attention.showState('busy', 'Розмова');
  expect(electron.recorder.all('new Tray')).toHaveLength(1);
  expect(electron.recorder.all('nativeImage.createFromPath').map(({ args }) => args[0])).toEqual([
    `${appPath}/dist/icons/tray-ready.png`,
    `${appPath}/dist/icons/tray-busy.png`,
  ]);
  expect(electron.recorder.all('tray.setToolTip').at(-1)?.args).toEqual(['Offhook: Розмова']);
  electron.window('desk').isVisible = false;
  click(boot, 'Показати Offhook');
  expect(electron.window('desk').isVisible).toBe(true);
  click(boot, 'Вийти');
  expect(await electron.exited).toBe(0);
  expect(electron.recorder.names()).toContain('tray.destroy');
});

test('a ringing call is announced once at a time and can be answered from the notice', async () => {
  const { electron, shell } = await start({ platform: 'win32' });
  let wishes = 0;
  shell.attention.onAnswerWish(() => (wishes += 1));
  shell.attention.showRinging({ title: 'Anna Koval', body: '+380 44 123 45 67' });
  const [notice] = electron.notices;
  expect(notice?.options).toMatchObject({ title: 'Anna Koval', silent: true, actions: [{ text: 'Answer' }] });
  notice?.events.emit('action', { actionIndex: 0 });
  expect(wishes).toBe(1);
  shell.attention.showRinging(null);
  expect(electron.recorder.names()).toContain('notice.close');
  expect(listenerCount(notice?.events ?? electron.appEvents)).toBe(0);
  expect(electron.notices).toHaveLength(1);
});

test('sleep and wake reach the hub, and the machine stays awake as long as a call is up', async () => {
  const { electron, shell } = await start();
  const heard: string[] = [];
  const stop = [
    shell.power.onSuspend(() => heard.push('suspend')),
    shell.power.onResume(() => heard.push('resume')),
  ];
  electron.powerEvents.emit('suspend');
  electron.powerEvents.emit('resume');
  for (const end of stop) end();
  electron.powerEvents.emit('suspend');
  expect(heard).toEqual(['suspend', 'resume']);
  for (const on of [true, true, false, false]) shell.power.keepAwake(on);
  expect(electron.recorder.all('powerSaveBlocker.start').map(({ args }) => args)).toEqual([
    ['prevent-display-sleep'],
  ]);
  expect(electron.recorder.all('powerSaveBlocker.stop').map(({ args }) => args)).toEqual([[7]]);
});

test('keys from any program are taken from the system and given back; one that another program has is not', async () => {
  const { electron, shell } = await start();
  electron.takenKeys.add('F14');
  let pressed = 0;
  const giveBack = shell.systemKeys.grab('F13', () => pressed++);
  electron.systemKeys.get('F13')?.();
  expect(pressed).toBe(1);
  expect(shell.systemKeys.grab('F14', () => pressed++)).toBeNull();
  giveBack?.();
  expect(electron.systemKeys.size).toBe(0);
});

test('a password is written encrypted, read back, and removed', async () => {
  const { shell, profile } = await start();
  expect(shell.secrets.kept).toBe(true);
  expect(await shell.secrets.read('sip-password')).toEqual({ ok: true, value: null });
  expect(await shell.secrets.write('sip-password', 'geheim')).toEqual({ ok: true, value: null });
  expect(await shell.secrets.read('sip-password')).toEqual({ ok: true, value: 'geheim' });
  const file = await readFile(`${profile}/secrets/sip-password.bin`, 'utf8');
  expect(file).toMatch(/^sealed:/);
  expect(file).not.toContain('geheim');
  await shell.secrets.write('sip-password', null);
  expect(await shell.secrets.read('sip-password')).toEqual({ ok: true, value: null });
});

test('a password that cannot be decrypted is an error, not a wrong password', async () => {
  const { electron, shell, profile } = await start();
  await shell.secrets.write('sip-password', 'x');
  electron.decrypting = () => Promise.reject(new Error('key changed'));
  expect(await shell.secrets.read('sip-password')).toMatchObject({
    ok: false,
    error: { code: 'secret.unavailable' },
  });
  expect(profile).not.toBe('');
});

test.each(['basic_text', 'unknown'] as const)(
  'on Linux with %s secrets live in memory, and it is said',
  async (storageBackend) => {
    const { shell, profile } = await start({ storageBackend });
    expect(shell.secrets.kept).toBe(false);
    await shell.secrets.write('sip-password', 'geheim');
    expect(await shell.secrets.read('sip-password')).toEqual({ ok: true, value: 'geheim' });
    await expect(readFile(`${profile}/secrets/sip-password.bin`)).rejects.toThrow('ENOENT');
  },
);

test('a configuration file that cannot be read is told by the desk and does not stop the start', async () => {
  const { shell } = await start({ args: ['--config', '/nowhere/offhook.json'] });
  expect(shell.config).toEqual({});
  expect(shell.startTroubles).toEqual([expect.objectContaining({ code: 'config.unreadable' })]);
});

test('only macOS has a menu: elsewhere its accelerators would take keys of the desk', async () => {
  const menuOf = async (platform: NodeJS.Platform): Promise<unknown> => {
    const { electron } = await start({ platform });
    return electron.recorder.all('Menu.setApplicationMenu')[0]?.args[0];
  };
  expect(await menuOf('win32')).toBeNull();
  expect(await menuOf('darwin')).not.toBeNull();
});
