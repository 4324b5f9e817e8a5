import { useEffect, useRef, useState } from 'react';
import type { CallEnd } from '../../../../electron/common/call/call-end.ts';
import type { HeadsetEventEntry } from '../../../../electron/common/contract/headset-panel.ts';
import { useDesk } from '../../desk-context.ts';
import { isLive } from '../../model/controls.ts';

export interface HeadsetLog {
  /** Null when no call has ended yet. */
  readonly lastEnd: CallEnd | null;
  /** Newest first. */
  readonly events: readonly HeadsetEventEntry[];
}

/** A headset gives ten signals a second at most; the log is read again once they pause. */
const quietMs = 400;

/** What the hub remembers of the headset; asked for anew when the headset did something or a call ended. */
export function useHeadsetLog(): HeadsetLog {
  const { state, link } = useDesk();
  const wasRead = useRef(false);
  const [log, setLog] = useState<HeadsetLog>({ lastEnd: null, events: [] });
  const newest = state.headsetPanel?.live.recent.at(-1)?.at ?? 0;
  const live = state.calls.filter(isLive).length;
  const device = state.headsetPanel?.device?.usbId ?? '';

  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const [events, end] = await Promise.all([
        link.request('headset/events', null),
        link.request('call/end-of', {}),
      ]);
      if (!isCurrent) return;
      setLog((before) => ({
        lastEnd: end.ok ? end.value : null,
        events: events.ok ? events.value.toReversed() : before.events,
      }));
    };
    const timer = setTimeout(() => void read(), wasRead.current ? quietMs : 0);
    wasRead.current = true;
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [link, newest, live, device]);

  return log;
}
