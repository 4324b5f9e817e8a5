import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callEndSchema } from '../../../electron/common/call/call-end.ts';
import { endedBySchema } from '../../../electron/common/call/call-model.ts';
import { explainEnd, type EndedCall } from '../../../electron/common/call/explain-end.ts';
import {
  headsetEventSchema,
  type HeadsetEventEntry,
} from '../../../electron/common/contract/headset-panel.ts';

const at = 1_700_000_000_000;
const ended = (facts: Partial<EndedCall>): EndedCall => ({
  id: 'a',
  at,
  endedBy: 'operator',
  cause: 'line',
  sipStatus: null,
  direction: 'incoming',
  answeredAt: at - 60_000,
  ...facts,
});
const seen = (msBefore: number, what: HeadsetEventEntry['what'], detail: string): HeadsetEventEntry => ({
  at: at - msBefore,
  what,
  detail,
});

describe('a call that the operator ended', () => {
  it.each([
    ['desk hangup', 'desk'],
    ['desk reject', 'desk'],
    ['desk transfer', 'desk'],
    ['desk answer', 'desk'],
    ['ctl hangup', 'ctl'],
    ['notification reject', 'notification'],
    ['script conduct', 'script'],
    // Nobody wished it: refused in a pause, or the program was closed.
    ['line', 'program'],
    ['phone page gone', 'program'],
    ['desktop', 'program'],
    ['', 'program'],
  ] as const)('came through where the wish came from: %s', (cause, through) => {
    expect(explainEnd(ended({ cause }), []).through).toBe(through);
    // What the headset did just then changes nothing: the wish is known.
    expect(explainEnd(ended({ cause }), [seen(100, 'pressed', 'end')]).through).toBe(through);
  });

  it.each([
    ['a press just before', [seen(40, 'pressed', 'end')], 'button'],
    ['a press 2 s before', [seen(2_000, 'pressed', 'end')], 'button'],
    ['a rejecting press', [seen(40, 'pressed', 'reject incoming')], 'button'],
    ['a rejecting press for a waiting call', [seen(40, 'pressed', 'reject waiting')], 'button'],
    ['a press that also answers the next', [seen(40, 'pressed', 'endAndAnswer')], 'button'],
    ['a press too long ago', [seen(2_001, 'pressed', 'end')], 'program'],
    ['a press after the end', [seen(-1, 'pressed', 'end')], 'program'],
    ['another press', [seen(40, 'pressed', 'toggleMute')], 'program'],
    ['an echo', [seen(40, 'echo', 'hook 0')], 'program'],
    ['an unplug', [seen(40, 'detached', 'could not read')], 'program'],
    ['a repeated press', [seen(40, 'repeated', 'end')], 'program'],
    ['nothing on record', [], 'program'],
    [
      'a press with a sign of another program',
      [seen(40, 'shared', 'possible conflict'), seen(40, 'pressed', 'end')],
      'shared',
    ],
    [
      'a sign of another program 100 ms after the press',
      [seen(140, 'pressed', 'end'), seen(40, 'shared', 'headset-in-use')],
      'shared',
    ],
    [
      'a sign of another program 101 ms before the press',
      [seen(141, 'shared', 'possible conflict'), seen(40, 'pressed', 'end')],
      'button',
    ],
    [
      'a press that the guard held back, then one that counted',
      [seen(1_500, 'shared', 'possible conflict'), seen(1_500, 'guarded', 'end'), seen(40, 'pressed', 'end')],
      'button',
    ],
    [
      'of two presses the later one',
      [seen(1_500, 'shared', 'possible conflict'), seen(1_500, 'pressed', 'end'), seen(40, 'pressed', 'end')],
      'button',
    ],
  ] as const)('through the headset: %s', (_, events, through) => {
    expect(explainEnd(ended({ cause: 'headset end' }), events).through).toBe(through);
    expect(explainEnd(ended({ cause: 'headset reject', answeredAt: null }), events).through).toBe(through);
  });
});

