import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LineRules } from '../../electron/common/call/line-rules.ts';
import { startBed, startColleague, type Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { createEventLog, type EventLog } from '../support/bed/event-log.ts';
import { loud } from '../support/bed/hearing.ts';
import type { ManagerMessage } from '../support/bed/manager.ts';
import { startOperator, type Operator } from '../support/bed/operator.ts';
import { operatorTone } from '../support/bed/pitches.ts';

describe('[70] an incoming REFER from Asterisk', () => {
  let bed: Bed;
  let colleague: Baresip;
  let operator: Operator;
  let causes: EventLog<string>;

  beforeAll(async () => {
    bed = await startBed();
    colleague = await startColleague(bed);
  });
  afterEach(async () => {
    await bed.asterisk.endAllCalls();
    await operator.stop();
  });
  afterAll(async () => {
    await colleague.stop();
    await bed.stop();
  });

  /** Calls a number that asks to call 110 instead; resolves as soon as it talks. */
  async function beAsked(rules: Partial<LineRules>): Promise<void> {
    operator = await startOperator(bed.folder, {}, rules);
    await operator.untilReady();
    causes = createEventLog<string>('Offhook');
    operator.app.ctl.on('app/changed', ({ cause }) => causes.add(cause));
    await operator.dial('609');
    await operator.untilCall('active', ({ state }) => state === 'active');
  }
  /** What Asterisk made of the answer to its request. */
  const isOutcome = (event: ManagerMessage): boolean => event.get('userevent') === 'Asked';
  const untilToldToAsterisk = (since: number): Promise<ManagerMessage> =>
    bed.asterisk.manager.events.until('the outcome', isOutcome, { since });
  /** What happened at the phone to which the request points; registrations are renewed at any time. */
  const callsThere = (since: number): readonly string[] =>
    colleague.events
      .all()
      .slice(since)
      .map(({ type }) => type)
      .filter((type) => type.startsWith('CALL'));
  const rings = (since: number) =>
    colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });

  it.each<Partial<LineRules>>([{}, { transferRequests: 'refuse' }])(
    '[70] is refused with 603 where the settings are %j, and nothing is dialled or asked',
    async (rules) => {
      const [since, mark] = [bed.asterisk.manager.events.mark(), colleague.events.mark()];
      await beAsked(rules);
      const outcome = await untilToldToAsterisk(since);
      expect([outcome.get('outcome'), outcome.get('sipstatus')]).toEqual(['FAILURE', '603']);
      // A call to another number later, the phone to which the request pointed has still not been called.
      await operator.endAllCalls();
      await operator.dial('810');
      await operator.untilCall('ended', ({ state }) => state === 'ended');
      expect(callsThere(mark)).toEqual([]);
      expect(causes.all()).not.toContain('transfer request');
    },
  );

  it('[70] is laid before the operator, dialled on their word, and Asterisk learns that it worked', async () => {
    const [since, mark] = [bed.asterisk.manager.events.mark(), colleague.events.mark()];
    await beAsked({ transferRequests: 'ask' });
    await causes.until('asked', (cause) => cause === 'transfer request');
    expect((await operator.app.state()).calls).toHaveLength(1);
    expect(callsThere(mark)).toEqual([]);

    await operator.dial('110');
    await rings(mark);
    await operator.untilCall(
      'ringing there',
      ({ state, remote }) => state === 'ringing' && remote.number === '110',
    );
    expect(bed.asterisk.manager.events.all().slice(since).some(isOutcome)).toBe(false);
    colleague.accept();
    await operator.untilCall('active', ({ state, remote }) => state === 'active' && remote.number === '110');
    await colleague.hears('the operator', [operatorTone], (heard) => loud(heard, operatorTone));
    const outcome = await untilToldToAsterisk(since);
    expect(outcome.get('outcome')).toBe('SUCCESS');
  });

  it('[70] that was dialled and rejected is told to Asterisk as rejected', async () => {
    const [since, mark] = [bed.asterisk.manager.events.mark(), colleague.events.mark()];
    await beAsked({ transferRequests: 'ask' });
    await causes.until('asked', (cause) => cause === 'transfer request');
    await operator.dial('110');
    await rings(mark);
    colleague.hangUp();
    const outcome = await untilToldToAsterisk(since);
    expect(outcome.get('outcome')).toBe('FAILURE');
    expect(Number(outcome.get('sipstatus'))).toBeGreaterThanOrEqual(400);
    expect((await operator.app.state()).calls.some(({ state }) => state !== 'ended')).toBe(true);
  });
});
