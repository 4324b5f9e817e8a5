import { describe, expect, it } from 'vitest';
import { callRecordSchema } from '../../../electron/common/call/call-record.ts';
import { recordRun, topFrame } from '../../../electron/common/script/run-state.ts';
import { startScript } from '../../../electron/common/script/start-script.ts';
import { step } from '../../../electron/common/script/step.ts';
import { fixtureSource, inGraph, inText, loadOrThrow } from './fixture-scripts.ts';
import {
  atFlat,
  back,
  call,
  detour,
  jump,
  key,
  library,
  on,
  refusal,
  Run,
  script,
  value,
} from './script-run.ts';

describe('the way through a script', () => {
  it('goes on from words, runs another script and comes back behind it', () => {
    const run = new Run();
    expect(run.node).toBe('greet');
    run.go(on);
    expect(run.state.frames.map(({ script: id, node }) => `${id}/${node}`)).toEqual([
      'moving-house/who',
      'identify/birthday',
    ]);
    run.go(value('birthday', '2.3.1980'));
    expect(run.node).toBe('known');
    expect(run.state.outcome).toBeNull();
    run.go(on);
    expect(run.node).toBe('flat');
    expect(run.state.fields).toEqual({ birthday: '1980-03-02' });
    expect(run.state.frames).toHaveLength(1);
  });

  it('goes on without a script that is not there, and says so', () => {
    const run = new Run({}).go(on);
    expect(run.node).toBe('flat');
    expect(run.effects).toEqual([{ kind: 'sub-missing', node: 'who', script: 'identify' }]);
  });

  it('takes the answer of a key, with its time, and computes on the way', () => {
    const run = atFlat().go(key(1));
    expect(run.effects).toEqual([{ kind: 'answered', node: 'flat', answer: 'in', gate: null }]);
    run.go(value('meter', '1 250,5'));
    expect(run.node).toBe('kind-of-flat');
    expect(run.state.fields).toEqual({ meter: 1250.5, cost: 2501 });
    expect(run.effects).toContainEqual({
      kind: 'field-stored',
      name: 'meter',
      value: 1250.5,
      target: 'case.meter',
    });
    expect(run.state.path.find(({ node }) => node === 'flat')).toEqual({
      node: 'flat',
      answer: 'in',
      t_ms: 3_000,
    });
  });

  it('reports the kind of gate, the article, the scheduler and the outcome as effects', () => {
    const run = atFlat().go(jump('rules'));
    expect(run.effects).toEqual([{ kind: 'open-article', article: 'moving-in' }]);
    run.go(on, on, key(1));
    expect(run.effects).toEqual([
      { kind: 'answered', node: 'agree', answer: 'yes', gate: 'consent' },
      { kind: 'outcome', outcome: 'moved' },
    ]);
    expect(run.state.outcome).toBe('moved');
    run.go(jump('forwarding'));
    expect(run.effects).toEqual([{ kind: 'open-callback' }]);
    expect(run.state.outcome).toBeNull();
  });

  it('offers a conditional answer only where its condition holds', () => {
    expect(atFlat().go(key(4)).effects).toEqual(refusal('no-such-answer'));
    const business = new Run({ library, merge: { call: { line: 'business' } } }).go(on, on, on, key(4));
    expect(business.node).toBe('office');
  });

  it('says that a formula has no value, and goes on without it', () => {
    const run = atFlat().go(jump('price'));
    expect(run.effects).toEqual([{ kind: 'calc-failed', node: 'price', field: 'cost' }]);
    expect(run.node).toBe('kind-of-flat');
  });
});

describe('what is not possible', () => {
  it.each([
    ['going on from a question', on, 'answer-needed'],
    ['a key without an answer', key(9), 'no-such-answer'],
    ['a node that is not there', jump('nowhere'), 'unknown-node'],
    ['what every object inherits', jump('constructor'), 'unknown-node'],
    ['a field that is not there', value('size', '1'), 'unknown-field'],
    ['a detour that is not there', detour(7), 'no-such-detour'],
    ['a language that is not there', { type: 'language', code: 'fa' } as const, 'unknown-language'],
    ['an empty remark', { type: 'off-script', said: ' ' } as const, 'required'],
  ])('%s is refused, and the state stays', (_, wish, reason) => {
    const run = atFlat();
    const before = run.state;
    run.go(wish);
    expect(run.effects).toEqual(refusal(reason));
    expect(run.state).toBe(before);
  });

  it('leaving a required field empty, or filling it wrongly, is refused', () => {
    const run = atFlat().go(key(1));
    expect(run.go(on).effects).toEqual(refusal('required'));
    expect(run.go(value('meter', '')).effects).toEqual(refusal('required'));
    expect(run.go(value('meter', 'a lot')).effects).toEqual(refusal('not-valid'));
    expect(run.go(value('meter', '-1')).effects).toEqual(refusal('too-small'));
    expect(run.node).toBe('meter');
  });

  it('going on at the end, and going back at the start, is refused', () => {
    expect(atFlat().go(jump('bye'), on).effects).toEqual(refusal('at-end'));
    expect(new Run().go(back).effects).toEqual(refusal('nothing-before'));
  });

  it('a step of another version is refused', () => {
    const { state } = new Run();
    const later = { ...script, version: 4 };
    expect(step(later, state, { type: 'on', at: 1 }, {})).toEqual({
      state,
      effects: refusal('other-version'),
    });
  });
});

