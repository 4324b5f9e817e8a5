/**
 * A small, closed subset of XML 1.0: elements, attributes, text, CDATA, comments, processing instructions, the five
 * predefined entities and character references. There are no document types, so there is nothing that could expand
 * (entity bombs) or fetch. Enough for the event bodies of SIP (RFC 4235, RFC 3863), and the same in page and Node.
 */
export interface XmlElement {
  /** Without the namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, trimmed. */
  readonly text: string;
}

/** Characters; more is no presence document of one subscriber. */
export const longestXml = 65_536;
const deepest = 24;
const mostElements = 2_000;

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

interface OpenElement {
  readonly rawName: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const nothingElse = /^\s*$/u;
const skipped = /<!--(?:(?!-->)[\s\S])*-->|<\?(?:(?!\?>)[\s\S])*\?>/uy;
const cdata = /<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>/uy;
const closing = /<\/([^\s<>/]+)\s*>/uy;
const opening =
  /<([A-Za-z_][^\s<>/="'&]*)((?:\s+[A-Za-z_][^\s<>/="'&]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/uy;
const attribute = /([A-Za-z_][^\s<>/="'&]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gu;
const text = /[^<]+/uy;

/** The root element; null for what is not well-formed, too long, too deep, or has a document type. */
export function scanXml(source: string): XmlElement | null {
  return source.length > longestXml ? null : new Scanner(source).scan();
}

/** Each reader says whether it found its piece; `false` with `isBroken` set ends the scan. */
class Scanner {
  readonly #source: string;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | null = null;
  #at: number;
  #elements = 0;
  #isBroken = false;

  constructor(source: string) {
    this.#source = source;
    this.#at = source.startsWith('\uFEFF') ? 1 : 0;
  }

  scan(): XmlElement | null {
    while (this.#at < this.#source.length) {
      const isRead =
        this.#readText() ||
        this.#take(skipped) !== null ||
        this.#readLiteral() ||
        this.#readEnd() ||
        this.#readStart();
      if (!isRead || this.#isBroken) return null;
    }
    return this.#open.length === 0 ? this.#root : null;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #readText(): boolean {
    const words = this.#take(text)?.[0];
    if (words === undefined) return false;
    const plain = decode(words);
    const parent = this.#open.at(-1);
    if (plain === null || (parent === undefined && !nothingElse.test(plain))) this.#isBroken = true;
    else if (parent !== undefined) parent.text += plain;
    return true;
  }

  #readLiteral(): boolean {
    const literal = this.#take(cdata)?.[1];
    if (literal === undefined) return false;
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#isBroken = true;
    else parent.text += literal;
    return true;
  }

  #readEnd(): boolean {
    const name = this.#take(closing)?.[1];
    if (name === undefined) return false;
    const ended = this.#open.pop();
    if (ended?.rawName !== name) this.#isBroken = true;
    else this.#close(ended);
    return true;
  }

  #readStart(): boolean {
    const [, rawName = '', inside = '', end] = this.#take(opening) ?? [];
    if (end === undefined || this.#root !== null) return false;
    const attributes = readAttributes(inside);
    if (attributes === null || ++this.#elements > mostElements || this.#open.length >= deepest) return false;
    const element = { rawName, attributes, children: [], text: '' };
    if (end === '/') this.#close(element);
    else this.#open.push(element);
    return true;
  }

  #close({ rawName, attributes, children, text: inside }: OpenElement): void {
    const element = { name: localName(rawName), attributes, children, text: inside.trim() };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }
}

export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

function localName(rawName: string): string {
  return rawName.slice(rawName.indexOf(':') + 1);
}

/** By their local names, too: no attribute of the documents read here differs from another by its prefix alone. */
function readAttributes(source: string): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>();
  const seen = new Set<string>();
  for (const [, rawName = '', inDouble, inSingle] of source.matchAll(attribute)) {
    const value = decode(inDouble ?? inSingle ?? '');
    if (value === null || seen.has(rawName)) return null;
    seen.add(rawName);
    if (!rawName.startsWith('xmlns')) attributes.set(localName(rawName), value);
  }
  return attributes;
}

/** null for a reference to anything but the predefined entities and characters. */
function decode(source: string): string | null {
  if (!source.includes('&')) return source;
  const [first = '', ...rest] = source.split('&');
  let plain = first;
  for (const part of rest) {
    const end = part.indexOf(';');
    const name = part.slice(0, Math.max(0, end));
    const known = named.get(name) ?? readCharacter(name);
    if (known === undefined) return null;
    plain += known + part.slice(end + 1);
  }
  return plain;
}

function readCharacter(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/iu.exec(name) ?? [];
  if (hex === undefined && decimal === undefined) return undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const isCharacter =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code < 0xd800) ||
    (code >= 0xe000 && code <= 0x10ffff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
