import { quote, readParameters, splitOutsideQuotes, unquote } from './split-list.ts';

/** The value of From, To, Contact, Route, Refer-To or P-Asserted-Identity. */
export interface SipAddress {
  readonly displayName: string;
  readonly uri: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Undefined when the value is neither a name-addr nor an addr-spec (RFC 3261 section 20.10). */
export function parseAddress(value: string): SipAddress | undefined {
  const parts = splitOutsideQuotes(value, ';');
  const first = parts?.[0];
  if (parts === undefined || first === undefined) return undefined;
  const bracketed = /^([^<]*)<([^<>\s]+)>$/s.exec(first);
  if (bracketed !== null) {
    const name = (bracketed[1] ?? '').trim();
    return {
      displayName: unquote(name),
      uri: bracketed[2] ?? '',
      parameters: readParameters(parts.slice(1)),
    };
  }
  // Without brackets every parameter belongs to the header, not to the URI, and URI headers need brackets (RFC 3261
  // section 20).
  if (/[<>"\s?]/.test(first)) return undefined;
  return { displayName: '', uri: first, parameters: readParameters(parts.slice(1)) };
}

export function formatAddress(displayName: string, uri: string): string {
  return displayName === '' ? `<${uri}>` : `${quote(displayName)} <${uri}>`;
}

/** The tag of a From or To value; undefined when there is none. */
export function readTag(value: string | undefined): string | undefined {
  const tag = value === undefined ? undefined : parseAddress(value)?.parameters.get('tag');
  return tag === '' ? undefined : tag;
}
