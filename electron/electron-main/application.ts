import { app, Menu, session } from 'electron';
import { lineSources } from '../common/policy/content-policy.ts';
import { menuModel } from '../common/policy/menu-model.ts';
import type { Platform } from '../common/policy/window-options.ts';
import { createHub } from '../hub/hub.ts';
import { createHostServices } from '../node/host-services.ts';
import type { Shell } from '../shell/shell.ts';
import { createAttention } from './attention.ts';
import { bundleLayout } from './bundle-layout.ts';
import { guardContents } from './contents-guard.ts';
import type { DialLinks } from './dial-links.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { servePages } from './page-scheme.ts';
import { guardSession } from './permissions.ts';
import { createPower } from './power.ts';
import { createSystemKeys } from './system-keys.ts';
import { openSecrets } from './secrets.ts';
import { readStartConfig } from './start-config.ts';
import { showDeskWhenAsked } from './second-start.ts';
import { createUtilityStarter } from './utility-processes.ts';
import { reportUnhandledRejections } from './unhandled-rejections.ts';
import { createPageWindows } from './windows.ts';

interface ApplicationOptions {
  readonly platform: Platform;
  /** Folder of all bundles. */
  readonly dist: string;
  readonly configFile: string | null;
  readonly dialLinks: DialLinks;
}

/** Builds the shell, sets every fence, and only then starts the hub, which opens the pages. Call after `ready`. */
export async function runApplication(options: ApplicationOptions): Promise<void> {
  const { platform, dialLinks } = options;
  const layout = bundleLayout(options.dist);
  const profile = app.getPath('userData');
  const services = createHostServices({ profile, resources: layout.resources });
  const { clock, log } = services;
  const { config, startTroubles } = await readStartConfig(options.configFile);

  const windows = createPageWindows({ ...layout, platform, developer: !app.isPackaged, clock, log });
  const native = createAttention({
    platform,
    languages: app.getPreferredSystemLanguages(),
    iconFolder: layout.icons,
    log,
    onAction: (action) => {
      if (action === 'show') windows.pages.showDesk();
      else lifecycle.quit();
    },
  });
  const menu = menuModel(platform);
  Menu.setApplicationMenu(menu && Menu.buildFromTemplate(menu));

  const power = createPower();
  const keys = createSystemKeys();
  const shell: Shell = {
    ...services,
    host: 'electron',
    version: app.getVersion(),
    systemLocale: app.getPreferredSystemLanguages()[0] ?? 'en',
    config,
    startTroubles,
    processes: createUtilityStarter({ entryOf: layout.entryOf, platform, log }),
    pages: windows.pages,
    secrets: await openSecrets(profile, platform),
    dialLinks: { onLink: (listener) => dialLinks.onLink(({ target }) => listener(target)) },
    power: power.power,
    systemKeys: keys.systemKeys,
    attention: native.attention,
    exit: (code) => {
      lifecycle.exit(code);
    },
  };
  const hub = createHub(shell);
  const findLineSources = (): string[] => lineSources(hub.lines());
  const lifecycle: Lifecycle = createLifecycle({
    clock,
    log,
    stopHub: () => hub.stop(),
    disposables: [
      guardContents(windows.pageOf),
      guardSession(session.defaultSession, {
        pageOf: windows.pageOf,
        isLineExpected: () => findLineSources().length > 0,
      }),
      servePages(session.defaultSession, layout.pages, findLineSources),
      showDeskWhenAsked(() => {
        windows.pages.showDesk();
      }, dialLinks),
      dialLinks.dispose,
      power.destroy,
      keys.destroy,
      native.destroy,
      windows.destroy,
      reportUnhandledRejections(log),
    ],
  });
  log.info('app.started', { version: app.getVersion(), platform, secretsKept: shell.secrets.kept });
  await hub.start();
}
