/**
 * Splits at a separator outside quotes and angle brackets (RFC 3261 section 7.3.1): `"A, B" <sip:a,b@c>, <sip:d>` is
 * two values. Empty parts are dropped; an open quote or bracket gives undefined.
 */
export function splitOutsideQuotes(text: string, separator: ',' | ';'): readonly string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at++;
      else if (char === '"') quoted = false;
    } else if (bracketed) {
      if (char === '>') bracketed = false;
    } else if (char === '"') quoted = true;
    else if (char === '<') bracketed = true;
    else if (char === separator) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (quoted || bracketed) return undefined;
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}

/** Parameters after the first `;`: names in lower case, values unquoted, flags as empty strings. */
export function readParameters(parts: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value = equals === -1 ? '' : part.slice(equals + 1).trim();
    // The first of two wins, so that nothing appended later can override what the sender wrote.
    if (name !== '' && !parameters.has(name)) parameters.set(name, unquote(value));
  }
  return parameters;
}

/** Quotes and escapes as in RFC 3261 section 25.1 `quoted-string`; control characters cannot be quoted and go. */
export function quote(text: string): string {
  return `"${text.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&')}"`;
}

export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}