describe('a call that somebody or something else ended', () => {
  it.each([
    // RFC 3261: 21.4.9 Request Timeout, 21.4.18 Temporarily Unavailable, 21.4.25 Request Terminated
    ['remote', 408, 'outgoing', null, 'timeout'],
    ['remote', 480, 'outgoing', null, 'timeout'],
    ['remote', 487, 'outgoing', null, 'timeout'],
    ['remote', 480, 'outgoing', at - 1_000, 'remote'],
    ['remote', 486, 'outgoing', null, 'remote'],
    ['remote', 603, 'outgoing', null, 'remote'],
    ['remote', 404, 'outgoing', null, 'remote'],
    ['remote', 503, 'outgoing', null, 'remote'],
    ['remote', null, 'outgoing', at - 1_000, 'remote'],
    // A CANCEL carries no status: the caller gave up.
    ['remote', null, 'incoming', null, 'remote'],
    ['remote', null, 'incoming', at - 1_000, 'remote'],
    ['elsewhere', null, 'incoming', null, 'elsewhere'],
    // A dialog that answers 408 or 481 is gone: section 12.2.1.2.
    ['network', 408, 'outgoing', at - 1_000, 'network'],
    ['network', 481, 'incoming', at - 1_000, 'network'],
    ['network', null, 'outgoing', null, 'network'],
    ['program', 488, 'incoming', null, 'program'],
    ['program', null, 'incoming', at - 1_000, 'program'],
  ] as const)('%s, status %s, %s, answered %s: %s', (endedBy, sipStatus, direction, answeredAt, through) => {
    const call = ended({ endedBy, sipStatus, direction, answeredAt });
    expect(explainEnd(call, []).through).toBe(through);
    // A press while the other side hung up ends nothing.
    expect(explainEnd(call, [seen(40, 'pressed', 'end')]).through).toBe(through);
    expect(explainEnd({ ...call, cause: 'headset end' }, [seen(40, 'pressed', 'end')]).through).toBe(through);
  });
});

describe('the evidence', () => {
  it('is what the headset did in the ten seconds before, oldest first', () => {
    const events = [
      seen(10_001, 'attached', 'Jabra'),
      seen(10_000, 'pressed', 'answer'),
      seen(20, 'detached', 'gone'),
      seen(0, 'fault', 'late'),
      seen(-5, 'pressed', 'answer'),
    ];
    expect(explainEnd(ended({ endedBy: 'remote' }), events)).toEqual({
      id: 'a',
      at,
      endedBy: 'remote',
      through: 'remote',
      sipStatus: null,
      evidence: events.slice(1, 4),
    });
  });

  it('is never more than a hundred lines, the newest', () => {
    const events = Array.from({ length: 250 }, (_, index) => seen(250 - index, 'repeated', String(index)));
    const { evidence } = explainEnd(ended({}), events);
    expect(evidence).toEqual(events.slice(150));
  });

  it('and the verdict fit the schema, whatever happened', () => {
    const event = fc.record({
      at: fc.integer({ min: at - 12_000, max: at + 100 }),
      what: fc.constantFrom(...headsetEventSchema.shape.what.options),
      detail: fc.constantFrom('end', 'reject incoming', 'answer', 'hook 0', ''),
    });
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 150 }),
        fc.constantFrom(...endedBySchema.options),
        fc.constantFrom('headset end', 'desk hangup', 'line', 'script conduct', 'x'),
        fc.option(fc.constantFrom(200, 408, 480, 486, 487, 603)),
        fc.option(fc.constant(at - 5_000)),
        (events, endedBy, cause, sipStatus, answeredAt) => {
          const sorted = events.toSorted((a, b) => a.at - b.at);
          const end = explainEnd(ended({ endedBy, cause, sipStatus, answeredAt }), sorted);
          expect(callEndSchema.parse(end)).toEqual(end);
          if (end.through === 'button' || end.through === 'shared')
            expect(end.evidence.some(({ what }) => what === 'pressed') || events.length > 100).toBe(true);
        },
      ),
    );
  });
});
