import { app, type Event, type WebContents } from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import { mayNavigate } from '../common/policy/navigation.ts';
import type { PageName } from '../common/policy/page-identity.ts';

/** Fences every web contents the moment it exists, ours and any that should never have been. */
export function guardContents(pageOf: (contents: WebContents) => PageName | null): Dispose {
  const guard = (_event: Event, contents: WebContents): void => {
    const refuseElsewhere = (details: Event<{ url: string }>): void => {
      if (!mayNavigate(pageOf(contents), details.url)) details.preventDefault();
    };
    contents.on('will-navigate', refuseElsewhere);
    contents.on('will-frame-navigate', refuseElsewhere);
    contents.on('will-redirect', refuseElsewhere);
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  };
  app.on('web-contents-created', guard);
  return () => {
    app.off('web-contents-created', guard);
  };
}
