import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { preflightReportSchema } from '../../../electron/common/preflight/preflight.ts';
import type { Baresip } from '../../support/bed/baresip.ts';
import { loud } from '../../support/bed/hearing.ts';
import { startCustomerPhone, startKamailioBed, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { Operator, OperatorAccount } from '../../support/bed/operator.ts';
import { loseAllMedia } from '../../support/bed/packet-filter.ts';
import { operatorTone } from '../../support/bed/pitches.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';
import { startTurnServer, type TurnServer } from '../../support/bed/turn-server.ts';
import { root } from '../../support/paths.ts';

/** Nothing listens there. */
const deadPort = 3479;

describe('relays (TURN) as coturn serves them', () => {
  let bed: KamailioBed;
  let turn: TurnServer;
  let customer: Baresip;
  let operator: Operator;

  beforeAll(async () => {
    bed = await startKamailioBed({ secured: true });
    turn = await startTurnServer(bed.folder, 'good');
    customer = await startCustomerPhone(bed);
  });
  afterEach(() => operator.stop());
  afterAll(async () => {
    await customer.stop();
    await turn.stop();
    await bed.stop();
  });

  async function startWith(account: OperatorAccount): Promise<void> {
    operator = await bed.startOperator(account);
    await operator.untilReady();
  }
  const relay = (urls: string) => ({ urls, username: turn.username });

  /** As a server names those who told it their user name. */
  const named = 'user <bed>';

  /** The check as a script has it: exit status and what stands on standard output. */
  async function check() {
    const { profile } = operator.app;
    const { status, text } = await new Promise<{ status: unknown; text: string }>((done) => {
      const args = [join(root, 'build/ctl.ts'), '--profile', profile, 'preflight'];
      execFile(process.execPath, args, (error, stdout) => done({ status: error?.code ?? 0, text: stdout }));
    });
    const report = preflightReportSchema.parse(JSON.parse(text));
    const log = await readFile(join(profile, 'logs/offhook.log'), 'utf8');
    const step = report.steps.find((one) => one.step === 'relays');
    return { status, told: text + log, state: step?.state, relays: step?.figures.relays };
  }

  it('works: the check passes for relay over UDP, TCP and TLS and for STUN, and tells no credential', async () => {
    const urls = [turn.url, `${turn.url}?transport=tcp`, turn.securedUrl, turn.url.replace('turn:', 'stun:')];
    await startWith({ iceServers: urls.map(relay), turnCredential: turn.credential });
    const { status, told, state, relays } = await check();
    expect(relays).toEqual(urls.map((server) => ({ server, error: null })));
    expect([state, status]).toEqual(['passed', 0]);
    expect(told).not.toContain(turn.credential);
    expect(turn.output()).toContain(named);
  });

  it('over TLS with a certificate that nobody vouches for: the check fails, and the credential is not sent', async () => {
    const stranger = await startTurnServer(bed.folder, 'untrusted');
    try {
      await startWith({ iceServers: [relay(stranger.securedUrl)], turnCredential: turn.credential });
      const { status, state, relays } = await check();
      expect(relays?.map(({ error }) => error?.code)).toEqual(['relay.unreachable']);
      expect([state, status]).toEqual(['failed', 1]);
      expect(stranger.output()).not.toContain(named);
    } finally {
      await stranger.stop();
    }
  });

  it('refused: the check names the status and fails, where no call shows that no relay is needed', async () => {
    const urls = [turn.url, `${turn.url}?transport=tcp`];
    await startWith({ iceServers: urls.map(relay), turnCredential: 'secret-of-yesterday' });
    const { status, told, state, relays } = await check();
    expect(relays?.map(({ error }) => error?.code)).toEqual(['relay.refused', 'relay.refused']);
    expect(relays?.map(({ error }) => error?.details?.['status'])).toEqual([401, 401]);
    expect([state, status]).toEqual(['failed', 1]);
    expect(told).not.toContain('secret-of-yesterday');
  });

  it('nothing listens: silent over UDP, unreachable over TCP and by a name that nobody has; one that works is enough', async () => {
    const dead = turn.url.replace('3478', String(deadPort));
    const urls = [dead, `${dead}?transport=tcp`, 'turn:relay.invalid:3478', turn.url];
    await startWith({ iceServers: urls.map(relay), turnCredential: turn.credential });
    const { status, state, relays } = await check();
    const codes = ['relay.silent', 'relay.unreachable', 'relay.unreachable', undefined];
    expect(relays?.map(({ error }) => error?.code)).toEqual(codes);
    expect([state, status]).toEqual(['warned', 0]);
  });

  it('set up without its credential: the check says so, and calls go on as if it were not there', async () => {
    await startWith({ iceServers: [relay(turn.url)] });
    const { status, state, relays } = await check();
    expect(relays?.map(({ error }) => error?.code)).toEqual(['relay.unusable']);
    expect([state, status]).toEqual(['failed', 1]);
    await operator.dial('201');
    await operator.untilCall('active', ({ state: now }) => now === 'active');
    await untilSoundBothWays(operator.stats);
    await operator.endAllCalls();
  });

  const ways = [
    ['UDP', () => turn.url],
    ['TLS', () => turn.securedUrl],
  ] as const;
  it.each(ways)(
    'over %s it carries a call where the direct way is closed, and both hear each other',
    async (_, url) => {
      await startWith({ iceServers: [relay(url())], turnCredential: turn.credential });
      const closed = await loseAllMedia();
      try {
        await operator.dial('201');
        const call = await operator.untilCall('active', ({ state }) => state === 'active');
        await untilSoundBothWays(operator.stats);
        await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
        await operator.press('hook');
        await operator.untilCall('ended', ({ state }) => state === 'ended');
        const report = await operator.app.ctl.request('call/report', { id: call.id, addresses: false });
        expect(report).toMatchObject({ ok: true, value: { quality: { path: { local: 'relay' } } } });
      } finally {
        await closed.mend();
      }
    },
  );
});
