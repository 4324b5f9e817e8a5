import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { silentStart, stepSpeech } from '../../../electron/exchange/media/detect-speech.ts';
import { planAnswer } from '../../../electron/exchange/robots/answer-plan.ts';
import { formatCaller } from '../../../electron/exchange/robots/caller-headers.ts';
import {
  startConversation,
  stepConversation,
  type Conversation,
  type ConversationEvent,
} from '../../../electron/exchange/robots/conversation.ts';
import {
  startLeg,
  stepLeg,
  type LegEffect,
  type LegEvent,
  type LegState,
} from '../../../electron/exchange/robots/leg-machine.ts';
import { readReplaces } from '../../../electron/exchange/robots/transfer.ts';

describe('what a customer says', () => {
  /** Plays events, with 20 ms of time between them wherever the clock jumps; gives each act with its time. */
  function play(
    events: readonly ConversationEvent[],
    limitMs = 240_000,
  ): { acts: string[]; state: Conversation } {
    let state = startConversation('bill', limitMs, 0);
    const acts: string[] = [];
    for (const event of events) {
      const step = stepConversation(state, event);
      state = step.state;
      for (const effect of step.effects)
        acts.push(`${event.at} ${effect.type === 'say' ? effect.phrase : effect.type}`);
    }
    return { acts, state };
  }
  const ticks = (from: number, to: number): ConversationEvent[] =>
    Array.from({ length: (to - from) / 100 }, (_, at) => ({ type: 'time-passed', at: from + at * 100 }));

  test('the need is named when the operator has greeted', () => {
    const { acts } = play([
      { type: 'operator-started', at: 200 },
      ...ticks(300, 2_000),
      { type: 'operator-stopped', at: 2_000 },
    ]);
    expect(acts).toEqual(['2000 bill']);
  });

  test('a silent operator is greeted after a second and a half', () => {
    expect(play(ticks(0, 2_000)).acts).toEqual(['1500 bill']);
  });

  test('an operator who speaks without a pause is interrupted after four seconds', () => {
    expect(play([{ type: 'operator-started', at: 100 }, ...ticks(100, 5_000)]).acts).toEqual(['4000 bill']);
  });

  test('each pause of the operator is answered, but nobody speaks over himself', () => {
    const { acts } = play([
      { type: 'operator-stopped', at: 1_000 },
      { type: 'operator-stopped', at: 2_000 },
      { type: 'phrase-ended', at: 3_000 },
      { type: 'operator-stopped', at: 4_000 },
    ]);
    expect(acts).toEqual(['1000 bill', '4000 yes']);
  });

  test('into a long silence the customer asks, then repeats the need, in turns', () => {
    const { acts } = play([
      { type: 'operator-stopped', at: 0 },
      { type: 'phrase-ended', at: 3_000 },
      ...ticks(3_000, 9_000),
      { type: 'phrase-ended', at: 9_000 },
      ...ticks(9_000, 15_000),
    ]);
    expect(acts).toEqual(['0 bill', '8000 waiting', '14000 bill']);
  });

  test('on hold the customer is silent, and patient again afterwards', () => {
    const { acts } = play([
      { type: 'operator-stopped', at: 0 },
      { type: 'held', at: 1_000 },
      { type: 'held', at: 1_100 },
      ...ticks(1_100, 60_000),
      { type: 'resumed', at: 60_000 },
      ...ticks(60_000, 64_000),
    ]);
    expect(acts).toEqual(['0 bill', '1000 hush']);
  });

  test('when the time is up the customer takes leave and then hangs up', () => {
    const events: ConversationEvent[] = [
      { type: 'operator-stopped', at: 0 },
      { type: 'phrase-ended', at: 900 },
      ...ticks(1_000, 1_300),
      { type: 'phrase-ended', at: 2_000 },
      ...ticks(2_000, 9_000),
    ];
    expect(play(events, 1_000).acts).toEqual(['0 bill', '1000 thanks', '2000 hang-up']);
  });

  test('a customer kept on hold over the time hangs up without a word', () => {
    expect(play([{ type: 'held', at: 100 }, ...ticks(500, 1_500)], 1_000).acts).toEqual([
      '100 hush',
      '1000 hang-up',
    ]);
  });

  test('whatever happens, the customer hangs up once at most and says nothing while held or after it', () => {
    const kinds = [
      'operator-started',
      'operator-stopped',
      'phrase-ended',
      'held',
      'resumed',
      'time-passed',
    ] as const;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(3_000)), { maxLength: 80 }),
        (steps) => {
          let at = 0;
          let state = startConversation('outage', 20_000, 0);
          let hangUps = 0;
          for (const [type, ms] of steps) {
            at += ms;
            const before = state;
            const step = stepConversation(state, { type, at });
            state = step.state;
            const speaks = step.effects.some((effect) => effect.type === 'say');
            if (speaks && (state.isHeld || before.stage === 'gone' || before.isSpeaking)) return false;
            hangUps += step.effects.filter((effect) => effect.type === 'hang-up').length;
          }
          return hangUps <= 1;
        },
      ),
    );
  });
});

