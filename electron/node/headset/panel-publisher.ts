import type { Clock } from '../../common/lib/clock.ts';

/** Ten times a second is more than eyes follow, and keeps a device that chatters off the desk. */
const everyMs = 100;

/** Tells of changes at most ten times a second; the last state always gets there. */
export interface PanelPublisher {
  setOn(isOn: boolean): void;
  changed(): void;
}

export function createPanelPublisher(clock: Clock, publish: () => void): PanelPublisher {
  let isOn = false;
  let isDue = false;
  let cancel: (() => void) | undefined;

  const tell = (): void => {
    isDue = false;
    publish();
    cancel = clock.after(everyMs, () => {
      cancel = undefined;
      if (isDue) tell();
    });
  };

  return {
    setOn(next) {
      isOn = next;
      isDue = false;
      if (isOn) return;
      cancel?.();
      cancel = undefined;
    },
    changed() {
      if (!isOn) return;
      isDue = true;
      if (cancel === undefined) tell();
    },
  };
}
