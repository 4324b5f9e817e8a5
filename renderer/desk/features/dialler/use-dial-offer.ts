import { useEffect } from 'react';
import { useDesk } from '../../desk-context.ts';

/** A number from a link or the headset opens the dialler; the operator's key dials it. */
export function useDialOffer(): void {
  const { state, show } = useDesk();
  const { dialOffer } = state;
  const at = dialOffer?.at;
  const number = dialOffer?.number;
  useEffect(() => {
    if (at !== undefined && number !== undefined) show({ type: 'offer-dial', number });
  }, [at, number, show]);
}
