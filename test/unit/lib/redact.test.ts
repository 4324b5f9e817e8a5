import { describe, expect, it } from 'vitest';
import { redact } from '../../../electron/common/lib/redact.ts';

describe('what goes into a log', () => {
  it.each([
    ['password', 'secret-101', '[removed]'],
    ['authorization', 'Digest …', '[removed]'],
    ['reason', 'caller +380 44 123-45-67 hung up', 'caller …567 hung up'],
    ['reason', '0501112233', '…233'],
  ])('%s: %s becomes %s', (key, value, expected) => {
    expect(redact(key, value)).toBe(expected);
  });

  it('keeps numbers that are no telephone numbers, and random ids', () => {
    expect(redact('pid', 30_672)).toBe(30_672);
    expect(redact('id', '6e2ef311-ea30-41f3-b102-10d8c1ce9d28')).toBe('6e2ef311-ea30-41f3-b102-10d8c1ce9d28');
  });
});
