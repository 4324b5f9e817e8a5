import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderWords } from '../../../renderer/desk/features/script/markdown.ts';
import { plainWords } from '../../../renderer/desk/features/script/plain-words.ts';
import { createFieldDrafts, fieldKey } from '../../../renderer/desk/features/script/field-drafts.ts';
import { findSteps } from '../../../renderer/desk/model/find-steps.ts';
import { choicesOf, isTyped, nextLanguage } from '../../../renderer/desk/model/script-choices.ts';
import { fieldStep, greeting, question } from '../../support/desk-states.ts';

describe('what the digits choose at a step', () => {
  it('is its answers, with the keys the script gives them', () => {
    expect(choicesOf(question).map(({ key, label }) => [key, label])[1]).toEqual([
      2,
      'Передати показник лічильника',
    ]);
    expect(choicesOf(question)[0]?.event).toEqual({ type: 'answer', key: 1 });
    expect(choicesOf(greeting)).toEqual([]);
  });

  it('is a reason to hold before the hold, and nothing while the customer waits', () => {
    const items = [
      { id: 'last-bill', label: 'шукаємо рахунок' },
      { id: 'colleague', label: 'питаємо колегу' },
    ];
    const hold = { ...greeting, kind: 'hold' as const, items };
    expect(choicesOf({ ...hold, phase: 'ask' }).map(({ event }) => event)).toEqual([
      { type: 'answer', key: 1 },
      { type: 'answer', key: 2 },
    ]);
    expect(choicesOf({ ...hold, phase: 'held' })).toEqual([]);
  });

  it('opens the end of an abusive call only after the warnings asked for', () => {
    const conduct = { ...greeting, kind: 'conduct' as const, phase: 'ask' as const };
    const keysAfter = (given: number): number[] =>
      choicesOf({ ...conduct, warnings: { given, needed: 2 } }).map(({ key }) => key);
    expect([keysAfter(0), keysAfter(1), keysAfter(2)]).toEqual([[1], [1], [1, 2]]);
    expect(choicesOf({ ...conduct, phase: 'closing', warnings: { given: 2, needed: 2 } })).toEqual([]);
  });

  it('is the options of a field; a typed field has none', () => {
    const yesno = { name: 'paid', type: 'yesno' as const, required: true, value: '', options: [] };
    expect(choicesOf({ ...fieldStep, field: yesno }).map(({ event }) => event)).toEqual([
      { type: 'value', field: 'paid', text: 'yes' },
      { type: 'value', field: 'paid', text: 'no' },
    ]);
    const options = Array.from({ length: 12 }, (_, index) => ({ id: `o${index}`, label: `o${index}` }));
    const choice = { ...yesno, type: 'choice' as const, options };
    expect(choicesOf({ ...fieldStep, field: choice })).toHaveLength(9);
    expect(choicesOf(fieldStep)).toEqual([]);
    expect([isTyped(yesno), isTyped({ ...yesno, type: 'date' })]).toEqual([false, true]);
  });
});

describe('the language of the script', () => {
  it('goes round the languages the script has', () => {
    expect(nextLanguage(greeting)).toBe('ru');
    expect(nextLanguage({ ...greeting, language: 'en' })).toBe('uk');
    expect(nextLanguage({ ...greeting, languages: ['uk'] })).toBeNull();
  });
});

describe('going to a step by its name', () => {
  const step = {
    ...question,
    path: [
      { node: 'greet', label: 'Привітання' },
      { node: 'account', label: 'Особовий рахунок' },
      { node: 'greet', label: 'Привітання' },
    ],
  };

  it('offers the steps met, the last first and each once, then the detours', () => {
    expect(findSteps(step, '').map(({ node }) => node)).toEqual([
      'greet',
      'account',
      'difficult',
      'understood',
    ]);
  });

  it('finds a part of the name in any case', () => {
    expect(findSteps(step, ' РАХУН ').map(({ node }) => node)).toEqual(['account']);
    expect(findSteps(step, 'nothing like it')).toEqual([]);
  });
});

describe('words of scripts', () => {
  it('keep emphasis, lists and line breaks', () => {
    expect(renderWords('Say **now**\nand here')).toBe('<p>Say <strong>now</strong><br />\nand here</p>\n');
    expect(renderWords('- one\n- two')).toContain('<li>one</li>');
  });

  it('mark a value that is not known', () => {
    expect(renderWords('Dear ⟦customer.first_name⟧!')).toBe(
      '<p>Dear <mark dir="ltr">customer.first_name</mark>!</p>\n',
    );
    expect(renderWords('not ⟦a <b>⟧')).not.toContain('<mark');
  });

  it('never become HTML, links or images, whatever a customer is called', () => {
    const dangerous =
      '<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](http://x) <http://x.example>';
    const html = renderWords(dangerous);
    expect(html).not.toMatch(/<(?!\/?p>)/u);
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const tags = renderWords(text).match(/<\/?[a-z][a-z0-9]*/gu) ?? [];
        const allowed = ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'mark', 'blockquote', 'hr', 'code'];
        const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
        for (const tag of tags) expect([...allowed, ...headings]).toContain(tag.replace(/[</]/gu, ''));
      }),
    );
  });

  it('are on one line without markup in hints', () => {
    expect(plainWords('# Say **now**\n\nand here')).toBe('Say now and here');
  });
});

describe('values typed into fields', () => {
  it('stay until the script takes them, with what was wrong beside them', () => {
    const drafts = createFieldDrafts();
    const key = fieldKey('call-1', 'reading', 'reading');
    expect(drafts.textOf(key)).toBeNull();
    drafts.edit(key, '12a');
    drafts.settle(key, 'not-valid');
    expect([drafts.textOf(key), drafts.problemOf(key)]).toEqual(['12a', 'not-valid']);
    drafts.edit(key, '12');
    expect(drafts.problemOf(key)).toBeNull();
    drafts.settle(key, null);
    expect(drafts.textOf(key)).toBeNull();
  });
});