describe('hearing', () => {
  const listen = (levels: readonly (readonly [number, number])[]): string[] => {
    let state = silentStart;
    let at = 0;
    const heard: string[] = [];
    for (const [level, ms] of levels) {
      for (const end = at + ms; at < end; at += 20) {
        const step = stepSpeech(state, level, at);
        state = step.state;
        if (step.change !== undefined) heard.push(`${at} ${step.change}`);
      }
    }
    return heard;
  };

  test('speech begins after 60 ms of sound and ends after 700 ms of silence', () => {
    expect(
      listen([
        [0, 200],
        [0.1, 500],
        [0, 1_000],
      ]),
    ).toEqual(['260 started', '1400 stopped']);
  });

  test('a click is no speech and a short pause no end of it', () => {
    expect(
      listen([
        [0.3, 40],
        [0, 500],
      ]),
    ).toEqual([]);
    expect(
      listen([
        [0.1, 200],
        [0, 600],
        [0.1, 200],
        [0, 640],
      ]),
    ).toEqual(['60 started']);
  });

  test('room noise is no speech', () => {
    expect(listen([[0.01, 2_000]])).toEqual([]);
  });
});

describe('the life of a leg', () => {
  const play = (
    direction: LegState['direction'],
    ...events: LegEvent[]
  ): { state: LegState; effects: LegEffect[][] } => {
    let state = startLeg(direction);
    const effects = events.map((event) => {
      const step = stepLeg(state, event);
      state = step.state;
      return [...step.effects];
    });
    return { state, effects };
  };
  const hangUp: LegEvent = { type: 'hang-up' };
  const accepted: LegEvent = { type: 'accepted' };

  test('a dialled call rings, is answered and ended by the other side', () => {
    const { state, effects } = play('outgoing', { type: 'progressed' }, accepted, { type: 'left' });
    expect(effects).toEqual([[], ['acknowledge'], ['release']]);
    expect(state).toMatchObject({ phase: 'ended', status: 200 });
  });

  test('giving up cancels and waits for the 487', () => {
    const { state, effects } = play(
      'outgoing',
      hangUp,
      { type: 'progressed' },
      { type: 'refused', status: 487 },
    );
    expect(effects).toEqual([['cancel'], [], ['release']]);
    expect(state).toMatchObject({ phase: 'ended', status: 487 });
  });

  test('an answer faster than the CANCEL is acknowledged and ended with BYE', () => {
    expect(play('outgoing', hangUp, accepted).effects).toEqual([
      ['cancel'],
      ['acknowledge', 'bye', 'release'],
    ]);
  });

  test('a repeated answer is acknowledged again and changes nothing', () => {
    const { state, effects } = play('outgoing', accepted, accepted);
    expect(effects[1]).toEqual(['acknowledge']);
    expect(state.phase).toBe('talking');
  });

  test('an incoming call that is not answered can be refused or cancelled', () => {
    expect(play('incoming', hangUp)).toMatchObject({
      effects: [['refuse', 'release']],
      state: { status: 480 },
    });
    expect(play('incoming', { type: 'left' })).toMatchObject({
      effects: [['release']],
      state: { status: 487 },
    });
  });

  test('hanging up a talk sends one BYE, however often it is pressed', () => {
    expect(play('incoming', accepted, hangUp, hangUp).effects).toEqual([[], ['bye', 'release'], []]);
  });
});

describe('numbers that can be dialled in practice', () => {
  test.each([
    ['810', { type: 'refuse', status: 486, ringMs: 0 }],
    ['811', { type: 'refuse', status: 404, ringMs: 0 }],
    ['812', { type: 'refuse', status: 480, ringMs: 3_000 }],
    ['813', { type: 'refuse', status: 503, ringMs: 0 }],
    ['814', { type: 'refuse', status: 603, ringMs: 2_000 }],
    ['815', { type: 'answer', endAfterMs: 5_000 }],
    ['600', { type: 'answer', voice: 'echo' }],
    ['105', { type: 'answer', voice: 'customer' }],
    ['+380671234567', { type: 'answer', ringMs: 2_000, customer: { language: 'uk' } }],
    ['+40721234567', { type: 'answer', customer: { language: 'ro' } }],
    ['+989121234567', { type: 'answer', customer: { language: 'fa' } }],
    ['0671234567', { type: 'answer' }],
  ])('%s', (number, plan) => {
    expect(planAnswer(number, [])).toMatchObject(plan);
  });

  test.each(['', '99', '1000', 'leg-abc', '+12', 'bob'])('%j does not exist', (number) => {
    expect(planAnswer(number, [])).toBeUndefined();
  });

  test('a customer who has called before answers with the own name, language and need', () => {
    const known = {
      number: '+380671234567',
      name: 'Ion',
      language: 'ro',
      need: 'outage',
      withheld: false,
    } as const;
    expect(planAnswer('+380671234567', [known])).toMatchObject({ customer: known });
  });
});

describe('who calls', () => {
  const customer = {
    number: '#31',
    name: 'A "B" \\ C\r\nX-Evil: 1',
    language: 'en',
    need: 'complaint',
    withheld: false,
  } as const;

  test('a name cannot break out of its quotes, a number not out of its URI', () => {
    expect(formatCaller(customer, 'practice.invalid').from).toBe(
      '"A \\"B\\" \\\\ C  X-Evil: 1" <sip:%2331@practice.invalid>',
    );
  });

  test('a withheld customer leaves no trace', () => {
    const { from, headers } = formatCaller({ ...customer, withheld: true }, 'practice.invalid');
    const text = JSON.stringify([from, headers]);
    expect(text).toContain('anonymous.invalid');
    expect(headers).toContainEqual({ name: 'Privacy', value: 'id' });
    expect(text).not.toMatch(/%2331|#31|X-Evil/);
  });
});

test('a Replaces value names a dialog', () => {
  expect(readReplaces('98732@x.invalid;from-tag=r33;to-tag=f44;early-only')).toEqual({
    callId: '98732@x.invalid',
    toTag: 'f44',
    fromTag: 'r33',
  });
  expect(readReplaces('98732@x.invalid;to-tag=f44')).toBeUndefined();
});
