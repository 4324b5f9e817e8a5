import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadAxe, violations } from '../support/axe.ts';
import { openSession, type Session } from '../support/desk-driver.ts';
import { openQueueWebService } from '../support/queue-web-service.ts';
import { dialogInfo, ringing, ScriptedNotifier, talking } from '../support/sip/scripted-notifier.ts';
import type { ScriptedPeer } from '../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../support/sip/scripted-sip-server.ts';

let server: ScriptedSipServer;
let folder: string;
let session: Session;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  folder = await mkdtemp(join(tmpdir(), 'offhook-lamps-'));
});

afterEach(async () => {
  await session.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

/** The app on a line of the scripted exchange, registered. */
async function open(part: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const config = join(folder, 'config.json');
  const sip = { servers: [server.url], domain: 'pbx.invalid', user: '101', password: 'x' };
  await writeFile(
    config,
    JSON.stringify({ practice: false, remoteControl: true, sip, voicemail: { subscribe: false }, ...part }),
  );
  session = await openSession({ flags: ['--no-open', '--config', config] });
  peer = await server.nextConnection();
  await session.app.until('registered', ({ registration }) => registration.state === 'registered', 30_000);
}

const nextInvite = async (): Promise<string> => {
  const invite = await peer.next('INVITE');
  peer.reply(invite, 404);
  return /^sip:([^@]+)@/u.exec(invite.uri)?.[1] ?? invite.uri;
};

it('lamps and codes entered on the settings page are watched at once, and act by click and by key', async () => {
  await open();
  const { desk } = session;
  await desk.getByRole('button', { name: 'Settings', exact: true }).click();
  await desk.getByRole('textbox', { name: 'Lines of colleagues' }).fill('102 Olena Kovalenko');
  await desk.getByRole('textbox', { name: "Pick up a colleague's call" }).fill('*8{number}{number}');
  await desk.getByRole('textbox', { name: 'Join the queue' }).fill('*11');
  const save = desk.getByRole('button', { name: 'Save the exchange' });
  await save.click();
  await desk.getByText('{number} once at most', { exact: false }).waitFor();
  expect(peer.count('SUBSCRIBE')).toBe(0);
  await desk.getByRole('textbox', { name: "Pick up a colleague's call" }).fill('*8{number}');
  await save.click();
  await desk.getByText('Settings saved.').waitFor();
  await loadAxe(desk);
  expect(await violations(desk, 'all')).toEqual([]);

  const lamp = new ScriptedNotifier(peer, await peer.next('SUBSCRIBE'));
  expect(lamp.subscribe.uri).toContain('sip:102@pbx.invalid');
  await desk.keyboard.press('Escape');
  expect(await lamp.notify(dialogInfo(talking, 1))).toBe(200);
  await desk.getByRole('button', { name: /Olena Kovalenko.*talking/u }).waitFor();
  await lamp.notify(dialogInfo(ringing, 2));
  const button = desk.getByRole('button', { name: /Olena Kovalenko/u });
  await desk.getByText('Erika', { exact: false }).first().waitFor();

  // By click, and by key alone.
  await button.click();
  expect(await nextInvite()).toBe('*8102');
  await session.app.until('the line is free', ({ calls }) => calls.every(({ state }) => state === 'ended'));
  await desk.keyboard.press('ControlOrMeta+e');
  await desk.keyboard.press('Enter');
  expect(await nextInvite()).toBe('*8102');
  await desk.keyboard.press('ControlOrMeta+Shift+F9');
  expect(await nextInvite()).toBe('*11');
  expect(await violations(desk, 'all')).toEqual([]);
});

it('a queue behind a web service is joined and paused by key, and its token is asked for on the settings page', async () => {
  const web = await openQueueWebService('sesame');
  try {
    await open({ queue: { service: web.settings } });
    const { desk } = session;
    await desk.getByText('The web service of the queue refuses', { exact: false }).first().waitFor();
    await desk.getByRole('button', { name: 'Settings', exact: true }).click();
    await desk.getByLabel('Token of the queue service').fill('sesame');
    await desk.getByRole('button', { name: 'Save the exchange' }).click();
    await desk.getByText('Settings saved.').waitFor();
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: /^Not in the queue/u }).waitFor();
    await desk.keyboard.press('ControlOrMeta+Shift+F9');
    await desk.getByRole('button', { name: /^In the queue/u }).waitFor();
    expect(web.agent).toEqual({ loggedIn: true, paused: false });
    await desk.keyboard.press('ControlOrMeta+F9');
    await session.app.until('paused', ({ exchange }) => exchange.queue.pause?.isOn === true);
    expect(web.agent.paused).toBe(true);
    // What somebody else changes is seen without a press.
    web.agent.loggedIn = false;
    await desk.getByRole('button', { name: /^Not in the queue/u }).waitFor({ timeout: 15_000 });
    expect(session.app.output()).not.toContain('sesame');
  } finally {
    await web.close();
  }
});
