import type { Core } from 'sip.js';

/** The session description that a message carries; null if it carries none. */
export function readSdp(message: Core.IncomingMessage): string | null {
  const isSdp = /^application\/sdp\b/i.test(message.getHeader('Content-Type') ?? '');
  return isSdp && message.body !== '' ? message.body : null;
}
