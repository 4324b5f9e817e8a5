import { LogicEngine, defaultMethods } from 'json-logic-engine';
import type { MergeData } from './merge-context.ts';
import type { Rule } from './model.ts';

/** JSON Logic without operators that open an inner scope (map, filter, reduce, all, none, some). */
const operators = [
  'var',
  'missing',
  'missing_some',
  'if',
  '?:',
  '==',
  '===',
  '!=',
  '!==',
  '!',
  '!!',
  'or',
  'and',
  '>',
  '>=',
  '<',
  '<=',
  'max',
  'min',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
  'merge',
  'cat',
  'substr',
] as const;

type Method = (values: readonly unknown[]) => unknown;

/** A price or a limit computed from nothing would be a lie: what is missing has no value here, not zero. */
function numberOf(value: unknown): number {
  const number = typeof value === 'number' || typeof value === 'boolean' ? Number(value) : parseNumber(value);
  if (Number.isNaN(number)) throw new Error('no number');
  return number;
}

const parseNumber = (value: unknown): number =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;

const reduce =
  (combine: (left: number, right: number) => number): Method =>
  (values) =>
    values.map(numberOf).reduce((left, right) => combine(left, right));

/** Two texts in the order of their letters, which for dates and times is their own; all else as numbers. */
const ordered =
  (isRight: (order: number) => boolean): Method =>
  (values) =>
    values.slice(1).every((right, index) => {
      const left = values[index];
      if (typeof left !== 'string' || typeof right !== 'string')
        return isRight(numberOf(left) - numberOf(right));
      return isRight(left < right ? -1 : Number(left > right));
    });

/** Equal as written, or as numbers: 5 and "5". Nothing equals only nothing. */
function isEqual(left: unknown, right: unknown): boolean {
  const [a, b] = [left ?? null, right ?? null];
  if (a === b || a === null || b === null) return a === b;
  return typeof a !== typeof b && Number(a) === Number(b);
}

/** Where JSON Logic as commonly run takes nothing for zero, or breaks off on texts that are no numbers. */
const exact: Readonly<Record<string, Method>> = {
  '==': ([left, right]) => isEqual(left, right),
  '!=': ([left, right]) => !isEqual(left, right),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  '+': reduce((left, right) => left + right),
  '*': reduce((left, right) => left * right),
  '-': (values) =>
    values.length === 1 ? -numberOf(values[0]) : reduce((left, right) => left - right)(values),
  '/': reduce((left, right) => left / right),
  '%': reduce((left, right) => left % right),
  max: reduce(Math.max),
  min: reduce(Math.min),
};

const standard = Object.entries(defaultMethods).filter(([name]) => operators.some((each) => each === name));

// Both options keep the engine an interpreter: it neither compiles nor caches, so a CSP without eval suffices.
const engine = new LogicEngine(
  { ...Object.fromEntries(standard), ...exact },
  { disableInline: true, disableInterpretedOptimization: true },
);

/** What a rule reads and what is wrong with it. */
export interface RuleReading {
  readonly variables: readonly string[];
  readonly problems: readonly string[];
}

/** Walks a rule without running it. */
export function readRule(rule: Rule): RuleReading {
  const variables: string[] = [];
  const problems: string[] = [];
  const walk = (part: Rule): void => {
    if (Array.isArray(part)) {
      part.forEach(walk);
      return;
    }
    if (part === null || typeof part !== 'object') return;
    const [operator = '', ...others] = Object.keys(part);
    const operand = part[operator] ?? null;
    if (others.length > 0 || operator === '') problems.push('a rule has exactly one operator');
    else if (!operators.some((each) => each === operator))
      problems.push(`${operator} is not an operator of rules`);
    else if (operator === 'var') readVariable(operand);
    else if (operator === 'missing') readNames(operand);
    else if (operator === 'missing_some') readNames(Array.isArray(operand) ? (operand[1] ?? null) : operand);
    else walk(operand);
  };
  const readVariable = (operand: Rule): void => {
    const [name, fallback, ...rest] = Array.isArray(operand) ? operand : [operand];
    if (typeof name !== 'string' || name === '' || rest.length > 0) {
      problems.push('var takes a name, or a name and a default');
      return;
    }
    variables.push(name);
    if (fallback !== undefined) walk(fallback);
  };
  const readNames = (operand: Rule): void => {
    const names = Array.isArray(operand) ? operand : [operand];
    for (const each of names) {
      if (typeof each === 'string') variables.push(each);
      else problems.push('missing takes names');
    }
  };
  walk(rule);
  return { variables, problems };
}

/** Whether a condition holds; one that cannot be computed (a comparison with nothing, say) does not. */
export function holds(rule: Rule | undefined, data: MergeData): boolean {
  if (rule === undefined) return true;
  try {
    return Boolean(engine.truthy(engine.run(rule, data)));
  } catch {
    return false;
  }
}

/** The value of a formula; null when it has none (a missing field, a division by zero, a list). */
export function compute(rule: Rule, data: MergeData): string | number | boolean | null {
  try {
    const value: unknown = engine.run(rule, data);
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    return typeof value === 'string' || typeof value === 'boolean' ? value : null;
  } catch {
    return null;
  }
}
