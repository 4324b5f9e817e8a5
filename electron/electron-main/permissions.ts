import {
  systemPreferences,
  type DevicePermissionHandlerHandlerDetails,
  type Event,
  type SelectHidDeviceDetails,
  type Session,
  type WebContents,
} from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import { mayRequest } from '../common/policy/navigation.ts';
import type { PageName } from '../common/policy/page-identity.ts';
import { decideDevice, decidePermission } from '../common/policy/permission.ts';

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
  session.setDevicePermissionHandler(({ deviceType, origin, device }) =>
    decideDevice({ deviceType, origin, collections: collectionsOf(device) }),
  );
  session.on('select-hid-device', chooseNone);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayRequest(details.url) }));
  return () => {
    session.webRequest.onBeforeRequest(null);
    session.off('select-hid-device', chooseNone);
  };
}

function collectionsOf(
  device: DevicePermissionHandlerHandlerDetails['device'],
): readonly { readonly usagePage: number }[] {
  return 'collections' in device ? device.collections : [];
}

/** Which devices a page sees is decided by the rule above; there is nothing to choose from. */
function chooseNone(
  event: Event,
  _details: SelectHidDeviceDetails,
  callback: (deviceId?: string | null) => void,
): void {
  event.preventDefault();
  callback(null);
}

/** macOS has a consent of its own; elsewhere the first use of the microphone asks by itself or not at all. */
async function askSystemForMicrophone(): Promise<boolean> {
  return process.platform !== 'darwin' || systemPreferences.askForMediaAccess('microphone');
}
