import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { english } from '../support/english.ts';
import { openExchange, type Exchange } from '../../electron/exchange/exchange.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import {
  answerByHeadset,
  openSession,
  pressHeadset,
  untilReady,
  type Session,
} from '../support/desk-driver.ts';

let session: Session;
let server: Exchange;
afterEach(async () => {
  await session.stop();
  await server.close();
});

async function openServer(): Promise<Exchange> {
  const opened = await openExchange({
    clock: systemClock,
    domain: 'pbx.invalid',
    port: 0,
    users: new Map([['101', 'right']]),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

it('a telephone server is tried, set up and registered at from the settings page, and practice mode is left', async () => {
  server = await openServer();
  session = await openSession();
  await untilReady(session);
  const { app, desk } = session;
  await desk.getByRole('button', { name: 'Settings', exact: true }).click();
  await desk.getByText('Nobody is really called', { exact: false }).waitFor();
  await desk.getByRole('textbox', { name: 'Server addresses' }).fill(server.server);
  await desk.getByRole('textbox', { name: 'Domain' }).fill('pbx.invalid');
  await desk.getByRole('textbox', { name: 'User', exact: true }).fill('101');
  await desk.getByLabel('Password', { exact: true }).fill('wrong');
  await desk.getByText('kept only until the program is closed', { exact: false }).waitFor();

  await desk.getByRole('button', { name: 'Test the connection' }).click();
  await desk.getByText('User and password:').waitFor();
  await desk.getByText(english('error.sip.password-refused.what'), { exact: false }).first().waitFor();
  expect(server.isRegistered('101')).toBe(false);

  await desk.getByLabel('Password', { exact: true }).fill('right');
  await desk.getByRole('button', { name: 'Test the connection' }).click();
  await desk.getByText('The connection works.').waitFor();

  await desk.getByRole('switch', { name: 'Practice mode' }).focus();
  await desk.keyboard.press('Space');
  await desk.getByRole('button', { name: 'Save', exact: true }).click();
  await desk.getByText('Settings saved.').waitFor();
  await desk.getByText(/Line ready · 101/u).waitFor({ timeout: 30_000 });
  expect(server.isRegistered('101')).toBe(true);
  const file = await readFile(join(app.profile, 'settings.json'), 'utf8');
  expect(file).toContain('pbx.invalid');
  expect(file).not.toContain('right');
});

it('another line cannot be set up in the middle of a call', async () => {
  server = await openServer();
  session = await openSession();
  await untilReady(session);
  const { app, desk } = session;
  await answerByHeadset(session);
  await desk.getByRole('button', { name: 'Settings', exact: true }).click();
  await desk.getByRole('textbox', { name: 'Server addresses' }).fill(server.server);
  await desk.getByRole('textbox', { name: 'Domain' }).fill('pbx.invalid');
  await desk.getByRole('textbox', { name: 'User', exact: true }).fill('101');
  await desk.getByRole('button', { name: 'Save', exact: true }).click();
  await desk.getByText(english('error.settings.in-call.what'), { exact: false }).first().waitFor();
  expect((await app.state()).operator.state).toBe('talking');
  await pressHeadset(app, 'hook');
  await app.until('ended', (state) => state.operator.state === 'wrap-up');
});
