import type { Clock } from '../common/lib/clock.ts';
import type { AppError } from '../common/lib/app-error.ts';
import type { ConfigFile } from '../common/contract/settings.ts';
import type { Attention } from './attention.ts';
import type { DialLinks } from './dial-links.ts';
import type { SystemKeys } from './hot-keys.ts';
import type { Log } from './log.ts';
import type { Network } from './network.ts';
import type { Pages } from './pages.ts';
import type { Power } from './power.ts';
import type { ProcessStarter } from './processes.ts';
import type { RemoteControl } from './remote-control.ts';
import type { Secrets } from './secrets.ts';
import type { ServerProbe } from './server-probe.ts';
import type { SettingsFile } from './settings-file.ts';
import type { TraceFiles } from './trace-files.ts';
import type { WebService } from './web-service.ts';
import type { ScriptLibrary } from './script-library.ts';

/** Everything the hub needs from the host it runs in. Two implementations: electron-main and browser-host. */
export interface Shell {
  readonly host: 'electron' | 'browser';
  readonly version: string;
  /** Folder of this profile: settings, database, logs, control socket. */
  readonly profile: string;
  readonly clock: Clock;
  /** 128 random bits as hex, for call ids. */
  randomId(): string;
  /** BCP 47, as the system has it: the language of a first start. */
  readonly systemLocale: string;
  /** Checked content of `--config FILE`; wins over the settings file and is never written. */
  readonly config: ConfigFile;
  /** What went wrong before the hub could start, for the desk to tell. */
  readonly startTroubles: readonly AppError[];
  readonly log: Log;
  readonly processes: ProcessStarter;
  readonly pages: Pages;
  readonly secrets: Secrets;
  readonly settingsFile: SettingsFile;
  readonly traceFiles: TraceFiles;
  readonly scripts: ScriptLibrary;
  readonly dialLinks: DialLinks;
  readonly power: Power;
  readonly network: Network;
  readonly systemKeys: SystemKeys;
  readonly attention: Attention;
  readonly serverProbe: ServerProbe;
  readonly webService: WebService;
  readonly remoteControl: RemoteControl;
  /** Ends the program after the hub has stopped. */
  exit(code: number): void;
}
