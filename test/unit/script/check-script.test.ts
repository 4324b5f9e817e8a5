import { describe, expect, it } from 'vitest';
import { checkScript } from '../../../electron/common/script/check-script.ts';
import { briefErrors, fixtureSource, inGraph, inText, loadOrThrow } from './fixture-scripts.ts';

const good = fixtureSource('moving-house');
const graph = (from: string, to: string) => briefErrors(inGraph(good, from, to));

describe('a sound script', () => {
  it('has no findings and becomes a script with its words', () => {
    const { script, errors, warnings } = checkScript(good, { scripts: ['identify'] });
    expect([...errors, ...warnings]).toEqual([]);
    expect(script?.texts['ro']?.sections['pause']?.parts.thanks).toBe('Vă mulțumesc pentru răbdare.');
    expect(script?.texts['en']?.sections['flat']).toEqual({
      words: 'Are you moving in or moving out?',
      parts: { short: 'In or out?', why: 'Everything else depends on this.' },
      labels: { in: 'Moving in', out: 'Moving out', business: 'An office of {{ customer.name }}' },
    });
  });

  it('may have Windows line ends, a byte order mark, comments, and sections in any order', () => {
    const en = `\uFEFF${good.texts['en'] ?? ''}`
      .replace('Are you moving', '<!-- for\ntranslators: ## meter\n-->\nAre you <!-- not --> moving')
      .replaceAll('\n', '\r\n');
    const script = loadOrThrow({ ...good, texts: { ...good.texts, en } });
    expect(script.texts['en']?.sections['flat']?.words).toBe('Are you  moving in or moving out?');
  });

  it('keeps a list as words where the node has no labels', () => {
    const script = loadOrThrow(
      inText(good, 'en', 'The connection takes two days.', '- power: two days\n- gas: four'),
    );
    expect(script.texts['en']?.sections['rules']?.words).toBe('- power: two days\n- gas: four');
  });

  it('may name a node like something every object inherits', () => {
    const named = { ...good, yaml: good.yaml.replaceAll('papers', 'constructor') };
    const texts = Object.fromEntries(
      Object.entries(good.texts).map(([language, text]) => [
        language,
        text.replace('## papers', '## constructor'),
      ]),
    );
    expect(briefErrors({ ...named, texts })).toEqual([]);
    expect(briefErrors(named)).toEqual([
      'invalid-schema - en',
      'missing-language constructor en',
      'invalid-schema - ro',
      'missing-language constructor ro',
    ]);
  });
});

describe('invalid-schema in script.yaml', () => {
  it.each([
    ['a syntax error', 'schema: 1', 'schema: [1', 'invalid-schema - -'],
    ['a key given twice', 'version: 3', 'version: 3\nversion: 3', 'invalid-schema - -'],
    ['an anchor', 'version: 3', 'version: &v 3', 'invalid-schema - -'],
    ['a tag', 'version: 3', 'version: !!int 3', 'invalid-schema - -'],
    ['an unknown key', 'version: 3', 'version: 3\nauthor: me', 'invalid-schema - -'],
    ['another format version', 'schema: 1', 'schema: 2', 'invalid-schema - -'],
    ['an id that is not the folder', 'id: moving-house', 'id: moving', 'invalid-schema - -'],
    ['a version of zero', 'version: 3', 'version: 0', 'invalid-schema - -'],
    ['a date that is none', "'2026-01-15'", "'2026-02-30'", 'invalid-schema - -'],
    ['a language twice', '[en, ro]', '[en, en]', 'invalid-schema - -'],
    ['an unknown kind', 'kind: kb,', 'kind: article,', 'invalid-schema rules -'],
    ['an unknown key in a node', 'kind: kb,', 'kind: kb, colour: red,', 'invalid-schema rules -'],
    ['a way on from an end', 'outcome: moved,', 'outcome: moved, next: greet,', 'invalid-schema bye -'],
    ['slots that do not exist', 'use: greeting', 'use: hello', 'invalid-schema greet -'],
    ['an answer id twice', '{ id: out, key: 2', '{ id: in, key: 2', 'invalid-schema flat -'],
    ['a key that is no digit', 'key: 4', 'key: 0', 'invalid-schema flat -'],
    ['a field name with a hyphen', 'name: meter,', 'name: me-ter,', 'invalid-schema meter -'],
    ['options without a choice', 'type: number,', 'type: number, options: [a],', 'invalid-schema meter -'],
    ['a target of another kind', 'case.meter', 'meter.case', 'invalid-schema meter -'],
    ['four warnings', 'warnings: 2', 'warnings: 4', 'invalid-schema warn -'],
    ['a target in capitals', 'next: papers', 'next: Papers', 'invalid-schema rules -'],
    ['a last variant with a when', '- { id: full }', '- { id: full, when: true }', 'invalid-schema - -'],
    ['an operator with an inner scope', "{ '*': [", "{ map: [{ '*': 1 }, ", 'invalid-schema price -'],
    ['an unknown operator', "{ '*': [", '{ power: [', 'invalid-schema price -'],
    ['a variable that is computed', '{ var: call.line }', '{ var: { cat: [a] } }', 'invalid-schema flat -'],
  ])('reports %s, and nothing else', (_, from, to, expected) => {
    const broken = inGraph(inText(good, 'en', 'What does the meter show?', ''), from, to);
    expect(new Set(briefErrors(broken))).toEqual(new Set([expected]));
  });

  it('reports an alias', () => {
    expect(graph("valid_from: '2026-01-15'", 'situations: &s [a]\nvalid_from: *s')).toContain(
      'invalid-schema - -',
    );
  });

  it('says on which line', () => {
    const [error] = checkScript(inGraph(good, 'kind: kb,', 'kind: kb, colour: red,')).errors;
    expect(error?.line).toBe(good.yaml.split('\n').findIndex((line) => line.includes('rules: {')) + 1);
    expect(error?.message).toContain('colour');
  });

  it('reports a file that cannot be read', () => {
    expect(briefErrors({ ...good, yaml: null })).toEqual(['invalid-schema - -']);
    expect(briefErrors({ ...good, texts: { ...good.texts, ro: null } })).toEqual(['invalid-schema - ro']);
  });
});

