import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWeriftMedia } from '../../electron/exchange/media/werift-media.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { openSession, type Session } from '../support/desk-driver.ts';
import { sendInvite } from '../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../support/sip/scripted-sip-server.ts';

const invites = 1_000;
/** A thousand a minute. */
const everyMs = 60;
/** From before the phone has an answer ready to after that. */
const longestRingMs = 150;

let server: ScriptedSipServer;
let folder: string;
let session: Session;
let peer: ScriptedPeer;

beforeEach(async () => {
  server = await ScriptedSipServer.start();
  folder = await mkdtemp(join(tmpdir(), 'offhook-flood-'));
  const config = join(folder, 'config.json');
  const sip = { servers: [server.url], domain: 'pbx.invalid', user: '101', password: 'x' };
  const settings = { practice: false, remoteControl: true, sip, voicemail: { subscribe: false } };
  await writeFile(config, JSON.stringify(settings));
  session = await openSession({ flags: ['--no-open', '--config', config] });
  peer = await server.nextConnection();
  await session.app.until('registered', ({ registration }) => registration.state === 'registered', 30_000);
});

afterEach(async () => {
  await session.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function makeOffer(): Promise<string> {
  const media = openWeriftMedia(systemClock, {
    nextFrame: () => new Uint8Array(160),
    onTick: () => undefined,
    onFailed: () => undefined,
  });
  const offer = await media.createOffer();
  media.close();
  if (offer === undefined) throw new Error('no offer');
  return offer;
}

/** Connections that the page holds, or that Chromium holds for it. */
async function readConnections(): Promise<number> {
  const client = await session.phone.context().newCDPSession(session.phone);
  await client.send('Performance.enable');
  // What has a native part goes in the second round.
  await client.send('HeapProfiler.collectGarbage');
  await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  await client.detach();
  return metrics.find(({ name }) => name === 'RTCPeerConnections')?.value ?? Number.NaN;
}

it('a thousand callers a minute who give up while it rings: each is told so, none leaves a connection, the next one is heard', async () => {
  const body = await makeOffer();
  const registered = peer.seen.find(({ method }) => method === 'REGISTER');
  const target = /<([^>]+)>/u.exec(registered?.header('contact') ?? '')?.[1] ?? '';
  const began = Date.now();
  for (let sent = 0; sent < invites; sent++) {
    const invite = sendInvite(peer, target, { body });
    setTimeout(() => invite.cancel(), (sent * 7) % longestRingMs);
    await wait(Math.max(0, began + (sent + 1) * everyMs - Date.now()));
  }
  await expect.poll(() => peer.count(487), { timeout: 10_000 }).toBe(invites);
  expect(session.takeDefects()).toEqual([]);
  await expect.poll(readConnections, { timeout: 10_000 }).toBeLessThan(3);

  const { callId } = sendInvite(peer, target, { body });
  await session.app.until('rings', ({ calls }) => calls.some(({ state }) => state === 'ringing'));
  expect(await session.app.ctl.request('call/answer', {})).toMatchObject({ ok: true });
  const accepted = await peer.next(({ status, header }) => status === 200 && header('call-id') === callId);
  expect(accepted.body).toContain('m=audio');
}, 120_000);
