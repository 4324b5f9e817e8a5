import { useEffect, useState, useSyncExternalStore } from 'react';
import { useDesk } from '../../desk-context.ts';

/** Quieter than any room with somebody in it, and full scale. */
export const [quietestDb, loudestDb] = [-60, 0];

/** The level of the microphone in dBFS while this is shown; null until there is one. */
export function useLevel(): number | null {
  const { link, state } = useDesk();
  const { status } = useSyncExternalStore(link.subscribe, link.getSnapshot);
  const [level, setLevel] = useState<number | null>(null);
  const isPhoneThere = state.sound.devices !== null;

  useEffect(() => link.onLevel(setLevel), [link]);
  // Again after the hub, the link or the phone page was away.
  useEffect(() => {
    if (status === 'open' && isPhoneThere) void link.ask('sound/watch', { on: true });
  }, [link, status, isPhoneThere]);
  useEffect(
    () => () => {
      void link.request('sound/watch', { on: false });
    },
    [link],
  );
  return level;
}
