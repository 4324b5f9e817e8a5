import { liveCalls, operatorState, ringingIn } from '../../common/call/call-selectors.ts';
import type { CallsState } from '../../common/call/call-state.ts';
import type { OperatorState } from '../../common/contract/desk-state.ts';
import type { TrayGlyph } from '../../shell/attention.ts';
import type { Shell } from '../../shell/shell.ts';

export interface Publisher {
  /** Something changed; views, tray, notice and wake lock follow. */
  changed(cause: string): void;
  operatorSince(): number;
}

const glyphs: Readonly<Record<OperatorState, TrayGlyph>> = {
  ready: 'ready',
  ringing: 'busy',
  talking: 'busy',
  held: 'busy',
  'wrap-up': 'busy',
  paused: 'pause',
  offline: 'offline',
};

/** Tells the outside: pages, ctl, tray, the notice of a ringing call, the wake lock. Decides nothing about calls. */
export function createPublisher(
  shell: Pick<Shell, 'clock' | 'attention' | 'power'>,
  options: {
    readonly calls: () => CallsState;
    readonly isRegistered: () => boolean;
    readonly onPublish: (cause: string) => void;
  },
): Publisher {
  let operator: OperatorState = 'offline';
  let since = shell.clock.now();
  let announced: string | null = null;
  let isAwake = false;

  return {
    operatorSince: () => since,
    changed(cause) {
      const calls = options.calls();
      const now = operatorState(calls, options.isRegistered());
      if (now !== operator) {
        operator = now;
        since = shell.clock.now();
        shell.attention.showState(glyphs[now], now);
      }
      options.onPublish(cause);
      const ringing = ringingIn(calls);
      if ((ringing?.id ?? null) !== announced) {
        announced = ringing?.id ?? null;
        const { name = '', number = '' } = ringing?.remote ?? {};
        shell.attention.showRinging(ringing === undefined ? null : { title: name, body: number });
      }
      const hasCall = liveCalls(calls).length > 0;
      if (hasCall !== isAwake) {
        isAwake = hasCall;
        shell.power.keepAwake(hasCall);
      }
    },
  };
}
