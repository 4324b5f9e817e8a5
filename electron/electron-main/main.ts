import { join } from 'node:path';
import { app } from 'electron';
import { readStartOptions } from '../common/policy/start-options.ts';
import { readPlatform } from '../common/policy/window-options.ts';
import { runApplication } from './application.ts';
import { collectDialLinks } from './dial-links.ts';
import { prepareProgram } from './prepare.ts';

main();

function main(): void {
  const args = process.argv.slice(1);
  const { profile, config } = readStartOptions(args);
  prepareProgram(profile);
  const dialLinks = collectDialLinks();
  // One program for one profile: the lock belongs to the folder set just now.
  if (!app.requestSingleInstanceLock({ args })) {
    app.exit(0);
    return;
  }
  dialLinks.offer(args);
  const dist = join(app.getAppPath(), 'dist');
  const platform = readPlatform(process.platform);
  app
    .whenReady()
    .then(() => runApplication({ platform, dist, configFile: config, dialLinks }))
    .catch((cause: unknown) => {
      process.stderr.write(`Offhook could not start: ${String(cause)}\n`);
      app.exit(1);
    });
}
