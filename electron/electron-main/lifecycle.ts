import { app, type Event } from 'electron';
import type { Clock } from '../common/lib/clock.ts';
import type { Dispose } from '../common/lib/disposable.ts';
import type { Log } from '../shell/log.ts';

/** Milliseconds. A hub that hangs must not keep the operator from going home. */
const longestStop = 5_000;

interface LifecycleOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly stopHub: () => Promise<void>;
  /** Everything that listens or shows; called in order once the hub has stopped. */
  readonly disposables: readonly Dispose[];
}

export interface Lifecycle {
  /** Stops the hub and ends. A second call changes nothing. */
  readonly quit: () => void;
  /** Ends at once: the hub has stopped, or will not. */
  readonly exit: (code: number) => void;
}

/** Menu, tray, Cmd+Q, ctl: every wish to quit takes the same path. */
export function createLifecycle({ clock, log, stopHub, disposables }: LifecycleOptions): Lifecycle {
  let isQuitting = false;
  let hasEnded = false;

  const exit = (code: number): void => {
    if (hasEnded) return;
    hasEnded = true;
    for (const dispose of disposables) dispose();
    app.off('before-quit', onBeforeQuit);
    log.info('app.ended', { code });
    // Not app.quit: that would ask every window, and the desk answers by hiding.
    app.exit(code);
  };
  const quit = (): void => {
    if (isQuitting) return;
    isQuitting = true;
    const cancel = clock.after(longestStop, () => {
      log.error('app.stop-timed-out');
      exit(1);
    });
    void stopHub()
      .then(
        () => 0,
        (cause: unknown) => {
          log.error('app.stop-failed', { cause: String(cause) });
          return 1;
        },
      )
      .then((code) => {
        cancel();
        exit(code);
      });
  };
  const onBeforeQuit = (event: Event): void => {
    event.preventDefault();
    quit();
  };
  app.on('before-quit', onBeforeQuit);
  return { quit, exit };
}
