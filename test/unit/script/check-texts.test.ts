import { describe, expect, it } from 'vitest';
import { checkScript } from '../../../electron/common/script/check-script.ts';
import { brief, briefErrors, fixtureSource, inGraph, inText } from './fixture-scripts.ts';

const good = fixtureSource('moving-house');
const graph = (from: string, to: string) => briefErrors(inGraph(good, from, to));
const english = (from: string, to: string) => briefErrors(inText(good, 'en', from, to));

describe('invalid-schema in a text', () => {
  it.each([
    ['a section that belongs to nothing', '## bye', '## later\nSee you.\n## bye', 'invalid-schema - en'],
    ['a section given twice', '## bye', '## rules\nAgain.\n## bye', 'invalid-schema rules en'],
    ['an unknown part', '## bye', '### loud\nHello!\n## bye', 'invalid-schema office en'],
    ['a part of another kind', '## rules', '### closing\nNo.\n## rules', 'invalid-schema look en'],
    [
      'a label the node lacks',
      '- out: Moving out',
      '- out: Moving out\n- around: Around',
      'invalid-schema flat en',
    ],
    ['a label with a slip', '- calmer: Calms', '- calmr: Calms', 'invalid-schema upset en'],
    ['a heading with a slip', '## forwarding', '## forwardng', 'invalid-schema - en'],
    ['a part with a slip', '### closing', '### closng', 'invalid-schema warn en'],
    ['a brace too few', '{{ transfer.department }}', '{{ transfer.department }', 'invalid-schema office en'],
    ['a brace too many', '{{ transfer.department }}', 'them }}', 'invalid-schema office en'],
    ['a Liquid tag', 'The connection', '{% if true %}The connection', 'invalid-schema rules en'],
    [
      'an unknown filter',
      '{{ transfer.department }}',
      '{{ transfer.department | shout }}',
      'invalid-schema office en',
    ],
    ['an empty field', '{{ transfer.department }}', '{{ }}', 'invalid-schema office en'],
    ['braces in a label', 'An office of {{ customer.name }}', 'Office {{ customer', 'invalid-schema flat en'],
  ])('reports %s, once', (_, from, to, expected) => {
    expect(english(from, to)).toEqual([expected]);
  });
});

describe('missing-language', () => {
  it('reports a text that is not there, once', () => {
    const { en = '' } = good.texts;
    expect(briefErrors({ ...good, texts: { en } })).toEqual(['missing-language - ro']);
    expect(briefErrors({ ...good, texts: { en, ro: 'nothing yet' } })).toEqual(['missing-language - ro']);
  });

  it.each([
    ['the title', '## @title\n\nMoving house', '## @title', 'missing-language - en'],
    ['a node', '## rules\n\nThe connection takes two days.', '', 'missing-language rules en'],
    ['the words of a node', 'The connection takes two days.', '<!-- later -->', 'missing-language rules en'],
    ['an answer', '- out: Moving out', '', 'missing-language flat en'],
    ['an answer left empty', '- out: Moving out', '- out:', 'missing-language flat en'],
    ['an item', '- passport: Passport', '', 'missing-language papers en'],
    ['a reason', '- find-flat: looking for the flat', '', 'missing-language look en'],
    ['an option', '- one: One', '', 'missing-language kind-of-flat en'],
    ['a variant', '- morning: Good morning,', '', 'missing-language - en'],
    [
      'a slot',
      '## @farewell.thanks\n\n- usual: Thank you, {{ customer.name | default: "and welcome" }}.',
      '',
      'missing-language - en',
    ],
    ['the thanks after a hold', '### thanks\n\nThank you for waiting.', '', 'missing-language look en'],
    [
      'the closing of a warning',
      '### closing\n\nI have to end the conversation.',
      '',
      'missing-language warn en',
    ],
  ])('reports %s', (_, from, to, expected) => {
    expect(english(from, to)).toEqual([expected]);
  });

  it('asks for no section where slots give the words, and for optional parts nowhere', () => {
    expect(english('## bye\n\nWelcome to the new flat.', '')).toEqual([]);
    expect(english('### failed\n\nI am sorry, nobody is free there.', '')).toEqual([]);
  });
});

