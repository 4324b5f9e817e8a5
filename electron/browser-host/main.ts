import { dirname } from 'node:path';
import { appError, type AppError } from '../common/lib/app-error.ts';
import { createHub, type Hub } from '../hub/hub.ts';
import { createHostServices } from '../node/host-services.ts';
import type { Shell } from '../shell/shell.ts';
import { openBrowserPages } from './browser-pages.ts';
import { createForkedProcesses } from './forked-processes.ts';
import { memorySecrets } from './memory-secrets.ts';
import { readOptions, type HostOptions } from './options.ts';

/** Set by the bundler from package.json. */
declare const OFFHOOK_VERSION: string;

/* eslint-disable no-console -- this host is a command: what it says goes to the terminal that started it. */

async function main(): Promise<void> {
  // Whatever is written below the profile is for this user alone, also where the folder was made by somebody else.
  process.umask(0o077);
  const options = await readOptions(process.argv.slice(2));
  if (!options.ok) {
    refuse(options.error);
    return;
  }
  // dist/browser-host/main.cjs: the other bundles are beside this folder.
  const services = createHostServices({ profile: options.value.profile, resources: dirname(__dirname) });
  const lock = await services.remoteControl.open();
  if (!lock.ok && lock.error.code === 'host.already-running') {
    refuse(lock.error);
    return;
  }
  await run(options.value, services);
}

async function run(options: HostOptions, services: ReturnType<typeof createHostServices>): Promise<void> {
  const late: { hub?: Hub } = {};
  const stop = (): void => void late.hub?.stop();
  const resources = dirname(__dirname);
  const pages = await openBrowserPages({
    resources,
    host: options,
    lines: () => late.hub?.lines() ?? [],
    onClosed: stop,
  });
  const taken = pages.portTaken ? [appError('host.port-taken', { port: options.port })] : [];
  const shell: Shell = {
    ...services,
    host: 'browser',
    version: OFFHOOK_VERSION,
    systemLocale: Intl.DateTimeFormat().resolvedOptions().locale,
    config: options.config,
    startTroubles: [...options.startTroubles, ...taken],
    processes: createForkedProcesses(resources, (host, line) =>
      services.log.info('host.output', { host, line }),
    ),
    pages,
    secrets: memorySecrets(),
    // Only an installed program is asked by the system to open links.
    dialLinks: { onLink: () => () => undefined },
    // A plain process is not told of these; the phone page notices a dead socket by itself.
    power: { onSuspend: () => () => undefined, onResume: () => () => undefined, keepAwake: () => undefined },
    // A page is given keys only while it is in front.
    systemKeys: { canGrab: false, grab: () => null },
    attention: {
      showState: () => undefined,
      showRinging: () => undefined,
      onAnswerWish: () => () => undefined,
    },
    exit: (code) => {
      void pages.close().finally(() => process.exit(code));
    },
  };
  late.hub = createHub(shell);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  for (const error of shell.startTroubles) console.error(describe(error));
  await late.hub.start();
  console.log(`Offhook desk: ${pages.deskAddress}`);
  console.log(`Offhook phone, to be kept open beside it: ${pages.phoneAddress}`);
  console.log(`Profile: ${options.profile}`);
}

const describe = (error: AppError): string => {
  const details = Object.entries(error.details ?? {}).map(([key, value]) => `${key}: ${value}`);
  return `${[error.message, ...details].join('; ')} (${error.code})`;
};

function refuse(error: AppError): void {
  console.error(`Offhook cannot start: ${describe(error)}`);
  process.exitCode = 1;
}

main().catch((defect: unknown) => {
  console.error('Offhook cannot start:', defect instanceof Error ? defect.message : defect);
  process.exit(1);
});
