import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createNetworkWatch } from './network-watch.ts';
import { createControlSocket } from './control-socket.ts';
import { openFileLog } from './file-log.ts';
import { loadScripts } from './scripts/load-scripts.ts';
import { probeServer } from './server-probe/probe-server.ts';
import { openSettingsFile } from './settings-file.ts';
import { systemClock } from './system-clock.ts';
import { openTraceFiles } from './trace-files.ts';
import { createWebService } from './web-service.ts';

/**
 * The part of the shell that is plain Node, the same under Electron and in the browser host.
 * `profile`: folder of this user's data. `resources`: the built `dist` folder.
 */
export function createHostServices({
  profile,
  resources,
}: {
  readonly profile: string;
  readonly resources: string;
}) {
  return {
    profile,
    clock: systemClock,
    randomId: () => randomBytes(16).toString('hex'),
    log: openFileLog(profile),
    settingsFile: openSettingsFile(join(profile, 'settings.json')),
    scripts: { load: () => loadScripts(join(resources, 'scripts')) },
    traceFiles: openTraceFiles(profile),
    serverProbe: { probe: probeServer },
    webService: createWebService(),
    network: createNetworkWatch(),
    remoteControl: createControlSocket(profile),
  };
}
