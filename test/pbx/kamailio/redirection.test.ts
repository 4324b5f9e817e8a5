import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LineRules } from '../../../electron/common/call/line-rules.ts';
import type { Baresip } from '../../support/bed/baresip.ts';
import { createEventLog, type EventLog } from '../../support/bed/event-log.ts';
import { loud } from '../../support/bed/hearing.ts';
import { startCustomerPhone, startKamailioBed, type KamailioBed } from '../../support/bed/kamailio-bed.ts';
import type { CtlCall, Operator } from '../../support/bed/operator.ts';
import { operatorTone } from '../../support/bed/pitches.ts';
import { untilSoundBothWays } from '../../support/bed/sound-flow.ts';

describe('[23] a redirection (302) by Kamailio', () => {
  let bed: KamailioBed;
  let customer: Baresip;
  let operator: Operator;
  let causes: EventLog<string>;

  beforeAll(async () => {
    bed = await startKamailioBed();
    customer = await startCustomerPhone(bed);
  });
  afterEach(async () => {
    await operator.endAllCalls();
    await operator.stop();
  });
  afterAll(async () => {
    await customer.stop();
    await bed.stop();
  });

  async function startWith(rules: Partial<LineRules>): Promise<void> {
    operator = await bed.startOperator({}, rules);
    await operator.untilReady();
    causes = createEventLog<string>('Offhook');
    operator.app.ctl.on('app/changed', ({ cause }) => causes.add(cause));
  }
  const untilEnded = (number: string): Promise<CtlCall> =>
    operator.untilCall('ended', ({ state, remote }) => state === 'ended' && remote.number === number);
  /** Where the calls went, each once: an INVITE is challenged and sent again. */
  const askedSince = (since: number): readonly string[] => {
    const invites = bed.events
      .all()
      .slice(since)
      .filter(({ kind, method }) => kind === 'request' && method === 'INVITE');
    return [...new Set(invites.map(({ uri }) => uri))];
  };

  it('[23] within the domain is followed by the setting, and both hear each other', async () => {
    await startWith({ followRedirect: 'own-domain' });
    const since = bed.events.mark();
    await operator.dial('401');
    const call = await operator.untilCall('active', ({ state }) => state === 'active');
    expect((await operator.app.state()).calls.map(({ id }) => id)).toEqual([call.id]);
    await untilSoundBothWays(operator.stats);
    await customer.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
    expect(askedSince(since)).toEqual(['sip:401@pbx.test', 'sip:201@pbx.test']);
    await operator.press('hook');
    await operator.untilCall('ended', ({ state }) => state === 'ended');
  });

  it('[23] that goes round in a circle is followed once and then laid before the operator', async () => {
    await startWith({ followRedirect: 'own-domain' });
    const since = bed.events.mark();
    await operator.dial('402');
    expect(await untilEnded('402')).toMatchObject({ endedBy: 'remote', reason: 'call.failed' });
    await causes.until('offered', (cause) => cause === 'redirect');
    await operator.dial('9486');
    await untilEnded('9486');
    expect(askedSince(since)).toEqual(['sip:402@pbx.test', 'sip:403@pbx.test', 'sip:9486@pbx.test']);
  });

  it.each<[string, string, Partial<LineRules>]>([
    ['to another domain', '404', { followRedirect: 'own-domain' }],
    ['within the domain, without the setting,', '401', {}],
  ])('[23] %s is laid before the operator and not followed', async (_, number, rules) => {
    await startWith(rules);
    const [since, mark] = [bed.events.mark(), customer.events.mark()];
    await operator.dial(number);
    await untilEnded(number);
    await causes.until('offered', (cause) => cause === 'redirect');
    await operator.dial('9486');
    await untilEnded('9486');
    expect(askedSince(since)).toEqual([`sip:${number}@pbx.test`, 'sip:9486@pbx.test']);
    expect(customer.events.all().slice(mark)).toEqual([]);
  });
});
