import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBed, startColleague, type Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { createEventLog, type EventLog } from '../support/bed/event-log.ts';
import { loud } from '../support/bed/hearing.ts';
import { startOperator, type CtlCall, type Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';
import { untilSoundReceived } from '../support/bed/sound-flow.ts';

describe('[23] a redirection (302) by Asterisk, followed within the domain by the setting', () => {
  let bed: Bed;
  let colleague: Baresip;
  let operator: Operator;
  let causes: EventLog<string>;

  beforeAll(async () => {
    bed = await startBed();
    colleague = await startColleague(bed);
    operator = await startOperator(bed.folder, {}, { followRedirect: 'own-domain' });
    await operator.untilReady();
    causes = createEventLog<string>('Offhook');
    operator.app.ctl.on('app/changed', ({ cause }) => causes.add(cause));
  });
  afterEach(async () => {
    await bed.asterisk.endAllCalls();
    await operator.endAllCalls();
  });
  afterAll(async () => {
    await operator.stop();
    await colleague.stop();
    await bed.stop();
  });

  const untilEnded = (number: string): Promise<CtlCall> =>
    operator.untilCall('ended', ({ state, remote }) => state === 'ended' && remote.number === number);
  const dialledIn = (since: number): readonly string[] =>
    bed.asterisk.manager.events
      .all()
      .slice(since)
      .flatMap((event) => (event.get('event') === 'Newchannel' ? (event.get('exten') ?? []) : []));

  it('[23] the colleague rings, answers and hears the operator', async () => {
    const mark = colleague.events.mark();
    await operator.dial('611');
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since: mark });
    colleague.accept();
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundReceived(operator.stats);
    await colleague.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
  });

  it.each([
    ['in a circle', '612', ['612', '613']],
    ['to another domain', '614', ['614']],
  ])('[23] %s it ends with an offer to the operator', async (_, number, dialled) => {
    const [since, before] = [bed.asterisk.manager.events.mark(), causes.mark()];
    await operator.dial(number);
    expect(await untilEnded(number)).toMatchObject({ endedBy: 'remote' });
    await causes.until('offered', (cause) => cause === 'redirect', { since: before });
    await operator.dial('810');
    await untilEnded('810');
    expect(dialledIn(since)).toEqual([...dialled, '810']);
  });
});
