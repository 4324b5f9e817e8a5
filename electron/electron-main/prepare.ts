import { join } from 'node:path';
import { app, crashReporter } from 'electron';
import { registerPageScheme } from './page-scheme.ts';

/** What must be said before `ready`, all of it synchronous: Electron does not wait for anything here. */
export function prepareProgram(profile: string | null): void {
  if (profile !== null) app.setPath('userData', profile);
  // Chromium's own files apart from ours, so that a profile can be looked through and saved.
  app.setPath('sessionData', join(app.getPath('userData'), 'chromium'));
  app.setAppUserModelId('app.offhook.desk');
  app.enableSandbox();
  // Calls sound through audio elements: Chromium would take the play and pause keys of the headset for itself.
  app.commandLine.appendSwitch('disable-features', 'HardwareMediaKeyHandling,MediaSessionService');
  registerPageScheme();
  crashReporter.start({ uploadToServer: false });
}
