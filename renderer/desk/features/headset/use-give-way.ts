import { useEffect, useRef } from 'react';
import { useDesk } from '../../desk-context.ts';
import { isLive } from '../../model/controls.ts';
import { givesWayToCall } from '../../model/self-test-choices.ts';

/** A call that comes in the middle of a test gets the whole desk: card and words must be there while it rings. */
export function useGiveWay(): void {
  const { state, view, show } = useDesk();
  const givesWay = givesWayToCall(state, view);
  const isCalled = state.calls.some(isLive);
  const isRunning = state.headsetPanel?.selfTest?.state === 'running';
  // As it was before the call: the test itself is told of the call in its own time.
  const wasRunning = useRef(false);
  useEffect(() => {
    if (!isCalled) wasRunning.current = isRunning;
  }, [isCalled, isRunning]);
  useEffect(() => {
    if (givesWay) show({ type: 'give-way-to-call', wasRunning: wasRunning.current });
  }, [givesWay, show]);
}
