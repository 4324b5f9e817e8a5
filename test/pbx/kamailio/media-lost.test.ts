import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Baresip } from '../../support/bed/baresip.ts';
import { startCustomerPhone, startKamailioBed, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { ProxyEvent } from '../../support/bed/kamailio.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { loseAllMedia, losePort, loseSome, type PacketFault } from '../../support/bed/packet-filter.ts';
import { browserPorts } from '../../support/bed/rtpengine.ts';
import { untilFlow, untilSoundBothWays } from '../../support/bed/sound-flow.ts';

describe('a call whose sound is lost', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let operator: Operator;
  let fault: PacketFault | undefined;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
    operator = await bed.startOperator();
    await operator.untilReady();
  });
  afterAll(async () => {
    await operator.stop();
    await customer.stop();
    await bed.stop();
  });
  afterEach(async () => {
    await fault?.mend();
    fault = undefined;
    await operator.endAllCalls();
  });

  const active = ({ state }: CtlCall): boolean => state === 'active';
  const ended = ({ state }: CtlCall): boolean => state === 'ended';
  const isOurReinvite = ({ kind, method, from }: ProxyEvent): boolean =>
    kind === 'request' && method === 'INVITE' && from === 'ws';
  const untilSilenceTold = async (): Promise<void> => {
    await operator.app.until(
      'told',
      ({ notices }) => notices.some(({ code }) => code === 'media.not-connected'),
      40_000,
    );
  };
  const talk = async (): Promise<void> => {
    await operator.dial('201');
    await operator.untilCall('active', active);
    await untilSoundBothWays(operator.stats);
  };
  const hangUpThere = async (): Promise<void> => {
    customer.hangUp();
    expect((await operator.untilCall('ended by the customer', ended)).endedBy).toBe('remote');
  };

  it('[54] a port that the network forgot: another is found by itself (ICE restart), and the call goes on', async () => {
    await talk();
    const before = await browserPorts();
    expect(before).toHaveLength(1);
    const since = bed.events.mark();
    fault = await losePort(before[0] ?? 0);
    await bed.events.until('our re-INVITE', isOurReinvite, { since, timeoutMs: 30_000 });
    await untilSoundBothWays(operator.stats, 30_000);
    expect(await browserPorts()).not.toEqual(before);
    await hangUpThere();
  });

  it('[54] [55] no way at all any more: tried again, then told; back when the network is', async () => {
    await talk();
    const since = bed.events.mark();
    fault = await loseAllMedia();
    await untilSilenceTold();
    const tries = bed.events.all().slice(since).filter(isOurReinvite);
    expect(tries.length).toBeGreaterThan(0);
    expect(tries.length).toBeLessThanOrEqual(5);
    expect((await operator.app.state()).calls.at(-1)?.state).toBe('active');
    await fault.mend();
    fault = undefined;
    await untilSoundBothWays(operator.stats, 45_000);
    await operator.app.until('no longer told', ({ notices }) => notices.length === 0);
    await hangUpThere();
  });

  it('[55] answered, and no sound ever gets through: told, not shown as a call like any other', async () => {
    fault = await loseAllMedia();
    await operator.dial('201');
    await operator.untilCall('answered', active);
    await untilSilenceTold();
    expect((await operator.stats()).packetsReceived).toBe(0);
    await operator.press('hook');
    await operator.untilCall('ended', ended);
    await operator.app.until('no longer told', ({ notices }) => notices.length === 0);
  });

  it('[61] packets lost on the way show in the figures of the call', async () => {
    await talk();
    const clear = await operator.stats();
    expect(clear.packetsLost).toBe(0);
    fault = await loseSome(5);
    const { packetsLost, packetsReceived } = await untilFlow(
      operator.stats,
      (flow) => flow.packetsReceived >= 300,
    );
    // 5 % of some 316: between one and ten in a hundred in all but one of ten thousand runs.
    expect(packetsLost / (packetsLost + packetsReceived)).toBeGreaterThan(0.01);
    expect(packetsLost / (packetsLost + packetsReceived)).toBeLessThan(0.1);
    const worse = await operator.stats();
    expect(worse.mos ?? 5).toBeLessThan(clear.mos ?? 0);
    await hangUpThere();
  });
});
