import fc from 'fast-check';
import type { Semantics } from '../../../electron/common/headset/telephony-layout.ts';
import {
  bits,
  closeDelimiter,
  collection,
  designator,
  describeItems,
  headset,
  input,
  led,
  lights,
  longItem,
  longUsage,
  openDelimiter,
  output,
  page,
  physicalMax,
  pop,
  push,
  reportCount,
  reportId,
  reportSize,
  stringIndex,
  telephony,
  usage,
  usageMax,
  usageMin,
  usages,
  type Items,
} from './unseen-builder.ts';

/** A device as it is meant, before anybody wrote a descriptor for it. */
type MeantField = MeantButton | MeantLight;

interface MeantButton extends Writing {
  readonly kind: 'button';
  readonly name: keyof typeof usages;
  readonly flags: keyof typeof inputs;
}

interface MeantLight extends Writing {
  readonly kind: 'light';
  readonly name: keyof typeof lights;
}

interface Writing {
  readonly report: number;
  readonly spelling: keyof typeof spellings;
  readonly noise: keyof typeof noises;
  readonly isNested: boolean;
}

const telephonyPage = 0x0b;
const ledPage = 0x08;

const inputs = {
  level: input('var', 'noPref'),
  plain: input('var'),
  constant: input('const', 'var'),
  toggle: input('var', 'rel'),
} as const;

/** One usage, one field: every way of saying it leaves the telephony page in force. */
const spellings = {
  short: (on: number, id: number, field: Items): Items => [...page(on), ...usage(id), ...field, ...telephony],
  'page after the usage': (on: number, id: number, field: Items): Items => [
    ...usage(id),
    ...page(on),
    ...field,
    ...telephony,
  ],
  long: (on: number, id: number, field: Items): Items => [...longUsage(on * 0x10000 + id), ...field],
  'long on a foreign page': (on: number, id: number, field: Items): Items => [
    ...page(0xff00),
    ...longUsage(on * 0x10000 + id),
    ...field,
    ...telephony,
  ],
  'range of one': (on: number, id: number, field: Items): Items => [
    ...page(on),
    ...usageMin(id),
    ...usageMax(id),
    ...field,
    ...telephony,
  ],
  'long range': (on: number, id: number, field: Items): Items => [
    ...usageMax(on * 0x10000 + id, 4),
    ...usageMin(on * 0x10000 + id, 4),
    ...field,
  ],
  delimited: (on: number, id: number, field: Items): Items => [
    ...page(on),
    ...openDelimiter,
    ...usage(id, 0x01),
    ...closeDelimiter,
    ...field,
    ...telephony,
  ],
  'pushed page': (on: number, id: number, field: Items): Items => [
    ...push,
    ...page(on),
    ...usage(id),
    ...field,
    ...pop,
  ],
  'with a spare usage': (on: number, id: number, field: Items): Items => [
    ...page(on),
    ...usage(id, usages.hook, usages.mute),
    ...field,
    ...telephony,
  ],
} as const;

const noises = {
  none: [],
  'a long item': longItem(0xf0, 0x09, usages.hook, 0x81, 0x02),
  'designator and string': [...designator(3), ...stringIndex(2)],
  'a physical range': physicalMax(1000),
  'other sizes, pushed away': [...push, ...reportSize(16), ...reportCount(7), ...pop],
  'an empty collection': collection('logical'),
} as const satisfies Readonly<Record<string, Items>>;

// Object.keys gives texts; these objects have no other keys than those of their type.
const keysOf = <T extends object>(of: T): (keyof T)[] => Object.keys(of) as (keyof T)[];

const writing = {
  report: fc.nat(2),
  spelling: fc.constantFrom(...keysOf(spellings)),
  noise: fc.constantFrom(...keysOf(noises)),
  isNested: fc.boolean(),
};
const meantField: fc.Arbitrary<MeantField> = fc.oneof(
  fc.record({
    kind: fc.constant('button'),
    name: fc.constantFrom(...keysOf(usages)),
    flags: fc.constantFrom(...keysOf(inputs)),
    ...writing,
  }),
  fc.record({ kind: fc.constant('light'), name: fc.constantFrom(...keysOf(lights)), ...writing }),
);

const roleless = new Set<string>(['feature', 'transfer', 'ringer', 'key0']);
const states = new Set<string>(['hook', 'mute', 'busy', 'line', 'speaker']);

function meantSemantics({ name, flags }: MeantButton): Semantics {
  if (flags === 'toggle') return 'toggle';
  return states.has(name) ? 'level' : 'momentary';
}

function write(field: MeantField): Items {
  const spell = spellings[field.spelling];
  const spelt =
    field.kind === 'button'
      ? spell(telephonyPage, usages[field.name], inputs[field.flags])
      : spell(ledPage, lights[field.name], output('var', 'noPref'));
  const noisy = [...noises[field.noise], ...spelt];
  return field.isNested ? collection('logical', noisy) : noisy;
}

/** A descriptor, each field spelled in its own way, and the layout it was written for, as sorted text. */
export const speltDevice = fc
  .record({ fields: fc.array(meantField, { maxLength: 24 }), isNumbered: fc.boolean() })
  .map(({ fields, isNumbered }) => {
    const idOf = (field: MeantField): number => (isNumbered ? field.report + 1 : 0);
    const used = new Map<string, number>();
    const expected: string[] = [];
    const items: Items[] = [bits(1)];
    for (const field of fields) {
      const place = `${field.kind} ${idOf(field)}`;
      const bit = used.get(place) ?? 0;
      used.set(place, bit + 1);
      if (isNumbered) items.push(reportId(idOf(field)));
      items.push(write(field));
      if (field.kind === 'light') expected.push(`${place}.${bit} ${field.name}`);
      else if (!roleless.has(field.name))
        expected.push(`${place}.${bit} ${field.name} ${meantSemantics(field)}`);
    }
    return {
      bytes: describeItems(headset(...items), led),
      isNumbered: isNumbered && fields.length > 0,
      expected: expected.sort(),
    };
  });
