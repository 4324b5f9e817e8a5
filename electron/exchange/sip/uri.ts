/** A SIP URI (RFC 3261 section 19.1). `user` is unescaped, parameter names are in lower case. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  /** What follows `?`, as written: a Refer-To carries Replaces there. */
  readonly headers: ReadonlyMap<string, string>;
}

const form =
  /^(sips?):(?:([^@\s<>"?]+)@)?(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?)(?::(\d{1,5}))?((?:;[^;?\s<>"]*)*)(?:\?([^\s<>"]*))?$/i;

/** Undefined for anything that is not a well-formed sip: or sips: URI. */
export function parseUri(text: string): SipUri | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, scheme, userInfo, host = '', portText, parameters = '', headers = ''] = match;
  // A password in the URI is deprecated (RFC 3261 section 19.1.1): it is dropped, never compared or relayed.
  const user = userInfo === undefined ? undefined : unescape(userInfo.split(':', 1)[0] ?? '');
  if (userInfo !== undefined && (user === undefined || user === '')) return undefined;
  const port = portText === undefined ? undefined : Number(portText);
  if (Number(port) > 65_535) return undefined;
  return {
    scheme: scheme?.toLowerCase() === 'sips' ? 'sips' : 'sip',
    user,
    host: host.toLowerCase(),
    port,
    parameters: readPairs(parameters.split(';')),
    headers: readPairs(headers.split('&')),
  };
}

/** The scheme of anything that looks like a URI, in lower case: `tel`, `mailto`, `sip`. */
export function readScheme(text: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
}

/** Same user, host and port: what the registrar compares for two bindings without an instance id. */
export function isSameUri(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, two] = [parseUri(a), parseUri(b)];
  if (one === undefined || two === undefined) return false;
  return one.scheme === two.scheme && one.user === two.user && one.host === two.host && one.port === two.port;
}

/** Escapes what a user part may not hold (RFC 3261 section 25.1): `#` becomes `%23`, `+` stays. */
export function escapeUser(user: string): string {
  return encodeURIComponent(user).replace(/%2B/g, '+').replace(/%3B/g, ';').replace(/%2C/g, ',');
}

function readPairs(parts: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const part of parts) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = unescape(equals === -1 ? part : part.slice(0, equals))?.toLowerCase();
    const value = equals === -1 ? '' : unescape(part.slice(equals + 1));
    if (name !== undefined && value !== undefined && !pairs.has(name)) pairs.set(name, value);
  }
  return pairs;
}

function unescape(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
