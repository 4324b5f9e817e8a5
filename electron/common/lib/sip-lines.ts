/** One header with its folded lines joined (RFC 3261 section 7.3.1); `name` in full and lower case, null if unreadable. */
export interface HeaderLine {
  readonly name: string | null;
  readonly written: string;
  readonly value: string;
}

/** RFC 3261 section 7.3.3 and the compact names registered since (RFC 3515, 3841, 3892, 4028, 4474, 6665). */
const compactNames: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** Takes a message apart without judging it; line ends of any kind count. Never fails. */
export function readHeaderLines(message: string): {
  readonly start: string;
  readonly headers: readonly HeaderLine[];
  readonly body: string;
} {
  const lines = message.split(/\r\n|\n|\r/u);
  const end = lines.findIndex((line, index) => index > 0 && line === '');
  const head = end === -1 ? lines : lines.slice(0, end);
  const body = end === -1 ? '' : lines.slice(end + 1).join('\r\n');
  const [start = '', ...rest] = head;
  const logical: string[] = [];
  for (const line of rest) {
    if (/^[ \t]/u.test(line) && logical.length > 0) logical.push(`${logical.pop() ?? ''} ${line.trim()}`);
    else logical.push(line);
  }
  return { start, headers: logical.map(readHeader), body };
}

function readHeader(line: string): HeaderLine {
  const parts = /^([\w.!%*+`'~-]{1,60})[ \t]*:(.*)$/su.exec(line);
  if (parts === null) return { name: null, written: '', value: line };
  const [, written = '', value = ''] = parts;
  const name = written.toLowerCase();
  return { name: compactNames[name] ?? name, written, value: value.trim() };
}
