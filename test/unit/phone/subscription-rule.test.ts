import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  stepSubscription,
  unsubscribed,
  type SubscriptionEvent,
  type SubscriptionState,
} from '../../../renderer/phone/sip/events/subscription-rule.ts';

const asking: SubscriptionState = { phase: 'asking', failures: 0, expiresSeconds: 600 };
const active: SubscriptionState = { ...asking, phase: 'active' };

const rejected = (
  status: number,
  rest: { retryAfterSeconds?: number; minExpiresSeconds?: number } = {},
): SubscriptionEvent => ({
  type: 'rejected',
  status,
  retryAfterSeconds: null,
  minExpiresSeconds: null,
  ...rest,
});
const ended = (reason: string | null, retryAfterSeconds: number | null = null): SubscriptionEvent => ({
  type: 'notified',
  state: 'terminated',
  expiresSeconds: null,
  reason,
  retryAfterSeconds,
});

const timerOf = (state: SubscriptionState, event: SubscriptionEvent, random = 0.5) => {
  const { effects } = stepSubscription(state, event, random);
  const timer = effects.find(({ type }) => type === 'set-timer');
  return timer?.type === 'set-timer' ? { name: timer.name, ms: timer.ms } : null;
};

describe('a subscription', () => {
  it.each([401, 403, 404, 405, 407, 410, 489, 501, 603, 604])(
    'refused with %i is hidden and not asked again',
    (status) => {
      for (const state of [asking, active]) {
        const step = stepSubscription(state, rejected(status), 0.5);
        expect(step.state.phase).toBe('refused');
        expect(step.effects).toContainEqual({ type: 'publish', state: 'hidden' });
        expect(step.effects.some(({ type }) => type === 'set-timer')).toBe(false);
      }
    },
  );

  it.each([408, 480, 481, 500, 503])('that fails with %i is made anew soon, then ever later', (status) => {
    expect(timerOf(active, rejected(status))).toEqual({ name: 'ask', ms: 500 });
    const delays = [1, 2, 3, 10].map((failures) => timerOf({ ...asking, failures }, rejected(status))?.ms);
    expect(delays).toEqual([4_000, 8_000, 16_000, 300_000]);
  });

  it('waits as long as Retry-After says', () => {
    expect(timerOf(asking, rejected(503, { retryAfterSeconds: 90 }))).toEqual({ name: 'ask', ms: 91_000 });
  });

  it('asks for as long as the exchange wants at least', () => {
    const step = stepSubscription(asking, rejected(423, { minExpiresSeconds: 1_800 }), 0.5);
    const next = stepSubscription(step.state, { type: 'timer', name: 'ask' }, 0.5);
    expect(next.effects).toEqual([{ type: 'ask', expiresSeconds: 1_800 }]);
  });

  it.each([
    ['deactivated', 'waiting'],
    ['timeout', 'waiting'],
    ['probation', 'waiting'],
    ['giveup', 'waiting'],
    [null, 'waiting'],
    ['rejected', 'refused'],
    ['noresource', 'refused'],
    ['invariant', 'settled'],
  ] as const)('that the exchange ends with reason %s is then %s', (reason, phase) => {
    expect(stepSubscription(active, ended(reason), 0.5).state.phase).toBe(phase);
  });

  it('is refreshed at another moment each time, between half and four fifths of what was granted', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 20, max: 3_600 }),
        (random, expiresSeconds) => {
          const timer = timerOf(asking, { type: 'accepted', expiresSeconds }, random);
          expect(timer?.name).toBe('refresh');
          expect(timer?.ms).toBeGreaterThanOrEqual(expiresSeconds * 500);
          expect(timer?.ms).toBeLessThanOrEqual(expiresSeconds * 800);
        },
      ),
    );
  });

  it('is asked for again after a silence and after a document that was missed', () => {
    for (const event of [{ type: 'silent' }, { type: 'gap' }] as const) {
      expect(timerOf(active, event)).toEqual({ name: 'ask', ms: 500 });
      expect(stepSubscription(active, event, 0.5).effects).toContainEqual({ type: 'forget' });
    }
  });

  it('never asks more than a few times a minute, whatever the exchange does with it', () => {
    const answers: SubscriptionEvent[] = [
      { type: 'accepted', expiresSeconds: 600 },
      { type: 'notified', state: 'active', expiresSeconds: 600, reason: null, retryAfterSeconds: null },
      ended('deactivated'),
      ended('timeout'),
      rejected(481),
      rejected(500),
      { type: 'silent' },
      { type: 'gap' },
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...answers), fc.double({ min: 0, max: 0.999, noNaN: true })), {
          minLength: 40,
          maxLength: 80,
        }),
        (events) => {
          let state = stepSubscription(unsubscribed, { type: 'start', spreadMs: 0 }, 0).state;
          let now = 0;
          const askedAt: number[] = [];
          let due = 0;
          for (const [event, random] of events) {
            if (state.phase === 'waiting') {
              now = due;
              askedAt.push(now);
              state = stepSubscription(state, { type: 'timer', name: 'ask' }, random).state;
            }
            const step = stepSubscription(state, event, random);
            state = step.state;
            for (const effect of step.effects)
              if (effect.type === 'set-timer' && effect.name === 'ask') due = now + effect.ms;
          }
          for (const start of askedAt)
            expect(askedAt.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(7);
        },
      ),
    );
  });

  it('lets everything go when the line is lost, and says that it knows nothing any more', () => {
    const step = stepSubscription(active, { type: 'lost' }, 0.5);
    expect(step.state.phase).toBe('off');
    expect(step.effects).toEqual([
      { type: 'clear-timers' },
      { type: 'forget' },
      { type: 'publish', state: 'unknown' },
    ]);
  });

  it('asks afresh on a new socket, also what was refused on the one before', () => {
    for (const phase of ['off', 'active', 'refused', 'settled', 'waiting'] as const) {
      const step = stepSubscription({ ...active, phase }, { type: 'start', spreadMs: 2_000 }, 0.25);
      expect(step.effects).toContainEqual({ type: 'set-timer', name: 'ask', ms: 500 });
    }
  });
});
