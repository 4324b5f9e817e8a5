import { describe, expect, it } from 'vitest';
import { listCombinations } from '../../../electron/common/script/build-greeting.ts';
import type { MergeContext } from '../../../electron/common/script/merge-context.ts';
import type { ScriptState } from '../../../electron/common/script/run-state.ts';
import { startScript } from '../../../electron/common/script/start-script.ts';
import { stepViewSchema, type StepView } from '../../../electron/common/script/step-view.ts';
import { step } from '../../../electron/common/script/step.ts';
import { scriptTitle, viewStep } from '../../../electron/common/script/view-step.ts';
import { jump, key, library, script, value, type Wish } from './script-run.ts';

const merge: MergeContext = {
  company: { name: 'Lumen' },
  operator: { first_name: 'Iryna' },
  customer: { name: 'Ann_Lee' },
  time: { part: 'morning' },
};

/** The view after jumping to a node and some events. */
function viewAt(node: string, wishes: readonly Wish[] = [], context = merge, language = 'en'): StepView {
  const surroundings = { library, merge: context };
  let state: ScriptState = startScript(script, { language, at: 0 }, surroundings).state;
  for (const wish of [jump(node), ...wishes]) {
    ({ state } = step(script, state, { ...wish, at: 1 }, surroundings));
  }
  return stepViewSchema.parse(viewStep(script, state, surroundings));
}

describe('the step on screen', () => {
  it('has its words built from slots and filled with values', () => {
    const view = viewAt('greet');
    expect(view).toMatchObject({
      script: 'moving-house',
      version: 3,
      title: 'Moving house',
      language: 'en',
      languages: ['en', 'ro'],
      kind: 'say',
      words: 'Good morning, Lumen, Iryna speaking.',
      canGoOn: true,
      canReturn: false,
      outcome: null,
    });
    expect(viewAt('greet', [], { ...merge, time: { part: 'day' } }).words).toContain('Good day,');
    expect(viewAt('greet', [], {}).words).toBe(
      'Good day, \u27E6company.name\u27E7, \u27E6operator.first_name\u27E7 speaking.',
    );
  });

  it('puts the node’s own words behind the built ones, and proposes the outcome at an end', () => {
    const view = viewAt('bye');
    expect(view.words).toBe('Thank you, Ann\\_Lee.\n\nWelcome to the new flat.');
    expect([view.outcome, view.canGoOn, view.preview]).toEqual(['moved', false, null]);
  });

  it('offers the answers whose condition holds, with key and label', () => {
    expect(viewAt('flat').answers).toEqual([
      { id: 'in', key: 1, label: 'Moving in' },
      { id: 'out', key: 2, label: 'Moving out' },
    ]);
    const business = viewAt('flat', [], { ...merge, call: { line: 'business' } });
    expect(business.answers[2]).toEqual({ id: 'business', key: 4, label: 'An office of Ann_Lee' });
    expect(business).toMatchObject({
      short: 'In or out?',
      why: 'Everything else depends on this.',
      preview: null,
    });
  });

  it('describes the field, with what was typed before', () => {
    expect(viewAt('meter').field).toEqual({
      name: 'meter',
      type: 'number',
      required: true,
      value: '',
      options: [],
    });
    expect(viewAt('meter').canGoOn).toBe(false);
    const again = viewAt('meter', [value('meter', '12'), { type: 'back' }]);
    expect([again.field?.value, again.canGoOn]).toEqual(['12', true]);
    expect(viewAt('kind-of-flat').field?.options).toEqual([
      { id: 'one', label: 'One' },
      { id: 'more', label: 'More than one' },
    ]);
  });

  it('shows the next words when there is one way on, past other scripts and formulas', () => {
    expect(viewAt('rules').preview).toBe('I need two papers from you.');
    expect(viewAt('greet').preview).toBe('May I have your date of birth?');
    expect(viewAt('meter').preview).toBe('How many rooms are there?');
    expect(viewAt('meter', [{ type: 'detour', index: 1 }]).preview).toBe('What does the meter show?');
  });

  it('lists reasons and items without keys of their own', () => {
    expect(viewAt('look').items.map(({ label }) => label)).toEqual([
      'looking for the flat',
      'asking the engineer',
    ]);
    expect(viewAt('papers').items.map(({ id }) => id)).toEqual(['contract', 'passport']);
  });

  it('says what fits the phase: thanks after a hold, closing after warnings', () => {
    const held = viewAt('look', [
      { type: 'call', what: 'held' },
      { type: 'call', what: 'retrieved' },
    ]);
    expect([held.phase, held.words, held.thanks]).toEqual([
      'thanks',
      'Thank you for waiting.',
      'Thank you for waiting.',
    ]);
    const warned = viewAt('warn', [key(1)]);
    expect(warned.warnings).toEqual({ given: 1, needed: 2 });
    const keys = [key(1), key(1), key(2)];
    expect(viewAt('warn', keys).words).toBe('I have to end the conversation.');
    const failed = viewAt('office', [{ type: 'on' }, { type: 'call', what: 'transfer-failed' }]);
    expect(failed.words).toBe('I am sorry, nobody is free there.');
  });

  it('names the detours by their first sentence and shows where a return leads', () => {
    const view = viewAt('flat', [{ type: 'detour', index: 0 }]);
    expect(view.detours).toEqual([
      { node: 'upset', label: 'I am sorry.' },
      { node: 'pause', label: 'May I ask you to wait?' },
    ]);
    expect([view.canReturn, view.canGoBack]).toEqual([true, true]);
  });

  it('shows the path with answers and values as labels', () => {
    const events = [key(1), value('meter', '12')];
    expect(viewAt('flat', events).path).toEqual([
      { node: 'greet', label: 'Good morning, Lumen, Iryna speaking.' },
      { node: 'flat', label: 'Moving in' },
      { node: 'meter', label: '12' },
    ]);
  });

  it('changes its language at the same node, and writes money as that language does', () => {
    const events = [value('meter', '625'), jump('agree'), { type: 'language', code: 'ro' } as const];
    const view = viewAt('meter', events);
    expect(view).toMatchObject({
      node: 'agree',
      language: 'ro',
      title: 'Mutarea într-o locuință nouă',
      gate: 'consent',
    });
    expect(view.words.replace(/\u00A0/gu, ' ')).toBe('Costă 1.250,00 EUR. Sunteți de acord?');
  });

  it('begins in a language the script has', () => {
    expect(viewAt('flat', [], merge, 'ro-MD').language).toBe('ro');
    expect(viewAt('flat', [], merge, 'fa').language).toBe('en');
    expect(scriptTitle(script, 'fa')).toBe('Moving house');
  });

  it('keeps to the other script’s own language where it lacks the one spoken', () => {
    const view = viewAt('who', [], merge, 'ro');
    expect(view).toMatchObject({
      script: 'identify',
      language: 'en',
      words: 'May I have your date of birth?',
    });
    expect(view.detours[0]?.label).toBe('Îmi pare rău.');
  });
});

it('lists every combination of a set of slots', () => {
  const text = script.texts['en'];
  if (text === undefined) throw new Error('no English');
  expect(listCombinations(script, text, 'greeting')).toEqual([
    'Good morning, {{ company.name }}, {{ operator.first_name }} speaking.',
    'Good day, {{ company.name }}, {{ operator.first_name }} speaking.',
  ]);
});
