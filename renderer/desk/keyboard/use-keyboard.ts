import { useEffect, useEffectEvent } from 'react';
import { useDesk, useWords } from '../desk-context.ts';
import { readSingleKeys } from '../model/preferences.ts';
import { focusPort } from './focus-port.ts';
import { performAction } from './perform-action.ts';
import { readKeyContext, readKeyPress } from './read-context.ts';
import { resolveKey } from './resolve-key.ts';

/** Listens for the keys of the desk before any control does, so that a call control works wherever the focus is. */
export function useKeyboard(): void {
  const desk = useDesk();
  const { platform } = useWords();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // react-aria hands keys of a search field on to the finding that is marked, as events made by the page.
    if (!event.isTrusted) return;
    const target = event.target instanceof Element ? event.target : null;
    const context = readKeyContext(desk.state, desk.view, platform, {
      areSingleKeysOn: readSingleKeys(localStorage),
      target,
    });
    const action = resolveKey(readKeyPress(event), context);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    // A key held down must not answer a call and then end it.
    if (!event.repeat) performAction(action, desk, focusPort);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listener, { capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  }, []);
}
