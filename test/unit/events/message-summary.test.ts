import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesSchema, parseMessageSummary } from '../../../electron/common/events/message-summary.ts';

describe('the state of a mailbox (RFC 3842)', () => {
  it.each([
    [
      'as in the RFC',
      'Messages-Waiting: yes\r\nMessage-Account: sip:alice@vmail.example.com\r\nVoice-Message: 2/8 (0/2)\r\n',
      { waiting: true, fresh: 2, old: 8, account: 'sip:alice@vmail.example.com' },
    ],
    [
      'as Asterisk writes it',
      'Messages-Waiting: no\r\nVoice-Message: 0/3 (0/0)\r\n',
      { waiting: false, fresh: 0, old: 3, account: null },
    ],
    ['with one line only', 'Messages-Waiting: yes', { waiting: true, fresh: null, old: null, account: null }],
    [
      'in other letters and line ends',
      'messages-waiting:YES\nvoice-MESSAGE:1/0\n',
      { waiting: true, fresh: 1, old: 0, account: null },
    ],
    [
      'of a mailbox with other kinds only',
      'Messages-Waiting: yes\r\nFax-Message: 1/2\r\nText-Message: 3/4\r\n',
      { waiting: true, fresh: 4, old: 6, account: null },
    ],
    [
      'with counts beyond all reason',
      'Messages-Waiting: yes\r\nVoice-Message: 99999999999999999999/1\r\n',
      { waiting: true, fresh: 9_999, old: 1, account: null },
    ],
    [
      'with a count that is none',
      'Messages-Waiting: yes\r\nVoice-Message: many\r\n',
      { waiting: true, fresh: null, old: null, account: null },
    ],
  ])('is read %s', (_name, body, expected) => {
    expect(parseMessageSummary(body)).toEqual(expected);
  });

  it.each([
    ['empty', ''],
    ['without the line that must be there', 'Voice-Message: 1/0\r\n'],
    ['neither yes nor no', 'Messages-Waiting: perhaps\r\n'],
    ['too long', `Messages-Waiting: yes\r\n${'x'.repeat(70_000)}`],
  ])('is not guessed from a body that is %s', (_name, body) => {
    expect(parseMessageSummary(body)).toBeNull();
  });

  it('has the agreed form whatever is sent', () => {
    const lines = fc.constantFrom(
      'Messages-Waiting: yes',
      'Voice-Message: 1/2',
      'Message-Account:',
      ':',
      'a: b',
      '',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(lines, fc.string({ maxLength: 40 })), { maxLength: 20 }), (parts) => {
        const messages = parseMessageSummary(parts.join('\r\n'));
        expect(messages === null || messagesSchema.safeParse(messages).success).toBe(true);
      }),
    );
  });
});
