import { systemPreferences, type Session, type WebContents } from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import { mayRequest } from '../common/policy/navigation.ts';
import type { PageName } from '../common/policy/page-identity.ts';
import { decidePermission } from '../common/policy/permission.ts';

interface PermissionFacts {
  pageOf(contents: WebContents | null): PageName | null;
  isLineExpected(): boolean;
}

/** Sets every permission handler of the session. Electron's own default would be to allow. */
export function guardSession(session: Session, facts: PermissionFacts): Dispose {
  // Clears what an earlier handler granted, so that everything is asked anew.
  session.setPermissionRequestHandler(null);
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const granted = decidePermission({
      permission,
      page: facts.pageOf(contents),
      isMainFrame: details.isMainFrame,
      requestingUrl: details.requestingUrl,
      media: ('mediaTypes' in details && details.mediaTypes) || [],
      lineExpected: facts.isLineExpected(),
    });
    if (granted && permission === 'media') void askSystemForMicrophone().then(callback);
    else callback(granted);
  });
  session.setPermissionCheckHandler((contents, permission, _origin, details) =>
    decidePermission({
      permission,
      page: facts.pageOf(contents),
      isMainFrame: details.isMainFrame,
      requestingUrl: details.requestingUrl,
      media: details.mediaType === undefined ? [] : [details.mediaType],
      lineExpected: facts.isLineExpected(),
    }),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayRequest(details.url) }));
  return () => {
    session.webRequest.onBeforeRequest(null);
  };
}

/** macOS has a consent of its own; elsewhere the first use of the microphone asks by itself or not at all. */
async function askSystemForMicrophone(): Promise<boolean> {
  return process.platform !== 'darwin' || systemPreferences.askForMediaAccess('microphone');
}
