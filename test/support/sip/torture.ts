import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/sip-torture/', import.meta.url);

export interface TortureTarget {
  readonly user: string;
  readonly host: string;
}

/** The messages of RFC 4475 by name, as octets; markup and placeholders are told in the folder's README. */
export function readTortureMessages(target: TortureTarget): ReadonlyMap<string, Buffer> {
  const messages = new Map<string, Buffer>();
  for (const file of ['valid.txt', 'invalid.txt', 'other.txt']) {
    const [, ...sections] = readFileSync(new URL(file, folder), 'utf8')
      .replaceAll('\r\n', '\n')
      .split(/^=== /m);
    for (const section of sections) {
      const [name = '', ...lines] = section.split('\n');
      const text = lines.filter((line) => !line.startsWith('#')).join('\r\n');
      messages.set(name, writeOut(text, target));
    }
  }
  return messages;
}

function writeOut(markup: string, { user, host }: TortureTarget): Buffer {
  const text = markup
    .replaceAll('{user}', user)
    .replaceAll('{host}', host)
    .replace(/<allOneLine>\r\n(.*?)\r\n<\/allOneLine>/gs, (_, joined: string) =>
      joined.replaceAll('\r\n', ''),
    )
    .replace(/<repeat count=(\d+)>(.*?)<\/repeat>/gs, (_, count: string, repeated: string) =>
      repeated.repeat(Number(count)),
    );
  const octets = Buffer.concat(
    text.split(/(<hex>[0-9A-F]*<\/hex>)/).map((part) => {
      const hex = /^<hex>(.*)<\/hex>$/.exec(part)?.[1];
      return hex === undefined ? Buffer.from(part, 'utf8') : Buffer.from(hex, 'hex');
    }),
  );
  // Latin 1 keeps one character per octet, so that the length is counted in octets.
  const whole = octets.toString('latin1');
  const body = whole.indexOf('\r\n\r\n') + 4;
  return Buffer.from(whole.replace('{length}', String(whole.length - body)), 'latin1');
}
