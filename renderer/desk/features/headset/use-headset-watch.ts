import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { useDesk } from '../../desk-context.ts';
import { isLive } from '../../model/controls.ts';

/** Asks the hub for the live view while the page is open, and again after the hub or the link was away. */
export function useHeadsetWatch(): void {
  const { state, link, show } = useDesk();
  const { status } = useSyncExternalStore(link.subscribe, link.getSnapshot);
  const isBlind = state.headsetPanel === null;
  const isRunning = state.headsetPanel?.selfTest?.state === 'running';

  useEffect(() => {
    if (isBlind && status === 'open') void link.request('headset/watch', { on: true });
  }, [link, isBlind, status]);

  // A test that goes on while the page is loaded anew is found again.
  const findTest = useEffectEvent(() => {
    if (isRunning) show({ type: 'open-test' });
  });
  useEffect(() => {
    if (!isBlind) findTest();
  }, [isBlind]);

  const leave = useEffectEvent(() => {
    // Nobody would follow it, and meanwhile the buttons of the headset do nothing else.
    if (isRunning && !state.calls.some(isLive)) void link.request('headset/self-test', { action: 'cancel' });
    void link.request('headset/watch', { on: false });
  });
  useEffect(() => () => leave(), []);
}
