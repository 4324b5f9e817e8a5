import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestXml, scanXml } from '../../../electron/common/events/scan-xml.ts';

describe('the XML of event bodies', () => {
  it('is read with prefixes, attributes in both quotes, CDATA, comments and references', () => {
    const root = scanXml(
      `\uFEFF<?xml version="1.0"?>\r\n<!-- all - of it -->\r\n<d:a xmlns:d="urn:x" one="1 &amp; &#x41;" two='"'>` +
        `<b/> &lt;text&gt; <![CDATA[<raw>&amp;]]><c>inner</c></d:a>\r\n`,
    );
    expect(root?.name).toBe('a');
    expect([...(root?.attributes ?? [])]).toEqual([
      ['one', '1 & A'],
      ['two', '"'],
    ]);
    expect(root?.children.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(root?.text).toBe('<text> <raw>&amp;');
    expect(root?.children[1]?.text).toBe('inner');
  });

  it.each([
    ['nothing', ''],
    ['words alone', 'hello'],
    ['an element left open', '<a><b></b>'],
    ['elements that cross', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['words after the root', '<a/>more'],
    ['an attribute without quotes', '<a b=1/>'],
    ['the same attribute twice', '<a b="1" b="2"/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>this & that</a>'],
    ['a character that is none', '<a>&#xD800;</a>'],
    ['a null character', '<a>&#0;</a>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    [
      'an entity bomb',
      '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;">]><a>&z;</a>',
    ],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['more than 64 KB', `<a>${'x'.repeat(longestXml)}</a>`],
    ['a depth of ten thousand', '<a>'.repeat(10_000)],
    ['two thousand and one elements', `<a>${'<b/>'.repeat(2_001)}</a>`],
    ['a comment without an end', '<a/><!-- '],
  ])('%s is refused', (_name, source) => {
    expect(scanXml(source)).toBeNull();
  });

  it('comes to an end with whatever is sent, and never throws', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'a',
      'b="',
      '"',
      "'",
      '&',
      ';',
      '&amp;',
      '<!--',
      '-->',
      '<?',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 60 }), (parts) => {
        scanXml(parts.join(''));
        return true;
      }),
    );
  });

  it('gives back any text that was written with references', () => {
    const escape = (text: string): string =>
      text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        fc.pre(!/[\p{Cc}\p{Cs}]/u.test(text));
        const root = scanXml(`<a b="${escape(text)}">${escape(text)}</a>`);
        expect(root?.attributes.get('b')).toBe(text);
        expect(root?.text).toBe(text.trim());
      }),
    );
  });

  it.each([
    ['openings', '<a '.repeat(20_000)],
    ['attributes', `<a ${'b="" '.repeat(12_000)}`],
    ['dashes', `<!--${'-'.repeat(60_000)}`],
    ['ampersands', `<a>${'&'.repeat(60_000)}</a>`],
    ['blanks', `<a${' '.repeat(60_000)}b`],
  ])('64 KB of %s take no longer than they must', (_name, source) => {
    const start = performance.now();
    expect(scanXml(source)).toBeNull();
    // A backtracking pattern would take minutes here; this is no benchmark.
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
