import type { Dispose } from '../../../electron/common/lib/disposable.ts';

/**
 * Exceptions and rejections of the page that nobody handles. A control that does nothing without a word is the worst an
 * operator can have in a call: they are told by `tell`, and what it was goes to the console.
 */
export function reportDefects(
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  tell: (where: 'page' | 'promise') => void,
): Dispose {
  const report = (where: 'page' | 'promise', defect: unknown): void => {
    // eslint-disable-next-line no-console -- what an administrator is asked for; no message contents
    console.error(`desk: ${where}`, defect instanceof Error ? defect.stack : typeof defect);
    tell(where);
  };
  const onError = ({ error }: ErrorEvent): void => {
    // Without an error it is a remark of the browser, as of a ResizeObserver that goes on in the next frame.
    if (error !== null && error !== undefined) report('page', error);
  };
  const onRejection = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    report('promise', event.reason);
  };
  page.addEventListener('error', onError);
  page.addEventListener('unhandledrejection', onRejection);
  return () => {
    page.removeEventListener('error', onError);
    page.removeEventListener('unhandledrejection', onRejection);
  };
}
