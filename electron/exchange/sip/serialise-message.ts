import type { SipMessage } from './message.ts';

const encoder = new TextEncoder();

/** The message as it goes on the wire. Content-Length is always the true number of octets of the body. */
export function serialiseMessage(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers
    .filter(({ name }) => name.toLowerCase() !== 'content-length')
    .map(({ name, value }) => `${name}: ${value}`);
  return [start, ...lines, `Content-Length: ${encoder.encode(message.body).length}`, '', message.body].join(
    '\r\n',
  );
}
