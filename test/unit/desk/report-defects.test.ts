import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportDefects } from '../../../renderer/desk/link/report-defects.ts';

const rejection = (reason: unknown): Event =>
  Object.assign(new Event('unhandledrejection', { cancelable: true }), { reason });
const exception = (error: unknown): Event => Object.assign(new Event('error'), { error });

describe('what nobody handles in the desk page', () => {
  const logged = vi.spyOn(console, 'error');
  beforeEach(() => logged.mockReturnValue(undefined));
  afterEach(() => logged.mockReset());

  const setUp = () => {
    const page = new EventTarget();
    const tell = vi.fn();
    return { page, tell, stop: reportDefects(page, tell) };
  };

  it('is told and logged, a rejection as well as an exception', () => {
    const { page, tell } = setUp();
    const left = rejection(new Error('left alone'));
    page.dispatchEvent(left);
    page.dispatchEvent(exception(new Error('thrown')));
    expect(tell.mock.calls).toEqual([['promise'], ['page']]);
    expect(left.defaultPrevented).toBe(true);
    expect(logged.mock.calls).toEqual([
      ['desk: promise', expect.stringContaining('left alone')],
      ['desk: page', expect.stringContaining('thrown')],
    ]);
  });

  it('is logged by its type alone where it is no error: it may be what a customer said', () => {
    const { page } = setUp();
    page.dispatchEvent(rejection('+4930123456'));
    expect(logged).toHaveBeenCalledExactlyOnceWith('desk: promise', 'string');
  });

  it('is no remark of the browser, which comes without an error', () => {
    const { page, tell } = setUp();
    page.dispatchEvent(exception(null));
    expect(tell).not.toHaveBeenCalled();
  });

  it('is nobody’s any more once stopped', () => {
    const { page, stop, tell } = setUp();
    stop();
    page.dispatchEvent(rejection(new Error('late')));
    expect(tell).not.toHaveBeenCalled();
  });
});
