import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageHello } from '../../electron/common/policy/page-identity.ts';
import { bootMain, type Boot } from '../support/electron/boot-main.ts';
import { listenerCount } from '../support/electron/recorder.ts';
import { pageFiles } from './fixture.ts';

let folder: string;
let boot: Boot;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offhook-hub-'));
  boot = await bootMain({ files: pageFiles, profile: join(folder, 'profile') });
  boot.electron.becomeReady();
  await expect.poll(() => boot.electron.recorder.all('window.loadURL').length, { timeout: 10_000 }).toBe(2);
});
afterEach(async () => {
  boot.electron.appEvents.emit('before-quit', { preventDefault: () => undefined });
  await boot.electron.exited;
  await boot.remove();
  await rm(folder, { recursive: true, force: true });
});

test('the hub that ships starts its hosts and opens both pages', () => {
  const started = boot.electron.processes.map(({ options }) => options.serviceName);
  expect(started).toEqual(expect.arrayContaining(['offhook-hid-host', 'offhook-store-host']));
  expect(boot.stderr).toEqual([]);
});

test('a desk that connects and asks is answered with the state', async () => {
  const desk = boot.electron.window('desk');
  const speak = (message: unknown): void => {
    const event = { senderFrame: { url: 'offhook://desk/', parent: null }, sender: desk.contents };
    boot.electron.ipcEvents.emit('offhook:desk', event, message);
  };
  speak(pageHello);
  speak({ kind: 'request', id: 1, command: 'desk/state', input: null });
  await expect
    .poll(() => desk.sent.map(({ message }) => message))
    .toContainEqual(expect.objectContaining({ kind: 'response', id: 1 }));
  expect(desk.sent.map(({ message }) => message)).toContainEqual(
    expect.objectContaining({
      result: expect.objectContaining({
        ok: true,
        value: expect.objectContaining({ host: 'electron', version: '1.2.3', practice: true }) as unknown,
      }) as unknown,
    }),
  );
});

test('quitting stops the hosts and leaves nothing listening', async () => {
  boot.electron.appEvents.emit('before-quit', { preventDefault: () => undefined });
  expect(await boot.electron.exited).toBe(0);
  expect(boot.electron.processes.every(({ isKilled }) => isKilled)).toBe(true);
  expect(listenerCount(boot.electron.appEvents)).toBe(0);
  expect(listenerCount(boot.electron.ipcEvents)).toBe(0);
  expect(listenerCount(boot.electron.powerEvents)).toBe(0);
});
