import { describe, expect, it } from 'vitest';
import { listCombinations } from '../../../electron/common/script/build-greeting.ts';
import { checkScript } from '../../../electron/common/script/check-script.ts';
import { fillMarkdown } from '../../../electron/common/script/fill-words.ts';
import { findInformal } from '../../../electron/common/script/informal-address.ts';
import { mergeData, type MergeContext } from '../../../electron/common/script/merge-context.ts';
import type { ScriptEvent } from '../../../electron/common/script/run-state.ts';
import { startScript } from '../../../electron/common/script/start-script.ts';
import { step } from '../../../electron/common/script/step.ts';
import { viewStep } from '../../../electron/common/script/view-step.ts';
import { loadOrThrow, shippedSource } from './fixture-scripts.ts';

const source = shippedSource('inbound-care');
const script = loadOrThrow(source);
const merge: MergeContext = {
  customer: { name: 'Олена Коваль', account: '1002003' },
  operator: { first_name: 'Iryna' },
  company: { name: 'Lumen', phone: '+380441234567' },
  case: { number: 'C-1042', due: '2026-03-05', department: 'Claims' },
  transfer: { department: 'Claims', number: '+380441234568' },
  time: { part: 'evening' },
};

type Wish = string | number | readonly [field: string, text: string];

/** Digits are answers, '.' goes on, '/0' takes the first detour, pairs are typed values, other words are the line's. */
function follow(wishes: readonly Wish[], language = 'en') {
  let { state } = startScript(script, { language, at: 0 }, { merge });
  const effects: unknown[] = [];
  const views = [viewStep(script, state, { merge })];
  for (const wish of wishes) {
    const stepped = step(script, state, eventOf(wish), { merge });
    state = stepped.state;
    effects.push(...stepped.effects);
    views.push(viewStep(script, state, { merge }));
  }
  return { state, effects, views };
}

function eventOf(wish: Wish): ScriptEvent {
  if (typeof wish === 'number') return { type: 'answer', key: wish, at: 1 };
  if (wish === '.') return { type: 'on', at: 1 };
  if (wish === '/0') return { type: 'detour', index: 0, at: 1 };
  if (typeof wish !== 'string') return { type: 'value', field: wish[0], text: wish[1], at: 1 };
  if (wish === 'held' || wish === 'retrieved' || wish === 'transferred')
    return { type: 'call', what: wish, at: 1 };
  throw new Error(wish);
}

const account: Wish = ['account', '1002003'];
const talks: Readonly<Record<string, readonly Wish[]>> = {
  'bill-explained': ['.', 1, account, 1, 1, 'held', 'retrieved', '.', '.', 1, 1],
  'reading-taken': ['.', 2, account, 2, ['reading', '12345'], 1, 1],
  'outage-recorded': ['.', 3, 2, '.', ['outage_address', 'Main St 5'], ['outage_since', '7:30'], '.', 1],
  'complaint-recorded': ['.', 4, '.', ['complaint', 'Nobody came.'], 1, '.', 1, '.', 'transferred'],
  'question-answered': ['.', 5, ['question', 'Tariffs?'], '.', 1, 1],
  conduct: ['.', '/0', 3, 1, 2, '.'],
};

describe('the shipped script for inbound care', () => {
  it('has neither errors nor warnings in five languages', () => {
    const { errors, warnings } = checkScript(source, { scripts: [] });
    expect([...errors, ...warnings]).toEqual([]);
    expect(script.languages).toEqual(['en', 'uk', 'ro', 'ru', 'fa']);
  });

  it.each(Object.entries(talks))('leads to %s without a refusal', (outcome, wishes) => {
    const { state, effects } = follow(wishes);
    expect(effects).not.toContainEqual(expect.objectContaining({ kind: 'refused' }));
    expect(effects).toContainEqual({ kind: 'outcome', outcome });
    expect(state.outcome).toBe(outcome);
  });

  it.each(script.languages)('speaks in %s at every step of every talk, with no blank left', (language) => {
    for (const wishes of Object.values(talks)) {
      for (const view of follow(wishes, language).views) {
        expect(view?.language).toBe(language);
        expect(view?.words).not.toBe('');
        expect(view?.words).not.toMatch(/[{}\u27E6]/u);
        for (const answer of view?.answers ?? []) expect(answer.label).not.toBe(answer.id);
      }
    }
  });

  it.each(script.languages)(
    'greets in %s in at most two lines, formally in every combination',
    (language) => {
      const text = script.texts[language];
      if (text === undefined) throw new Error(language);
      const combinations = listCombinations(script, text, 'greeting');
      expect(combinations).toHaveLength(12);
      for (const each of [...combinations, ...listCombinations(script, text, 'farewell')]) {
        const said = fillMarkdown(each, mergeData(merge, {}, {}), { language });
        expect(findInformal(said, language)).toBeNull();
        expect(said).not.toMatch(/ {2}|[,;]$|\.\.|\s[.,!?؟،]/u);
        // Two lines of the script column at 20 px.
        expect(Array.from(said).length).toBeLessThanOrEqual(140);
      }
    },
  );

  it('puts company, operator and offer of help into the greeting', () => {
    expect(follow([]).views[0]?.words).toBe(
      'Good evening, this is Lumen. My name is Iryna. How may I help you today?',
    );
    expect(follow([], 'uk').views[0]?.words).toBe(
      'Добрий вечір! Вас вітає Lumen. Мене звати Iryna. Чим можу Вам сьогодні допомогти?',
    );
  });

  it('asks about safety before anything else when the power is off', () => {
    expect(follow(['.', 3]).views.at(-1)?.gate).toBe('safety');
  });

  it('apologises before it writes a complaint down, and reads it and its number back', () => {
    const { views } = follow(talks['complaint-recorded'] ?? []);
    expect(views.slice(2, 6).map((view) => view?.node)).toEqual([
      'apology',
      'complaint',
      'complaint-check',
      'complaint-number',
    ]);
    expect(views[4]?.words).toContain('Nobody came.');
    expect(views[5]?.words.match(/C-1042/gu)).toHaveLength(2);
  });

  it('asks whether all is solved before every farewell', () => {
    const gates = Object.values(script.nodes).filter(
      (node) => node.kind === 'gate' && node.gate === 'all-solved',
    );
    const leads = gates.flatMap((node) =>
      node.kind === 'gate' ? node.answers.map((answer) => answer.next) : [],
    );
    for (const [id, node] of Object.entries(script.nodes))
      if (node.kind === 'end') expect(leads).toContain(id);
  });

  it('takes a simple call in at most twelve keys', () => {
    const keys = (talks['bill-explained'] ?? []).filter(
      (wish) => typeof wish !== 'string' || wish.length === 1,
    );
    expect(keys.length).toBeLessThanOrEqual(12);
  });
});