describe('detours', () => {
  it('return to the exact step with the answers given', () => {
    const run = atFlat().go(key(1));
    const before = run.state;
    run.go(detour(0));
    expect(run.node).toBe('upset');
    run.go(key(1));
    expect(run.node).toBe('meter');
    expect(run.state.frames).toEqual(before.frames);
    expect(run.state.answers['moving-house']).toEqual({ flat: 'in', upset: 'calmer' });
  });

  it('return through one another', () => {
    const run = atFlat().go(detour(0), detour(1));
    expect(run.state.frames.map(({ node }) => node)).toEqual(['flat', 'upset', 'pause']);
    expect(run.go(on).node).toBe('upset');
    expect(run.go(key(1)).node).toBe('flat');
  });

  it('are open inside another script', () => {
    const run = new Run().go(on, detour(0));
    expect(run.node).toBe('upset');
    expect(run.go(key(1)).node).toBe('birthday');
    expect(run.go(on, on).node).toBe('flat');
  });

  it('leave the state alone when there is nothing to return to', () => {
    const run = atFlat().go(jump('upset'));
    const before = run.state;
    run.go(key(1));
    expect(run.state).toBe(before);
    expect(run.effects).toEqual(refusal('nothing-to-return-to'));
  });

  it('are not stacked upon themselves', () => {
    expect(atFlat().go(detour(0), detour(0)).effects).toEqual(refusal('already-there'));
  });
});

describe('back', () => {
  it('undoes the last step, but not what was stored', () => {
    const run = atFlat().go(key(1));
    const before = run.state;
    run.go(value('meter', '12'), back);
    expect(run.state).toEqual({ ...before, fields: { meter: 12, cost: 24 } });
    expect(run.go(back).node).toBe('flat');
    expect(run.state.answers).toEqual({});
    expect(run.go(back).node).toBe('known');
  });

  it('leads out of a detour and into one', () => {
    const run = atFlat().go(detour(0), back);
    expect(run.state.frames).toHaveLength(1);
    expect(run.go(detour(0), key(1), back).node).toBe('upset');
    expect(run.state.frames).toHaveLength(2);
  });
});

describe('the record', () => {
  it('keeps what was said off the script where it was said', () => {
    const run = atFlat().go({ type: 'off-script', said: ' I only want to complain ' });
    expect(run.node).toBe('flat');
    expect(run.effects).toEqual([{ kind: 'off-script', node: 'flat', said: 'I only want to complain' }]);
    expect(run.state.offScript).toEqual([{ node: 'flat', said: 'I only want to complain', t_ms: 4_000 }]);
  });

  it('has the form the call record asks for', () => {
    const run = atFlat().go(key(1), value('meter', '7'), { type: 'off-script', said: 'Hm' }, call('ended'));
    const record = recordRun(run.state);
    expect(callRecordSchema.shape.script.parse(record)).toEqual(record);
    expect(record.path.map(({ node }) => node)).toEqual([
      'greet',
      'identify/birthday',
      'identify/known',
      'flat',
      'meter',
      'kind-of-flat',
    ]);
    expect(record.fields).toEqual({ meter: '7', cost: '14' });
  });

  it('can still be completed after the call', () => {
    const run = atFlat().go(key(1), call('ended'), value('meter', '8'));
    expect([run.node, run.state.fields['meter'], run.state.done]).toEqual(['meter', 8, 'call-ended']);
    expect(run.go(on).effects).toEqual(refusal('over'));
  });

  it('goes on where it stood when a call that was cut off is taken back', () => {
    const run = atFlat().go(key(1), call('ended'), call('taken-back'), value('meter', '8'));
    expect([run.node, run.state.done]).toEqual(['kind-of-flat', null]);
    expect(atFlat().go(call('transferred'), call('taken-back')).state.done).toBe('transferred');
  });
});

it('a loop of formulas alone comes to an end', () => {
  const looped = inGraph(
    inGraph(fixtureSource('moving-house'), 'next: kind-of-flat', 'next: price'),
    'name: meter, type: number, required: true, min: 0, target: case.meter',
    'name: meter, type: number',
  );
  expect(() => loadOrThrow(looped)).toThrow('dead-end');
  const nodes = { ...script.nodes, price: { ...script.nodes['price'], next: 'price' } };
  const broken = { ...script, nodes } as typeof script;
  const { state } = startScript(broken, { language: 'en', at: 0 }, { library });
  const jumped = step(broken, state, { type: 'jump', node: 'price', at: 1 }, { library });
  expect(jumped).toEqual({ state, effects: refusal('endless') });
});

it('a script that calls itself comes to an end', () => {
  const circle = loadOrThrow(
    inText(
      inGraph(fixtureSource('moving-house'), 'script: identify', 'script: moving-house'),
      'en',
      '## bye',
      '## bye',
    ),
  );
  const calling = { ...circle, start: 'who' };
  const { state, effects } = startScript(calling, { language: 'ro', at: 0 });
  expect(effects).toEqual([{ kind: 'sub-missing', node: 'who', script: 'moving-house' }]);
  expect(topFrame(state).node).toBe('flat');
});
