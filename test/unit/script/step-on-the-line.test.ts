import { describe, expect, it } from 'vitest';
import { atFlat, back, call, detour, jump, key, on, refusal } from './script-run.ts';

describe('a hold', () => {
  const atHold = () => atFlat().go(jump('look'));

  it('takes the reason by a digit, and thanks on return', () => {
    const run = atHold().go(key(2));
    expect(run.effects).toEqual([{ kind: 'hold', reason: 'ask-engineer' }]);
    expect(run.state.path.at(-1)?.answer).toBe('ask-engineer');
    expect(run.go(call('held')).phase).toBe('held');
    expect(run.go(on).effects).toEqual([{ kind: 'retrieve' }]);
    expect(run.go(call('retrieved')).phase).toBe('thanks');
    expect(run.go(on).node).toBe('rules');
  });

  it('by the headset button needs no reason; a caller who will not wait is not held', () => {
    expect(atHold().go(call('held'), call('retrieved')).phase).toBe('thanks');
    expect(atHold().go(on).node).toBe('rules');
    expect(atHold().go(key(3)).effects).toEqual(refusal('no-such-answer'));
  });

  it('never makes the line wait for the script', () => {
    const run = atFlat().go(call('held'));
    expect([run.node, run.state.held, run.effects]).toEqual(['flat', true, []]);
    expect(run.go(jump('look')).phase).toBe('held');
  });

  it('that ends during a detour is thanked for afterwards', () => {
    const run = atHold().go(call('held'), detour(0), call('retrieved'), key(1));
    expect([run.node, run.phase]).toEqual(['look', 'thanks']);
  });

  it('shown again by back takes its phase from the line', () => {
    const run = atHold().go(call('held'), call('retrieved'), on, back);
    expect([run.node, run.phase]).toEqual(['look', 'thanks']);
    expect(atHold().go(on, call('held'), back).phase).toBe('held');
  });
});

describe('a transfer', () => {
  const atOffice = () => atFlat().go(jump('office'));

  it('is asked for, and ends the script when it succeeds', () => {
    const run = atOffice().go(on);
    expect(run.effects).toEqual([{ kind: 'transfer', to: 'business-desk' }]);
    run.go(call('transferred'));
    expect(run.effects).toEqual([{ kind: 'outcome', outcome: 'handed-over' }]);
    expect([run.state.outcome, run.state.done]).toEqual(['handed-over', 'transferred']);
    expect(run.go(on).effects).toEqual(refusal('over'));
  });

  it('that failed has its words where the language has them', () => {
    const run = atOffice().go(on, call('transfer-failed'));
    expect(run.phase).toBe('failed');
    expect(run.go(on).node).toBe('forwarding');
    expect(atOffice().go({ type: 'language', code: 'ro' }, on, call('transfer-failed')).node).toBe(
      'forwarding',
    );
  });
});

describe('the conduct protocol', () => {
  const atWarning = () => atFlat().go(detour(0), key(2));

  it('ends the call only after the set number of warnings, closing words first', () => {
    const run = atWarning().go(key(2));
    expect(run.effects).toEqual(refusal('warning-first'));
    expect(run.go(key(1)).effects).toEqual([{ kind: 'conduct-warning', count: 1 }]);
    expect(run.go(key(2)).effects).toEqual(refusal('warning-first'));
    run.go(key(1), key(2));
    expect([run.phase, run.state.done]).toEqual(['closing', null]);
    run.go(on);
    expect(run.effects).toEqual([
      { kind: 'outcome', outcome: 'conduct' },
      { kind: 'hang-up', reason: 'conduct' },
    ]);
    expect([run.state.done, run.state.outcome]).toEqual(['conduct', 'conduct']);
  });

  it('returns to the talk when the caller complies; a warning said stays said', () => {
    const run = atWarning().go(key(1), on);
    expect(run.node).toBe('flat');
    expect(run.go(back, back).state.warnings).toBe(1);
  });
});
