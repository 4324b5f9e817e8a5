import { appError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, type Result } from '../../common/lib/result.ts';
import { withinTime } from './deadline.ts';
import type { Candidate } from './headset-choice.ts';
import type { HidDevice } from './hid-transport.ts';

/** A driver that hangs never answers; a radio dongle that wakes up answers within a second. */
const openMs = 3_000;

/** Opens devices so that one whose driver hangs holds up nothing. */
export interface DeviceOpener {
  open(candidate: Candidate): Promise<Result<HidDevice>>;
}

export function createDeviceOpener(clock: Clock): DeviceOpener {
  const pending = new Set<string>();
  const silent = fail(appError('headset.failed', { reason: 'the driver does not answer' }));

  return {
    async open({ transport, entry }) {
      if (pending.has(entry.path)) return silent;
      pending.add(entry.path);
      const opening = transport.open(entry).finally(() => pending.delete(entry.path));
      const opened = await withinTime(clock, openMs, opening, undefined);
      if (opened !== undefined) return opened;
      // Nobody waits for it any more: an open device that nobody reads would swallow its buttons.
      void opening.then(async (late) => {
        if (late.ok) await late.value.close();
      });
      return silent;
    },
  };
}
