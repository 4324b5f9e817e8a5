import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../support/running-app.ts';

/** Process ids as the log gives them, newest last. */
async function pidsOf(app: RunningApp, host: string): Promise<number[]> {
  const log = await readFile(join(app.profile, 'logs', 'offhook.log'), 'utf8');
  return log
    .split('\n')
    .filter((line) => line.includes('"host.started"') && line.includes(`"${host}"`))
    .map((line) => Number(/"pid":(\d+)/u.exec(line)?.[1]));
}

async function killNewest(app: RunningApp, host: string): Promise<void> {
  const pid = (await pidsOf(app, host)).at(-1);
  if (pid === undefined) throw new Error(`${host} was never started`);
  process.kill(pid, 'SIGKILL');
}

let app: RunningApp;
afterEach(() => app.stop());

describe('a host that is killed', () => {
  it('hid-host is back within a second, with the headset', async () => {
    app = await startApp();
    await app.until('headset ready', (state) => state.headset.state === 'ready');
    const killedAt = Date.now();
    await killNewest(app, 'hid-host');
    await app.until('headset lost', (state) => state.headset.state === 'failed');
    await app.until('headset back', (state) => state.headset.state === 'ready');
    expect(Date.now() - killedAt).toBeLessThan(1_000);
    expect(await pidsOf(app, 'hid-host')).toHaveLength(2);
  });

  it('store-host is back within a second, says so meanwhile, and answers again', async () => {
    app = await startApp();
    const first = await app.ctl.request('customer/search', { text: 'а' });
    expect(first.ok).toBe(true);
    await app.until('store open', (state) => state.notices.length === 0);
    const killedAt = Date.now();
    await killNewest(app, 'store-host');
    const hasNotice = (codes: readonly { code: string }[]) =>
      codes.some(({ code }) => code === 'store.unavailable');
    await app.until('told', (state) => hasNotice(state.notices));
    await app.until('told that it is over', (state) => !hasNotice(state.notices));
    expect(Date.now() - killedAt).toBeLessThan(1_000);
    const found = await app.ctl.request('customer/search', { text: 'ко' });
    expect(found.ok && found.value.length).toBeGreaterThan(0);
  });

  it('a host that crashes again and again does not take the app with it', async () => {
    app = await startApp();
    await app.until('headset ready', (state) => state.headset.state === 'ready');
    for (let crash = 0; crash < 4; crash++) {
      await killNewest(app, 'hid-host');
      await app.until('lost', (state) => state.headset.state === 'failed');
      await app.until('back', (state) => state.headset.state === 'ready');
    }
    expect((await app.state()).headset.state).toBe('ready');
  });
});
