import { redactBody } from './redact-sip-body.ts';
import { createPseudonyms, scrubSecrets, scrubText, type Pseudonyms } from './redact-sip-text.ts';
import { readHeaderLines, type HeaderLine } from './sip-lines.ts';

export interface SipRedaction {
  /** Numbers, names, addresses and data of the exchange stay. Secrets never do. */
  readonly includeCustomer: boolean;
  /** Words that must not stand anywhere, such as the password of the account. */
  readonly secrets: readonly string[];
}

/** Makes SIP messages fit to be handed on. One for a whole trace: the same party has the same name throughout. */
export interface SipRedactor {
  redact(message: string): string;
}

/**
 * Removes by permission, not by prohibition: what is not known to be harmless goes, so that a message that is written in
 * an unusual way (compact names of RFC 3261 section 7.3.3, folded lines, broken lines) gives nothing away.
 */
export function createSipRedactor({ includeCustomer, secrets }: SipRedaction): SipRedactor {
  const names = createPseudonyms();
  const words = secrets.filter((secret) => secret.length > 0).toSorted((a, b) => b.length - a.length);
  return {
    redact(message) {
      const { start, headers, body } = readHeaderLines(message);
      const contentType = headers.find(({ name }) => name === 'content-type')?.value ?? '';
      const shown = [
        includeCustomer ? scrubSecrets(start) : maskStart(start, names),
        ...headers.map((line) => showHeader(line, includeCustomer, names)),
        '',
        redactBody(body, contentType, includeCustomer, names),
      ].join('\r\n');
      return words.reduce((text, word) => text.replaceAll(word, '[removed]'), shown);
    },
  };
}

/** Credentials and challenges (RFC 3261 sections 20.7, 20.27, 20.28, 20.44; RFC 3310; RFC 8760). */
const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'proxy-authentication-info',
]);

/** Whoever puts credentials under another name still has to say how they are meant. */
const credentialScheme = /^["\s]*(?:digest|basic|bearer|ntlm|kerberos|negotiate)\b/iu;
const harmlessCredential =
  /\b(realm|algorithm|qop|stale|nc)\s*=\s*("[^"\\]{0,128}"|[\w.-]{1,128})(?=\s*(?:,|$))/giu;

/** Headers that hold an address of a party (RFC 3261, 3323, 3325, 3515, 3891, 3892, 5806, 7044 and drafts). */
const partyHeaders: ReadonlySet<string> = new Set([
  'from',
  'to',
  'contact',
  'route',
  'record-route',
  'path',
  'service-route',
  'reply-to',
  'refer-to',
  'referred-by',
  'diversion',
  'history-info',
  'p-asserted-identity',
  'p-preferred-identity',
  'p-called-party-id',
  'p-associated-uri',
  'remote-party-id',
]);

/** Headers that say how the conversation goes and nothing of who has it; a run of digits is masked all the same. */
const plainHeaders: ReadonlySet<string> = new Set([
  ...[
    'via',
    'call-id',
    'cseq',
    'max-forwards',
    'content-type',
    'content-length',
    'content-encoding',
    'expires',
  ],
  ...['min-expires', 'retry-after', 'allow', 'allow-events', 'supported', 'require', 'proxy-require', 'date'],
  ...[
    'unsupported',
    'user-agent',
    'server',
    'reason',
    'warning',
    'session-expires',
    'min-se',
    'event',
    'accept',
  ],
  ...['subscription-state', 'rseq', 'rack', 'timestamp', 'accept-encoding', 'mime-version', 'privacy'],
  ...['refer-sub', 'replaces', 'content-disposition'],
]);

/** Counters and durations, which are too long for the rule that no run of digits stays. */
const countHeaders: ReadonlySet<string> = new Set([
  ...['cseq', 'content-length', 'expires', 'min-expires', 'max-forwards', 'retry-after', 'rseq', 'rack'],
]);

function showHeader(line: HeaderLine, includeCustomer: boolean, names: Pseudonyms): string {
  const { written, name, value } = line;
  if (name === null) return '[unreadable line]';
  if (credentialHeaders.has(name) || credentialScheme.test(value))
    return `${written}: ${showCredential(value)}`;
  if (includeCustomer) return `${written}: ${scrubSecrets(value)}`;
  // A name that nobody knows may be the customer's data put where a name should be.
  if (partyHeaders.has(name)) return `${written}: ${names.maskParties(value)}`;
  if (countHeaders.has(name) && /^\d{1,7}(?: \d{1,7})?(?: [A-Z]{2,20})?$/u.test(value))
    return `${written}: ${value}`;
  if (plainHeaders.has(name)) return `${written}: ${scrubText(value, names)}`;
  return /^x-[a-z-]{1,40}$|^[a-z][a-z-]{1,40}$/u.test(name) ? `${written}: [masked]` : '[masked header]';
}

function showCredential(value: string): string {
  const scheme = /^\s*(digest|basic|bearer)\b/iu.exec(value)?.[1];
  const kept = [...value.matchAll(harmlessCredential)].map(([, name = '', text = '']) =>
    name.toLowerCase() === 'realm' ? 'realm="[masked]"' : `${name}=${text}`,
  );
  return [scheme ?? '', [...kept, '[removed]'].join(', ')].join(' ').trim();
}

/** `INVITE sip:… SIP/2.0`, `SIP/2.0 200 OK`, or nothing that could be shown. */
function maskStart(start: string, names: Pseudonyms): string {
  const request = /^([A-Z]{2,20}) (\S+) (SIP\/2\.0)$/u.exec(start);
  if (request !== null) return `${request[1] ?? ''} ${names.maskUri(request[2] ?? '')} SIP/2.0`;
  const response = /^SIP\/2\.0 ([1-6]\d\d) ([A-Za-z' /-]{0,60})$/u.exec(start);
  return response === null ? '[unreadable line]' : `SIP/2.0 ${response[1] ?? ''} ${response[2] ?? ''}`;
}
