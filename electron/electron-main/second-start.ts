import { app, type Event } from 'electron';
import { z } from 'zod';
import type { Dispose } from '../common/lib/disposable.ts';
import type { DialLinks } from './dial-links.ts';

/** What a second start hands over: its own arguments, because Chromium reorders the ones it passes along. */
const handoverSchema = z.object({ args: z.array(z.string().max(4_096)).max(64) });

/** A second start and a click in the dock bring the desk to the front; a link that came along is handed on. */
export function showDeskWhenAsked(showDesk: () => void, dialLinks: DialLinks): Dispose {
  const onSecondInstance = (_event: Event, _args: string[], _folder: string, handover: unknown): void => {
    const checked = handoverSchema.safeParse(handover);
    if (checked.success) dialLinks.offer(checked.data.args);
    showDesk();
  };
  app.on('second-instance', onSecondInstance);
  app.on('activate', showDesk);
  return () => {
    app.off('second-instance', onSecondInstance);
    app.off('activate', showDesk);
  };
}
