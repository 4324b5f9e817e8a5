import { app, type Event } from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import { findDialLink, type DialLink } from '../common/policy/dial-link.ts';

export interface DialLinks {
  /** Also told of links that came before anybody listened. */
  readonly onLink: (listener: (link: DialLink) => void) => Dispose;
  readonly offer: (args: readonly string[]) => void;
  readonly dispose: Dispose;
}

/** Collects what other programs ask to dial. Nothing is dialled here or by anyone without a key of the operator. */
export function collectDialLinks(): DialLinks {
  const listeners = new Set<(link: DialLink) => void>();
  const early: DialLink[] = [];
  const offer = (args: readonly string[]): void => {
    const link = findDialLink(args);
    if (link === null) return;
    if (listeners.size === 0) early.push(link);
    for (const listener of [...listeners]) listener(link);
  };
  // macOS may send it before `ready`.
  const onOpenUrl = (event: Event, url: string): void => {
    event.preventDefault();
    offer([url]);
  };
  app.on('open-url', onOpenUrl);
  return {
    offer,
    onLink(listener) {
      listeners.add(listener);
      for (const link of early.splice(0)) listener(link);
      return () => listeners.delete(listener);
    },
    dispose: () => {
      app.off('open-url', onOpenUrl);
    },
  };
}
