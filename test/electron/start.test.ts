import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findElectron } from './find-runtime.ts';

const root = join(import.meta.dirname, '../..');
const runtime = await findElectron();
const isBuilt = existsSync(join(root, 'dist/electron-main/main.cjs'));
const whyNot = runtime.found ? (isBuilt ? '' : 'the program is not built: npm run build') : runtime.why;

if (whyNot !== '') {
  test(`the real Electron (${whyNot})`, ({ skip }) => {
    skip(whyNot);
  });
}

describe.skipIf(whyNot !== '')('the program in the real Electron', () => {
  let folder: string;
  let app: ElectronApplication;
  beforeAll(async () => {
    if (!runtime.found) return;
    folder = await mkdtemp(join(tmpdir(), 'offhook-electron-'));
    // A Linux without user namespaces or a setuid helper cannot start Chromium's sandbox; nowhere else is it left out.
    const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    app = await _electron.launch({
      executablePath: runtime.executable,
      args: [...sandbox, root, '--profile', join(folder, 'profile')],
    });
    await expect.poll(() => app.windows().length, { timeout: 30_000 }).toBe(2);
  });
  afterAll(async () => {
    await app.evaluate(({ app: program }) => {
      program.quit();
    });
    await app.waitForEvent('close');
    await rm(folder, { recursive: true, force: true });
  });

  const page = (name: 'desk' | 'phone'): Page => {
    const found = app.windows().find((window) => window.url().startsWith(`offhook://${name}/`));
    if (found === undefined) throw new Error(`There is no window of ${name}`);
    return found;
  };

  test('the desk is visible and the phone is not', async () => {
    const visible = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => [window.webContents.getURL(), window.isVisible()]),
    );
    expect(Object.fromEntries(visible)).toEqual({ 'offhook://desk/': true, 'offhook://phone/': false });
  });

  test.each(['desk', 'phone'] as const)(
    'the policy of the %s arrives as a header and closes the rest',
    async (name) => {
      const policy = await page(name).evaluate(async () =>
        (await fetch(location.href)).headers.get('content-security-policy'),
      );
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
    },
  );

  test('a page sees the wire and nothing of Node or Electron', async () => {
    for (const name of ['desk', 'phone'] as const) {
      const seen = await page(name).evaluate(() => ({
        wire: Object.keys(Reflect.get(globalThis, 'offhookWire') as object).sort(),
        require: typeof Reflect.get(globalThis, 'require'),
        process: typeof Reflect.get(globalThis, 'process'),
        state: document.visibilityState,
      }));
      expect(seen).toEqual({
        wire: ['send', 'subscribe'],
        require: 'undefined',
        process: 'undefined',
        state: 'visible',
      });
    }
  });

  test('a page cannot reach the web or a file', async () => {
    const outcomes = await page('desk').evaluate(() =>
      Promise.all(
        ['https://example.com/', 'file:///etc/hosts'].map((url) =>
          fetch(url).then(
            () => 'open',
            () => 'closed',
          ),
        ),
      ),
    );
    expect(outcomes).toEqual(['closed', 'closed']);
  });

  test('the hosts run as utility processes of their own', async () => {
    const names = (): Promise<(string | undefined)[]> =>
      app.evaluate(({ app: program }) => program.getAppMetrics().map(({ name }) => name));
    await expect
      .poll(names, { timeout: 15_000 })
      .toEqual(expect.arrayContaining(['offhook-hid-host', 'offhook-store-host']));
  });

  test('SQLite opens inside the utility process, and customers can be searched', async () => {
    const answer = await page('desk').evaluate(
      () =>
        new Promise<unknown>((resolve) => {
          const wire = Reflect.get(globalThis, 'offhookWire') as {
            send(message: unknown): void;
            subscribe(listener: (message: unknown) => void): () => void;
          };
          const id = 1_000_000;
          const end = wire.subscribe((message) => {
            if ((message as { id?: unknown }).id !== id) return;
            end();
            resolve(message);
          });
          wire.send({ kind: 'request', id, command: 'customer/search', input: { text: 'a' } });
        }),
    );
    expect(answer).toMatchObject({ result: { ok: true } });
    expect(existsSync(join(folder, 'profile'))).toBe(true);
  });
});
