/** Numbers from 0 (inclusive) to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What parsers stumble over. */
const snags = [
  ...[
    '\r\n',
    '\r\n\r\n',
    '\r',
    '\n',
    '\r\n ',
    '\0',
    '"',
    '\\',
    '<',
    '>',
    ';',
    ',',
    ':',
    '?',
    '@',
    '%00',
    '%zz',
  ],
  ...[
    '-1',
    '0',
    '4294967296',
    '9'.repeat(30),
    'SIP/2.0',
    'sip:',
    'tel:',
    'tag=',
    ';tag=',
    'branch=',
    'z9hG4bK',
  ],
  ...['INVITE', 'ACK', 'CANCEL', 'BYE', 'REGISTER', 'REFER', 'Require: x\r\n', 'Content-Length: 3\r\n', '*'],
  ...['é', '\u202e', '😀', 'constructor', '__proto__', ' '.repeat(1_000), 'a'.repeat(9_000), ';'.repeat(500)],
].map((text) => Buffer.from(text));

/** One to four hurts to a message, chosen by `random`; `others` lend parts of theirs. */
export function mutate(message: Buffer, others: readonly Buffer[], random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = (list: readonly Buffer[]): Buffer => list[below(list.length)] ?? Buffer.alloc(0);
  let hurt = message;
  for (let left = 1 + below(4); left > 0; left--)
    hurt = hurtOnce(
      hurt,
      below,
      () => pick(others),
      () => pick(snags),
    );
  return hurt;
}

function hurtOnce(
  message: Buffer,
  below: (limit: number) => number,
  other: () => Buffer,
  snag: () => Buffer,
): Buffer {
  const at = below(message.length + 1);
  const to = Math.min(message.length, at + 1 + below(40));
  const [before, cut, after] = [message.subarray(0, at), message.subarray(at, to), message.subarray(to)];
  const lines = message.toString('latin1').split('\r\n');
  const line = below(lines.length);
  switch (below(9)) {
    case 0:
      return Buffer.concat([before, Buffer.from([below(256)]), message.subarray(at + 1)]);
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, cut, cut, after]);
    case 3:
      return Buffer.concat([before, snag(), message.subarray(at)]);
    case 4:
      return Buffer.concat([before, snag(), after]);
    case 5:
      return Buffer.from(lines.toSpliced(line, 1).join('\r\n'), 'latin1');
    case 6:
      return Buffer.from(lines.toSpliced(line, 0, lines[below(lines.length)] ?? '').join('\r\n'), 'latin1');
    case 7:
      return before;
    default: {
      const lender = other();
      return Buffer.concat([before, lender.subarray(below(lender.length))]);
    }
  }
}