describe('unknown-field', () => {
  it.each([
    ['words', '{{ transfer.department }}', '{{ transfer.nickname }}', 'unknown-field office en'],
    [
      'a field of no node',
      '{{ fields.cost | money: "EUR" }}',
      '{{ fields.costs }}',
      'unknown-field agree en',
    ],
    ['a label', 'An office of {{ customer.name }}', '{{ customer }}', 'unknown-field flat en'],
    ['a slot', '{{ operator.first_name }} speaking', '{{ operator.nick }} speaking', 'unknown-field - en'],
    ['answers in words', '{{ transfer.department }}', '{{ answers.flat }}', 'unknown-field office en'],
  ])('reports %s', (_, from, to, expected) => {
    expect(english(from, to)).toEqual([expected]);
  });

  it('reports one name once for a node and language', () => {
    expect(english('{{ transfer.department }}', '{{ a.b }} and {{ a.b }}')).toEqual([
      'unknown-field office en',
    ]);
  });

  it.each([
    ['a condition', 'var: call.line', 'var: call.lines', 'unknown-field flat -'],
    ['a formula', 'var: fields.meter', 'var: [fields.meters, 0]', 'unknown-field price -'],
    ['a slot', 'var: time.part', 'var: time.hour', 'unknown-field - -'],
    ['an answer at a node that asks nothing', 'var: call.line', 'var: answers.meter', 'unknown-field flat -'],
  ])('reports %s in script.yaml', (_, from, to, expected) => {
    expect(graph(from, to)).toEqual([expected]);
  });

  it('knows answers of questions in conditions', () => {
    expect(graph('var: call.line', 'var: answers.upset')).toEqual([]);
  });
});

describe('informal-address', () => {
  const romanian = (from: string, to: string) => briefErrors(inText(good, 'ro', from, to));

  it.each([
    ['words', 'Ce arată contorul?', 'Tu vezi contorul? Poți?', 'informal-address meter ro'],
    ['a part', 'Vă mulțumesc pentru răbdare.', 'Îți mulțumesc.', 'informal-address pause ro'],
    ['the title', 'Mutarea într-o locuință nouă', 'Locuința ta', 'informal-address - ro'],
    ['a variant', 'Bună dimineața,', 'Salut,', 'informal-address - ro'],
  ])('reports %s once for a node and language', (_, from, to, expected) => {
    expect(romanian(from, to)).toEqual([expected]);
  });

  it('lets labels quote the caller', () => {
    expect(romanian('- rude: Insulte', '- rude: „Tu ești…”')).toEqual([]);
  });
});

describe('warnings', () => {
  const warnings = (source: Parameters<typeof checkScript>[0], options = {}) => {
    const { errors, warnings: found } = checkScript(source, options);
    expect(errors).toEqual([]);
    return brief(found);
  };

  it('never refuse a script', () => {
    const long = inText(good, 'en', 'The connection takes two days.', 'Word. '.repeat(60));
    expect(warnings(long)).toEqual(['long-text rules en']);
    expect(warnings(inText(good, 'en', 'two days', 'a wee while'))).toEqual(['diminutive rules en']);
    expect(warnings(good, { scripts: [] })).toEqual(['unknown-script who -']);
    expect(warnings({ ...good, texts: { ...good.texts, uk: 'x' } })).toEqual(['unlisted-language - uk']);
    expect(warnings(good, { informalWords: { ro: ['contorul'] } })).toEqual(['informal-word meter ro']);
  });

  it('ask for a plain word beside a technical one', () => {
    const glossary = { en: { connection: 'power line' } };
    expect(warnings(good, { glossary })).toEqual(['glossary-term rules en']);
    const plain = inText(good, 'en', 'The connection takes', 'The connection, your power line, takes');
    expect(warnings(plain, { glossary })).toEqual([]);
  });
});
