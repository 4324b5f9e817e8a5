import type { HeadsetIntent } from '../../common/contract/hid-contract.ts';
import type { Clock } from '../../common/lib/clock.ts';

/**
 * A device that floods says anything, also that the operator hung up; one that works sends a few reports with a press.
 * Nobody notices that a call ends so much later. An answer is never held: its way must stay the shortest.
 */
const holdMs = 10;
const mostReports = 8;

/** Holds what would end a call until it is sure that it did not come in a flood. */
export interface IntentHold {
  /** `reports`: how many the device has sent so far, also later on. */
  take(intent: HeadsetIntent, reportAt: number, reports: () => number): void;
  /** The call side moved on: what was held was meant for another state. */
  phaseChanged(): void;
}

export interface IntentHoldOptions {
  readonly clock: Clock;
  readonly give: (intent: HeadsetIntent, reportAt: number) => void;
  readonly refuse: (intent: HeadsetIntent) => void;
}

export function createIntentHold({ clock, give, refuse }: IntentHoldOptions): IntentHold {
  let cancels: (() => void)[] = [];
  return {
    take(intent, reportAt, reports) {
      if (intent.type !== 'end' && intent.type !== 'reject') {
        give(intent, reportAt);
        return;
      }
      const before = reports();
      const cancel = clock.after(holdMs, () => {
        cancels = cancels.filter((one) => one !== cancel);
        if (reports() - before > mostReports) refuse(intent);
        else give(intent, reportAt);
      });
      cancels.push(cancel);
    },
    phaseChanged() {
      for (const cancel of cancels) cancel();
      cancels = [];
    },
  };
}