describe('unknown-target', () => {
  it.each([
    ['start', 'start: greet', 'start: hello', 'unknown-target - -'],
    ['a detour', 'anytime: [upset, pause]', 'anytime: [upset, break]', 'unknown-target - -'],
    ['a next', 'next: papers', 'next: nowhere', 'unknown-target rules -'],
    ['a next with a slip', 'next: kind-of-flat', 'next: kind-of-flt', 'unknown-target price -'],
    ['an answer', 'key: 2, next: forwarding', 'key: 2, next: nowhere', 'unknown-target flat -'],
    ['the way of a detour', 'key: 2, next: warn', 'key: 2, next: nowhere', 'unknown-target upset -'],
    ['@return on the way from start', 'next: papers', "next: '@return'", 'unknown-target rules -'],
  ])('reports %s; what it cuts off is the same fault', (_, from, to, expected) => {
    const errors = graph(from, to);
    expect(errors[0]).toBe(expected);
    expect(errors.filter((error) => error.startsWith('unknown-target'))).toEqual([expected]);
    if (!from.includes('papers') || !to.includes('@return')) expect(errors).toEqual([expected]);
  });
});

describe('unreachable', () => {
  it('reports a node nothing leads to', () => {
    const lonely = inGraph(good, '  bye: {', '  lonely: { kind: kb, article: a, next: bye }\n  bye: {');
    const source = inText(
      inText(lonely, 'en', '## bye', '## lonely\nHm.\n## bye'),
      'ro',
      '## bye',
      '## lonely\nHm.\n## bye',
    );
    expect(briefErrors(source)).toEqual(['unreachable lonely -']);
  });

  it('reports a lonely node beside a way that is broken elsewhere', () => {
    const lonely = inGraph(good, '  upset:\n', '  lonely: { kind: sub, script: x, next: bye }\n  upset:\n');
    const broken = inGraph(lonely, 'key: 2, next: flat', 'key: 2, next: nowhere');
    expect(briefErrors(broken)).toEqual(['unknown-target agree -', 'unreachable lonely -']);
  });

  it('takes conditions as possible', () => {
    expect(graph('{ var: call.line }, business', '{ var: call.line }, never')).toEqual([]);
  });
});

describe('dead-end', () => {
  it.each([
    ['a step without next', 'article: moving-in, next: papers', 'article: moving-in', 'dead-end rules -'],
    ['a step whose next is left blank', 'next: papers', 'next:', 'dead-end rules -'],
    ['an answer without next', 'key: 2, next: flat', 'key: 2', 'dead-end agree -'],
  ])('reports %s: that node only', (_, from, to, expected) => {
    expect(graph(from, to)).toEqual([expected]);
  });

  it('reports a question without answers, and not what they led to', () => {
    const answers = good.yaml.slice(
      good.yaml.indexOf('    answers:\n      - { id: in,'),
      good.yaml.indexOf('  meter:\n'),
    );
    expect(graph(answers, '')).toEqual(['dead-end flat -']);
    expect(graph(answers, '    answers: []\n')).toEqual(['dead-end flat -']);
  });

  it('reports a question whose answers are all conditional', () => {
    const always = "{ id: 'yes', key: 1, next: bye }\n      - { id: 'no', key: 2, next: flat }";
    const when = "{ '==': [1, 1] }";
    expect(
      graph(
        always,
        `{ id: 'yes', key: 1, next: bye, when: ${when} }\n      - { id: 'no', key: 2, next: flat, when: true }`,
      ),
    ).toEqual(['dead-end agree -']);
  });

  it('reports a loop without a way out once, at its first node in the file', () => {
    expect(graph("{ id: 'yes', key: 1, next: bye }", "{ id: 'yes', key: 1, next: rules }")).toEqual([
      'unreachable bye -',
      'dead-end flat -',
    ]);
    expect(graph("kind: hold, next: '@return'", 'kind: hold, next: pause')).toEqual(['dead-end pause -']);
  });
});

describe('duplicate-key', () => {
  it('reports a key given to two answers, even if one is conditional', () => {
    expect(graph('key: 4, next: office', 'key: 2, next: office')).toEqual(['duplicate-key flat -']);
  });
});
