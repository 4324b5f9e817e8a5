/** SIP messages as values (RFC 3261 section 7). Everything that changes one returns a new one. */
export interface SipHeader {
  /** Long form, e.g. `Call-ID` even when the message said `i`. */
  readonly name: string;
  readonly value: string;
}

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly SipHeader[];
  readonly body: string;
}

export type SipMessage = SipRequest | SipResponse;

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The first value of a header, or undefined. Names are case-insensitive. */
export function findHeader(message: Pick<SipMessage, 'headers'>, name: string): string | undefined {
  return message.headers.find((header) => sameName(header.name, name))?.value;
}

/** Every value of a header in order; the parser has already split comma lists of Via, Route and Contact. */
export function listHeader(message: Pick<SipMessage, 'headers'>, name: string): readonly string[] {
  return message.headers.filter((header) => sameName(header.name, name)).map((header) => header.value);
}

/** The option tags or methods of a comma list such as `Supported` or `Proxy-Require`, as written. */
export function listTokens(message: Pick<SipMessage, 'headers'>, name: string): readonly string[] {
  return listHeader(message, name)
    .flatMap((value) => value.split(','))
    .map((token) => token.trim())
    .filter((token) => token !== '');
}

/** Puts these values where the first header of that name stood, or at the end; an empty list removes it. */
export function replaceHeader<M extends SipMessage>(message: M, name: string, values: readonly string[]): M {
  const first = message.headers.findIndex((header) => sameName(header.name, name));
  const others = message.headers.filter((header) => !sameName(header.name, name));
  const at = first === -1 ? others.length : first;
  const added = values.map((value) => ({ name, value }));
  return { ...message, headers: [...others.slice(0, at), ...added, ...others.slice(at)] };
}

/** Puts one more value in front of the headers of that name: how Via and Record-Route grow. */
export function prependHeader<M extends SipMessage>(message: M, name: string, value: string): M {
  return { ...message, headers: [{ name, value }, ...message.headers] };
}

/** The number and method of CSeq; undefined when it is not one (RFC 3261 section 20.16). */
export function readCSeq(
  message: Pick<SipMessage, 'headers'>,
): { number: number; method: string } | undefined {
  const match = /^(\d{1,10})\s+([!%'*+\-.0-9A-Z_`a-z~]+)$/.exec(findHeader(message, 'CSeq') ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const number = Number(match[1]);
  return number < 2 ** 31 ? { number, method: match[2] } : undefined;
}
