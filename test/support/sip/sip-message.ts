/** A SIP message as a scripted peer sees it: start line, headers by lower-case name, body. */
export interface SipMessage {
  readonly raw: string;
  /** Empty for responses. */
  readonly method: string;
  readonly uri: string;
  /** 0 for requests. */
  readonly status: number;
  readonly body: string;
  header(name: string): string;
  headers(name: string): readonly string[];
  /** `tag` of From or To. */
  tag(name: 'from' | 'to'): string;
}

export function parseSipMessage(raw: string): SipMessage {
  const end = raw.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = (end < 0 ? raw : raw.slice(0, end)).split('\r\n');
  const fields = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    fields.set(name, [...(fields.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  const response = /^SIP\/2\.0 (\d{3})/.exec(startLine);
  const [method = '', uri = ''] = response === null ? startLine.split(' ') : [];
  const headers = (name: string): readonly string[] => fields.get(name.toLowerCase()) ?? [];
  const header = (name: string): string => headers(name)[0] ?? '';
  return {
    raw,
    method,
    uri,
    status: response === null ? 0 : Number(response[1]),
    body: end < 0 ? '' : raw.slice(end + 4),
    header,
    headers,
    tag: (name) => /;tag=([^;>\s]+)/.exec(header(name))?.[1] ?? '',
  };
}

export interface MessageParts {
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
}

export function formatSipMessage(startLine: string, headers: readonly string[], parts: MessageParts): string {
  const body = parts.body ?? '';
  const all = [
    startLine,
    ...headers,
    ...(parts.headers ?? []),
    ...(body === '' ? [] : [`Content-Type: ${parts.contentType ?? 'application/sdp'}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${all.join('\r\n')}\r\n\r\n${body}`;
}

let counter = 0;

/** Unique within the test process, readable in a trace. */
export function freshToken(prefix: string): string {
  counter++;
  return `${prefix}${counter}`;
}
