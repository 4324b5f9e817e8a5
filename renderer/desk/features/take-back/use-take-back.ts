import { useEffect } from 'react';
import { useDesk } from '../../desk-context.ts';

/** A call that can be taken back opens its panel, and closes it when that is over; the panel may be closed before. */
export function useTakeBack(): void {
  const { state, show } = useDesk();
  const { takeBack } = state;
  const offer = takeBack === null ? null : `${takeBack.callId} ${String(takeBack.until)}`;
  useEffect(() => {
    show({ type: 'follow-take-back', isOffered: offer !== null });
  }, [offer, show]);
}
