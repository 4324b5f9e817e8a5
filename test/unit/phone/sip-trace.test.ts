import { expect, test } from 'vitest';
import { traceChunkSchema, type TraceChunk } from '../../../electron/common/contract/trace-wire.ts';
import { createSipTrace, type SipTrace } from '../../../renderer/phone/sip/message/sip-trace.ts';

const note = (trace: SipTrace, index: number, padding = 0): void =>
  trace.note({
    at: 1_000 + index,
    direction: index % 2 === 0 ? 'in' : 'out',
    socket: 1,
    text: `OPTIONS sip:pbx.example SIP/2.0\r\nCSeq: ${index} OPTIONS\r\nX-Pad: ${'x'.repeat(padding)}\r\n\r\n`,
  });

async function exportAll(
  trace: SipTrace,
  includeCustomer: boolean,
  onPart: () => void = () => undefined,
): Promise<TraceChunk['messages']> {
  const messages: TraceChunk['messages'] = [];
  for (let from: number | null = 0; from !== null;) {
    const part: TraceChunk = traceChunkSchema.parse(await trace.export({ includeCustomer, from }));
    messages.push(...part.messages);
    from = part.next;
    onPart();
  }
  return messages;
}

test('the last two thousand messages are kept', async () => {
  const trace = createSipTrace();
  for (let index = 0; index < 2_500; index++) note(trace, index);
  const messages = await exportAll(trace, false);
  expect(messages).toHaveLength(2_000);
  expect(messages[0]?.text).toContain('CSeq: 500 OPTIONS');
  expect(messages.at(-1)?.text).toContain('CSeq: 2499 OPTIONS');
});

test('four million characters are kept at most', async () => {
  const trace = createSipTrace();
  for (let index = 0; index < 100; index++) note(trace, index, 100_000);
  const kept = await exportAll(trace, true);
  expect(kept.length).toBeLessThan(40);
  expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(4_000_000);
  expect(kept.at(-1)?.text).toContain('CSeq: 99 OPTIONS');
});

test('what comes while a trace is taken is in the next one, and no part is too long for a wire', async () => {
  const trace = createSipTrace();
  for (let index = 0; index < 20; index++) note(trace, index, 50_000);
  let late = 20;
  let parts = 0;
  const messages = await exportAll(trace, true, () => {
    note(trace, late++, 10);
    parts++;
  });
  expect(parts).toBeGreaterThan(1);
  expect(messages).toHaveLength(20);
  expect(await exportAll(trace, true)).toHaveLength(20 + parts);
});

test('the password of the account is in no trace', async () => {
  const trace = createSipTrace();
  trace.protect('correct-horse');
  trace.protect('');
  trace.note({
    at: 1,
    direction: 'out',
    socket: 1,
    text: 'OPTIONS sip:a SIP/2.0\r\nX-Odd: correct-horse\r\n\r\n',
  });
  expect((await exportAll(trace, true))[0]?.text).toContain('X-Odd: [removed]');
});
