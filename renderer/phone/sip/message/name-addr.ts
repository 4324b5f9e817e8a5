/** One `name-addr` or `addr-spec` with its header parameters (RFC 3261 section 20.10). Parameter names in lower case. */
export interface NameAddr {
  readonly name: string;
  readonly uri: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The parts of a `sip:`, `sips:` or `tel:` URI that name a party. For `tel:` the host is empty. */
export interface PartyUri {
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
}

/** Cuts a header value at the commas that separate values, not those inside quotes or angle brackets. */
export function splitAtCommas(value: string): string[] {
  return splitOutside(value, ',');
}

/** Cuts `value;name=value;flag` at its semicolons; quoted values come back without their quotes. */
export function splitParams(value: string): {
  readonly head: string;
  readonly params: ReadonlyMap<string, string>;
} {
  const [head = '', ...rest] = splitOutside(value, ';');
  const params = new Map<string, string>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name !== '' && !params.has(name))
      params.set(name, equals < 0 ? '' : unquote(part.slice(equals + 1).trim()));
  }
  return { head: head.trim(), params };
}

/** Reads one value of From, P-Asserted-Identity or Remote-Party-ID; null if there is no URI in it. */
export function parseNameAddr(value: string): NameAddr | null {
  const open = indexOutsideQuotes(value, '<');
  if (open < 0) {
    // RFC 3261 section 20: without angle brackets every parameter belongs to the header.
    const { head, params } = splitParams(value);
    return /^[a-z][a-z0-9+.-]*:/i.test(head) ? { name: '', uri: head, params } : null;
  }
  const close = value.indexOf('>', open);
  if (close < 0) return null;
  const uri = value.slice(open + 1, close).trim();
  if (uri === '') return null;
  const { params } = splitParams(`x${value.slice(close + 1)}`);
  return { name: unquote(value.slice(0, open).trim()), uri, params };
}

/** Takes user and host out of a URI; null for schemes that name nobody. */
export function parsePartyUri(uri: string): PartyUri | null {
  const scheme = /^(sips?|tel):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return null;
  const rest = uri.slice(scheme.length + 1);
  if (scheme === 'tel') return { scheme, user: decodePercent(rest.split(';')[0] ?? ''), host: '' };
  const at = rest.lastIndexOf('@');
  const user = at < 0 ? '' : (rest.slice(0, at).split(':')[0] ?? '');
  const hostport = rest.slice(at + 1).split(/[;?]/)[0] ?? '';
  const host = hostport.startsWith('[')
    ? hostport.slice(0, hostport.indexOf(']') + 1)
    : (hostport.split(':')[0] ?? '');
  // A user part may carry parameters of its own (RFC 3261 section 19.1.6): +380441234567;phone-context=…
  return { scheme, user: decodePercent(user.split(';')[0] ?? ''), host: host.toLowerCase() };
}

function splitOutside(value: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '<') bracketed = true;
    else if (char === '>') bracketed = false;
    else if (char === separator && !bracketed) {
      parts.push(value.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
}

function indexOutsideQuotes(value: string, wanted: string): number {
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted && char === '\\') i++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === wanted) return i;
  }
  return -1;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return inner.replace(/\\(.)/gs, '$1');
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is common in hand-made dial plans; the raw text is then the best there is.
    return text;
  }
}
