import { exhausted } from '../lib/exhaustive.ts';
import type { PageName } from './page-identity.ts';

export type Platform = 'win32' | 'darwin' | 'linux';

/** Anything that is neither Windows nor macOS behaves like Linux here. */
export function readPlatform(name: string): Platform {
  return name === 'win32' || name === 'darwin' ? name : 'linux';
}

export interface WindowInput {
  readonly page: PageName;
  readonly platform: Platform;
  /** Absolute path of the preload of this page. */
  readonly preload: string;
  /** Developer tools exist in a development checkout only. */
  readonly developer: boolean;
}

/** The fences both windows share, written out although most are defaults: a changed default must not open one. */
const fences = {
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webviewTag: false,
  // Chromium's spelling checker fetches dictionaries from the network.
  spellcheck: false,
} as const;

/** What a window is made with. Plain data; the adapter hands it on as it is. */
export function windowOptions(input: WindowInput) {
  const webPreferences = { ...fences, preload: input.preload, devTools: input.developer };
  switch (input.page) {
    case 'phone':
      return {
        title: 'Offhook phone',
        show: false,
        skipTaskbar: true,
        webPreferences: {
          ...webPreferences,
          // A hidden window is a background window: its SIP timers would be slowed to one a minute.
          backgroundThrottling: false,
          // It never gets a user gesture, and must play the remote voice and the ring tone all the same.
          autoplayPolicy: 'no-user-gesture-required' as const,
        },
      };
    case 'desk':
      return {
        title: 'Offhook',
        show: true,
        width: 1366,
        height: 768,
        minWidth: 1024,
        minHeight: 640,
        backgroundColor: '#101418',
        autoHideMenuBar: input.platform !== 'darwin',
        webPreferences,
      };
    default:
      return exhausted(input.page);
  }
}
