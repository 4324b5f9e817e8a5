import type { Shell } from '../../electron/shell/shell.ts';
import { bootMain, type Boot, type BootOptions } from '../support/electron/boot-main.ts';

export const pageFiles = {
  'dist/renderer/desk/index.html':
    '<!doctype html><html><head><title>Offhook</title></head><body></body></html>',
  'dist/renderer/desk/assets/app.js': 'export {};',
  'dist/renderer/phone/index.html': '<!doctype html><html><head></head><body></body></html>',
};

export interface RunningBoot extends Boot {
  readonly shell: Shell;
  readonly hub: HubRecord;
}

export class HubRecord {
  lines: { practice: boolean; servers: string[] }[] = [
    { practice: false, servers: ['wss://pbx.example/ws'] },
  ];
  stops = 0;
  /** What `stop` waits for. */
  stopping: Promise<void> = Promise.resolve();
}

/** Boots the bundle with a hub that starts all three hosts and opens the pages, and waits until it has. */
export async function bootToPages(options: Omit<BootOptions, 'createHub'> = {}): Promise<RunningBoot> {
  const hub = new HubRecord();
  let told: (shell: Shell) => void = () => undefined;
  const started = new Promise<Shell>((resolve) => (told = resolve));
  const boot = await bootMain({
    files: pageFiles,
    ...options,
    createHub: (shell) => ({
      lines: () => hub.lines,
      async start() {
        for (const name of ['hid-host', 'store-host', 'exchange-host'] as const) shell.processes.start(name);
        await shell.pages.open();
        told(shell);
      },
      async stop() {
        hub.stops += 1;
        await hub.stopping;
      },
    }),
  });
  boot.electron.becomeReady();
  const shell = await Promise.race([started, boot.electron.exited]);
  if (typeof shell === 'number') throw new Error(`The program ended with ${shell}: ${boot.stderr.join('')}`);
  return { ...boot, shell, hub };
}
