import { afterEach, describe, expect, test } from 'vitest';
import { appError } from '../../electron/common/lib/app-error.ts';
import { fail } from '../../electron/common/lib/result.ts';
import type { PreflightReport } from '../../electron/common/preflight/preflight.ts';
import { startHub, type HubBed } from '../support/hub-bed.ts';
import { farContact, remoteSdp, sendInvite } from '../support/sip/scripted-dialog.ts';
import { freshToken } from '../support/sip/sip-message.ts';

const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';

let bed: HubBed | undefined;
afterEach(async () => {
  await bed?.stop();
  bed = undefined;
});

async function start(settings: Readonly<Record<string, unknown>> = {}): Promise<HubBed> {
  bed = await startHub(settings);
  bed.media.onCreate = (media) => {
    media.state = 'connected';
    media.stats = { packetsSent: 250, packetsReceived: 250, roundTripMs: 30, mos: 4.3 };
  };
  return bed;
}

const run = (hub: HubBed) => hub.desk.request('preflight/run', null, { timeoutMs: 20_000 });

async function answerEcho({ peer }: HubBed) {
  const invite = await peer.next('INVITE');
  peer.reply(invite, 200, { tag: freshToken('echo'), headers: [farContact], body: remoteSdp });
  await peer.next('ACK');
  return invite;
}

const statesOf = (report: PreflightReport | null): string[] =>
  (report?.steps ?? []).map(({ step, state }) => `${step} ${state}`);

describe('the check before a shift', () => {
  test('calls the echo of the site beside the calls and tells every step', async () => {
    const hub = await start({ audio: { echoNumber: '600' } });
    const report = run(hub);
    const invite = await answerEcho(hub);
    expect(invite.uri).toBe('sip:600@pbx.invalid');
    const during = await hub.until('the call is measured', ({ preflight }) => preflight?.running === true);
    expect(during.calls).toEqual([]);
    hub.peer.reply(await hub.peer.next('BYE'), 200);
    const done = await report;
    if (!done.ok) throw new Error(done.error.code);
    expect(done.value.ok).toBe(true);
    expect(statesOf(done.value)).toEqual([
      'line passed',
      'server passed',
      'microphone passed',
      'speaker passed',
      'call passed',
    ]);
    expect(done.value.steps.at(-1)?.figures).toMatchObject({ mos: 4.3, lossPercent: 0 });
    expect((await hub.state()).preflight).toEqual(done.value);
    expect(hub.log).toContain('preflight true ');
  });

  test('without an echo number passes by the call and says what is missing', async () => {
    const hub = await start();
    const done = await run(hub);
    expect(done).toMatchObject({ ok: true, value: { ok: true } });
    expect((await hub.state()).preflight?.steps.at(-1)).toMatchObject({
      step: 'call',
      state: 'skipped',
      error: { code: 'preflight.no-echo' },
    });
  });

  test('names what is wrong with the microphone and tries no call', async () => {
    const hub = await start({ audio: { echoNumber: '600' } });
    hub.media.microphoneCheck = fail(appError('media.microphone-busy'));
    const done = await run(hub);
    if (!done.ok) throw new Error(done.error.code);
    expect(statesOf(done.value)).toEqual([
      'line passed',
      'server passed',
      'microphone failed',
      'speaker passed',
      'call skipped',
    ]);
    expect(hub.peer.count('INVITE')).toBe(0);
  });

  test('asks each relay with its credential and says of each in words how it is, without the credential', async () => {
    const urls = ['turn:a.invalid:3478', 'turn:b.invalid:3478'];
    bed = await startHub(
      {},
      {
        iceServers: urls.map((address) => ({ urls: address, username: 'bed' })),
        turnCredential: 'secret-relay',
      },
    );
    bed.media.relays = { 'turn:b.invalid:3478': { found: [], errorCodes: [401] } };
    const done = await run(bed);
    if (!done.ok) throw new Error(done.error.code);
    expect(bed.media.triedRelays).toEqual(
      urls.map((address) => ({ urls: address, username: 'bed', credential: 'secret-relay' })),
    );
    expect(done.value.ok).toBe(true);
    expect(done.value.steps.find(({ step }) => step === 'relays')).toMatchObject({
      state: 'warned',
      figures: {
        relays: [
          { server: 'turn:a.invalid:3478', error: null },
          { server: 'turn:b.invalid:3478', error: { code: 'relay.refused', details: { status: 401 } } },
        ],
      },
    });
    expect(JSON.stringify([done, await bed.state(), bed.log])).not.toContain('secret-relay');
  });

  test('fails where no relay works and no call shows that none is needed', async () => {
    bed = await startHub({}, { iceServers: [{ urls: 'turn:a.invalid:3478' }] });
    bed.media.relays = { 'turn:a.invalid:3478': { found: [], isAccepted: false } };
    const done = await run(bed);
    expect(done).toMatchObject({ ok: true, value: { ok: false } });
    expect(bed.log).toContain('preflight false relays');
  });

  test('is refused while a call is up', async () => {
    const hub = await start();
    sendInvite(hub.peer, target);
    await hub.until('it rings', ({ operator }) => operator.state === 'ringing');
    expect(await run(hub)).toMatchObject({ ok: false, error: { code: 'preflight.in-call' } });
    expect((await hub.state()).preflight).toBeNull();
  });

  test('gives way to a customer: the test call is hung up and the customer can be answered', async () => {
    const hub = await start({ audio: { echoNumber: '600' } });
    const report = run(hub);
    await answerEcho(hub);
    const customer = sendInvite(hub.peer, target);
    hub.peer.reply(await hub.peer.next('BYE'), 200);
    const done = await report;
    if (!done.ok) throw new Error(done.error.code);
    expect(done.value).toMatchObject({ ok: false, running: false });
    expect(done.value.steps.at(-1)).toMatchObject({ error: { code: 'preflight.interrupted' } });
    const { calls } = await hub.until('it rings', ({ operator }) => operator.state === 'ringing');
    expect(calls).toHaveLength(1);
    expect(await hub.desk.request('call/answer', {})).toMatchObject({ ok: true });
    await hub.peer.next((message) => message.status === 200 && message.header('call-id') === customer.callId);
  });

  test('asked for twice is one check with one answer', async () => {
    const hub = await start();
    const [first, second] = await Promise.all([run(hub), run(hub)]);
    expect(first).toEqual(second);
  });
});
