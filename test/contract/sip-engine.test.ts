import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import type { EventName, EventPayload } from '../../electron/common/contract/contract.ts';
import { createMemoryWires } from '../../electron/common/contract/memory-wire.ts';
import { phoneContract } from '../../electron/common/contract/phone-contract.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import { servePhone } from '../../renderer/phone/page/phone-server.ts';
import { createSipJsEngine } from '../../renderer/phone/sip/sipjs-engine.ts';
import { farContact, remoteSdp, ScriptedDialog, sendInvite } from '../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../support/sip/scripted-sip-server.ts';
import { StubMediaEngine } from '../support/sip/stub-media.ts';

/**
 * What every SIP engine must do, seen from the hub: commands and events of the phone contract over a wire on one side,
 * SIP over a real WebSocket on the other. Time is real here.
 */
const engines = {
  'sip.js': (publish: Parameters<Parameters<typeof servePhone>[1]>[0]) =>
    createSipJsEngine({
      publish,
      media: new StubMediaEngine(),
      clock: systemClock,
      random: Math.random,
      readTime: () => performance.timeOrigin + performance.now(),
      instance: 'offhook4711',
      newCallId: () => crypto.randomUUID(),
      openSocket: (url) => new WebSocket(url, 'sip'),
    }),
};

type Phone = typeof phoneContract;

const contact = 'sip:offhook4711@offhook4711.invalid;transport=ws';

describe.each(Object.entries(engines))('a SIP engine: %s', (_name, create) => {
  let server: ScriptedSipServer;
  let client: Client<typeof phoneContract>;
  let violations: string[];
  let peer: ScriptedPeer;

  /** Resolves with the next payload of an event; to be asked for before its cause. */
  const next = <N extends EventName<Phone>>(name: N): Promise<EventPayload<Phone, N>> =>
    new Promise((resolve) => {
      const stop = client.on(name, (payload) => {
        stop();
        resolve(payload);
      });
    });
  const untilState = (wanted: string) =>
    new Promise<void>((resolve) => {
      const stop = client.on('phone/registration', ({ state }) => {
        if (state !== wanted) return;
        stop();
        resolve();
      });
    });

  beforeEach(async () => {
    server = await ScriptedSipServer.start();
    const [page, hub] = createMemoryWires();
    violations = [];
    servePhone(page, create, { onDefect: (where) => violations.push(where) });
    client = createClient(phoneContract, hub, {
      clock: systemClock,
      onViolation: ({ message }) => violations.push(message),
    });
    const registered = untilState('registered');
    await client.request('phone/configure', {
      account: {
        servers: [server.url],
        domain: 'pbx.invalid',
        user: '101',
        password: 'secret-101',
        iceServers: [],
      },
      audio: { processing: true, ringTone: true },
    });
    peer = await server.nextConnection();
    await registered;
  });

  afterEach(async () => {
    await client.request('phone/stop', null);
    await server.stop();
    expect(violations).toEqual([]);
  });

  async function talk() {
    const incoming = next('line/incoming');
    sendInvite(peer, contact);
    const { id } = await incoming;
    const established = next('line/established');
    expect(await client.request('line/answer', { id })).toEqual({ ok: true, value: null });
    const accepted = await peer.next((message) => message.status === 200 && message.body !== '');
    const dialog = ScriptedDialog.ofAccepted(peer, accepted);
    dialog.acknowledge();
    await established;
    return { id, dialog };
  }

  test('takes a call and ends it from there', async () => {
    const { id, dialog } = await talk();
    const ended = next('line/ended');
    dialog.request('BYE');
    expect(await ended).toMatchObject({ id, by: 'remote' });
  });

  test('takes a call and ends it from here', async () => {
    const { id } = await talk();
    const ended = next('line/ended');
    expect(await client.request('line/hangup', { id })).toEqual({ ok: true, value: null });
    expect(await ended).toMatchObject({ id, by: 'operator' });
    peer.reply(await peer.next('BYE'), 200);
  });

  test('makes a call under the id that the hub chose', async () => {
    const established = next('line/established');
    expect(await client.request('line/dial', { id: 'mine', target: '600' })).toEqual({
      ok: true,
      value: null,
    });
    const invite = await peer.next('INVITE');
    peer.reply(invite, 200, { tag: 'far', headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    expect(await established).toMatchObject({ id: 'mine' });
    expect(await client.request('line/dial', { id: 'mine', target: '600' })).toMatchObject({
      ok: false,
      error: { code: 'call.not-possible' },
    });
  });

  test('rejects a call', async () => {
    const incoming = next('line/incoming');
    sendInvite(peer, contact);
    const { id } = await incoming;
    const ended = next('line/ended');
    await client.request('line/reject', { id, status: 486 });
    await peer.next(486);
    expect(await ended).toMatchObject({ id, by: 'operator', status: 486 });
  });

  test('holds and resumes', async () => {
    const { id } = await talk();
    for (const command of ['line/hold', 'line/resume'] as const) {
      const done = client.request(command, { id });
      peer.reply(await peer.next('INVITE'), 200, { headers: [farContact], body: remoteSdp });
      expect(await done).toEqual({ ok: true, value: null });
    }
  });

  test('sends tones, mutes and reads statistics', async () => {
    const { id } = await talk();
    const muted = next('line/muted');
    await client.request('line/mute', { on: true });
    expect(await muted).toEqual({ on: true });
    expect(await client.request('line/dtmf', { id, tones: '12#' })).toEqual({ ok: true, value: null });
    expect(await client.request('line/stats', { id })).toMatchObject({
      ok: true,
      value: { connection: 'new' },
    });
  });

  test('hands a caller over', async () => {
    const { id, dialog } = await talk();
    const done = client.request('line/transfer', { id, target: '102' });
    // The caller waits on hold while the exchange looks for the colleague.
    peer.reply(await peer.next('INVITE'), 200, { headers: [farContact], body: remoteSdp });
    peer.reply(await peer.next('REFER'), 202);
    dialog.request('NOTIFY', {
      headers: ['Event: refer', 'Subscription-State: terminated'],
      contentType: 'message/sipfrag',
      body: 'SIP/2.0 200 OK',
    });
    expect(await done).toEqual({ ok: true, value: null });
    peer.reply(await peer.next('BYE'), 200);
  });

  test('comes back by itself when the server closes the socket', async () => {
    const lost = untilState('connecting');
    const back = untilState('registered');
    peer.close(1001);
    await lost;
    await back;
  });

  test('drops the socket and connects again when it is told to', async () => {
    const back = untilState('registered');
    await client.request('phone/reconnect', null);
    await peer.closed;
    await back;
  });

  test('says goodbye when it stops, and is off', async () => {
    const off = untilState('off');
    await client.request('phone/stop', null);
    await off;
    expect(peer.seen.at(-1)?.header('contact')).toContain('expires=0');
  });

  test('says for each command that the call is not there', async () => {
    for (const command of ['line/answer', 'line/hangup', 'line/hold', 'line/resume', 'line/stats'] as const) {
      const result = await client.request(command, { id: 'nobody' });
      expect(result).toMatchObject({ ok: false, error: { code: 'call.not-found' } });
    }
  });
});
