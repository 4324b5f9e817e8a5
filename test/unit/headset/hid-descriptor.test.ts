import { describe, expect, it } from 'vitest';
import { usageAt, type HidCollection } from '../../../electron/common/headset/hid-collection.ts';
import { parseHidDescriptor } from '../../../electron/common/headset/hid-descriptor.ts';
import { bytesOf, fixtures } from './descriptor-fixtures.ts';

const parse = (text: string) => parseHidDescriptor(bytesOf(text));
const hex = (value: number, width = 2): string => value.toString(16).toUpperCase().padStart(width, '0');

/** Every variable element as `inp id02 b0 0B:20`, the way the fixtures list them. */
function listElements(collections: readonly HidCollection[]): string[] {
  return collections.flatMap((one) => [
    ...(['input', 'output'] as const).flatMap((kind) =>
      one[`${kind}Reports`].flatMap(({ reportId, items }) =>
        items.flatMap((item) =>
          Array.from({ length: item.isArray ? 1 : Math.min(item.reportCount, 64) }, (_, index) => {
            const usage = usageAt(item, index) ?? 0;
            const bit = String(item.bitOffset + index * item.reportSize);
            const name = `${hex(Math.floor(usage / 0x10000))}:${hex(usage % 0x10000)}`;
            return `${kind === 'input' ? 'inp' : 'out'} id${hex(reportId)} b${bit} ${name}`;
          }),
        ),
      ),
    ),
    ...listElements(one.children),
  ]);
}

describe('parsing a report descriptor', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    'finds what an independent reader found in %s',
    (_, { hex: bytes, decoded }) => {
      const elements = new Set(listElements(parse(bytes).collections));
      const listed = decoded
        .filter((line) => /^(inp|out)/.test(line))
        .map((line) => /^(inp|out) (id..) (b\d+)\/\S+ \S+ (\S+)/.exec(line))
        .map((match) => (match === null ? 'unreadable' : `${match[1]} ${match[2]} ${match[3]} ${match[4]}`))
        .map((line) => line.replace('0008:0057', '08:57'));
      expect(listed.filter((line) => !elements.has(line))).toEqual([]);
    },
  );

  it('takes the page in force at the main item for short usages (P10)', () => {
    // usage 07 written on page 0B, then page 09 and usage 01, one field
    const { collections } = parse('05 0b 09 05 a1 01 09 07 05 09 09 01 75 01 95 01 81 02 c0');
    const item = collections[0]?.inputReports[0]?.items[0];
    expect(item?.usages).toEqual([0x090007, 0x090001]);
  });

  it('counts bits per report id and direction, padding included', () => {
    const { inputBits, outputBits, numbered } = parse(
      '05 0b 09 05 a1 01 85 02 75 01 95 03 81 02 95 05 81 01 91 02 85 03 75 08 95 02 81 02 c0',
    );
    expect([...inputBits]).toEqual([
      [2, 8],
      [3, 16],
    ]);
    expect([...outputBits]).toEqual([[2, 5]]);
    expect(numbered).toBe(true);
  });

  it('restores all global items with Pop', () => {
    const { collections, warnings } = parse('05 0b 75 01 95 01 09 05 a1 01 a4 05 08 75 08 b4 09 20 81 02 c0');
    const item = collections[0]?.inputReports[0]?.items[0];
    expect(item).toMatchObject({ usages: [0x0b0020], reportSize: 1 });
    expect(warnings).toEqual([]);
  });

  it('takes the preferred usage of a delimited set, and skips long items', () => {
    // long item with 2 bytes; delimiter { Hook, Flash }
    const { collections, warnings } = parse(
      'fe 02 99 01 02 05 0b 09 05 a1 01 75 01 95 01 a9 01 09 20 09 21 a9 00 81 02 c0',
    );
    expect(collections[0]?.inputReports[0]?.items[0]?.usages).toEqual([0x0b0020]);
    expect(warnings).toEqual([]);
  });

  it('reads a maximum of FF as 255 when the minimum is not negative, and as -1 otherwise', () => {
    const range = (text: string) => parse(text).collections[0]?.inputReports[0]?.items[0];
    expect(range('05 0b 09 05 a1 01 15 00 25 ff 75 08 95 01 09 20 81 02 c0')?.logicalMaximum).toBe(255);
    expect(range('05 0b 09 05 a1 01 15 80 25 ff 75 08 95 01 09 20 81 02 c0')).toMatchObject({
      logicalMinimum: -128,
      logicalMaximum: -1,
    });
  });

  it('keeps what a cut descriptor declared so far', () => {
    const { collections, warnings } = parse('05 0b 09 05 a1 01 75 01 95 01 09 20 81 02 26 01');
    expect(collections[0]?.inputReports[0]?.items).toHaveLength(1);
    expect(warnings).toEqual(['the descriptor ends inside an item', 'a collection is not closed']);
  });

  it('stops at reports no system carries instead of allocating them', () => {
    const { collections, inputBits, warnings } = parse(
      '05 0b 09 05 a1 01 09 20 77 ff ff ff ff 97 ff ff ff ff 81 02 75 01 95 01 81 02 c0',
    );
    expect(collections[0]?.inputReports).toEqual([]);
    expect(inputBits.get(0)).toBe(16384 * 8);
    expect(warnings).toEqual(['report 0 is longer than 16384 bytes']);
  });

  it('follows nesting to a depth and counts deeper items for the innermost collection it follows', () => {
    const depth = 2000;
    const { collections, warnings } = parse(
      `05 0b 09 05 ${'a1 01 '.repeat(depth)} 75 01 95 01 09 20 81 02 ${'c0 '.repeat(depth)}`,
    );
    expect(listElements(collections)).toEqual(['inp id00 b0 0B:20']);
    expect(warnings).toEqual(['collections are nested deeper than 32']);
  });

  it('says what is wrong with stray ends, pops and fields', () => {
    expect(parse('c0').warnings).toEqual(['a collection ends that was never opened']);
    expect(parse('b4').warnings).toEqual(['the item stack is empty']);
    expect(parse('75 01 95 01 81 02').warnings).toEqual(['a field stands outside every collection']);
    expect(parse('').warnings).toEqual(['the descriptor is empty']);
    expect(parse('85 00').warnings).toEqual(['a report id is not between 1 and 255']);
  });
});
