import { expect, test, vi } from 'vitest';
import { reportUnhandledRejections } from '../../../electron/electron-main/unhandled-rejections.ts';

test('a rejection that nobody handles is in the log, until the program ends', () => {
  const error = vi.fn();
  const before = process.listenerCount('unhandledRejection');
  const dispose = reportUnhandledRejections({ info: vi.fn(), warn: vi.fn(), error });
  const listener = process.listeners('unhandledRejection').at(-1);
  listener?.(new Error('left alone'), Promise.resolve());
  expect(error).toHaveBeenCalledExactlyOnceWith('app.unhandled-rejection', {
    cause: expect.stringContaining('left alone') as string,
  });
  dispose();
  expect(process.listenerCount('unhandledRejection')).toBe(before);
});
