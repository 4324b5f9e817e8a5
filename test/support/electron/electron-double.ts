import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type Electron from 'electron';
import { listeningMembers, Recorder } from './recorder.ts';

export interface DoubleOptions {
  readonly profile: string;
  readonly appPath: string;
  readonly isPackaged?: boolean;
  readonly isFirstInstance?: boolean;
  readonly storageBackend?: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>;
  readonly languages?: readonly string[];
}

type Handler<Name extends 'setPermissionRequestHandler' | 'setPermissionCheckHandler'> = Parameters<
  Electron.Session[Name]
>[0];

export interface WindowDouble {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly window: Electron.BrowserWindow;
  readonly contents: Electron.WebContents;
  readonly events: EventEmitter;
  readonly contentsEvents: EventEmitter;
  readonly sent: { channel: string; message: unknown }[];
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined;
  isVisible: boolean;
  isDestroyed: boolean;
}

export interface ProcessDouble {
  readonly entry: string;
  readonly options: Electron.ForkOptions;
  readonly events: EventEmitter;
  readonly stdout: PassThrough;
  readonly posted: unknown[];
  isKilled: boolean;
}

/**
 * A double of the `electron` module. It believes what electron.d.ts says and nothing more: every member that is not
 * told throws, every call is recorded in order.
 */
export class ElectronDouble {
  readonly recorder = new Recorder();
  readonly appEvents = new EventEmitter();
  readonly ipcEvents = new EventEmitter();
  readonly powerEvents = new EventEmitter();
  readonly sessionEvents = new EventEmitter();
  readonly windows: WindowDouble[] = [];
  readonly processes: ProcessDouble[] = [];
  readonly notices: { options: Electron.NotificationConstructorOptions; events: EventEmitter }[] = [];
  readonly trayMenus: Electron.MenuItemConstructorOptions[][] = [];
  permissionRequest: Handler<'setPermissionRequestHandler'> = null;
  permissionCheck: Handler<'setPermissionCheckHandler'> = null;
  serve: Parameters<Electron.Protocol['handle']>[1] | undefined;
  beforeRequest:
    ((details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void) | null = null;
  decrypting: Electron.SafeStorage['decryptStringAsync'] = (bytes) => {
    const text = Buffer.from(bytes.toString().replace('sealed:', ''), 'hex').toString();
    return Promise.resolve({ result: text, shouldReEncrypt: false });
  };
  /** Keys that another program has. */
  readonly takenKeys = new Set<string>();
  /** Keys taken from the system, and what they do. */
  readonly systemKeys = new Map<string, () => void>();
  /** The answer of a person to macOS' question for the microphone. */
  microphoneConsent = true;
  readonly exited: Promise<number>;
  readonly #options: DoubleOptions;
  readonly #paths: Map<string, string>;
  #exit: (code: number) => void = () => undefined;
  #becomeReady: () => void = () => undefined;
  readonly #ready: Promise<void>;

  constructor(options: DoubleOptions) {
    this.#options = options;
    this.#paths = new Map([['userData', options.profile]]);
    this.exited = new Promise((resolve) => (this.#exit = resolve));
    this.#ready = new Promise((resolve) => (this.#becomeReady = resolve));
  }

  becomeReady(): void {
    this.recorder.record('ready');
    this.#becomeReady();
  }

  /** The double of the window of a page, by the end of its preload's path. */
  window(page: 'desk' | 'phone'): WindowDouble {
    const found = this.windows.find(({ options }) =>
      options.webPreferences?.preload?.endsWith(`${page}.cjs`),
    );
    if (found === undefined) throw new Error(`There is no window of ${page}`);
    return found;
  }

  /** What `require('electron')` gives. */
  module(): Partial<typeof Electron> {
    const { recorder } = this;
    const told: Partial<typeof Electron> = {
      app: this.#app(),
      protocol: recorder.double<Electron.Protocol>('protocol', {
        registerSchemesAsPrivileged: () => undefined,
      }),
      session: recorder.double<typeof Electron.session>('session', { defaultSession: this.#session() }),
      ipcMain: recorder.double<Electron.IpcMain>('ipcMain', listeningMembers(this.ipcEvents) as never),
      powerMonitor: recorder.double<Electron.PowerMonitor>(
        'powerMonitor',
        listeningMembers(this.powerEvents) as never,
      ),
      powerSaveBlocker: recorder.double<Electron.PowerSaveBlocker>('powerSaveBlocker', {
        start: () => 7,
        stop: () => true,
      }),
      globalShortcut: recorder.double<Electron.GlobalShortcut>('globalShortcut', {
        register: (accelerator: string, press: () => void) => {
          if (this.takenKeys.has(accelerator)) return false;
          this.systemKeys.set(accelerator, press);
          return true;
        },
        unregister: (accelerator: string) => void this.systemKeys.delete(accelerator),
        unregisterAll: () => this.systemKeys.clear(),
      }),
      safeStorage: this.#safeStorage(),
      systemPreferences: recorder.double<Electron.SystemPreferences>('systemPreferences', {
        askForMediaAccess: () => Promise.resolve(this.microphoneConsent),
      }),
      utilityProcess: recorder.double<typeof Electron.utilityProcess>('utilityProcess', {
        fork: (...[entry, , options]: Parameters<typeof Electron.utilityProcess.fork>) =>
          this.#fork(entry, options ?? {}),
      }),
      crashReporter: recorder.double<Electron.CrashReporter>('crashReporter', { start: () => undefined }),
      nativeImage: recorder.double<typeof Electron.nativeImage>('nativeImage', {
        createFromPath: (path: string) =>
          recorder.double<Electron.NativeImage>(`image`, {
            setTemplateImage: () => undefined,
            toDataURL: () => path,
          }),
      }),
      Menu: recorder.double<typeof Electron.Menu>('Menu', {
        setApplicationMenu: () => undefined,
        buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => {
          this.trayMenus.push(template);
          return recorder.double<Electron.Menu>('menu', {});
        },
      }),
      Tray: this.#constructing('Tray', () => this.#tray()) as never,
      Notification: this.#notification() as never,
      BrowserWindow: this.#constructing('BrowserWindow', (options) =>
        this.#window(options as never),
      ) as never,
    };
    return recorder.double<Partial<typeof Electron>>('electron', told, false);
  }

  #constructing(name: string, create: (argument: unknown) => object): object {
    const { recorder } = this;
    return function construct(argument: unknown): object {
      recorder.record(`new ${name}`, [argument]);
      return create(argument);
    };
  }

  #app(): Electron.App {
    const options = this.#options;
    return this.recorder.double<Electron.App>('app', {
      ...(listeningMembers(this.appEvents) as unknown as Partial<Electron.App>),
      isPackaged: options.isPackaged ?? true,
      enableSandbox: () => undefined,
      commandLine: this.recorder.double<Electron.CommandLine>('commandLine', {
        appendSwitch: () => undefined,
      }),
      requestSingleInstanceLock: () => options.isFirstInstance ?? true,
      setPath: (name: string, path: string) => void this.#paths.set(name, path),
      getPath: (name: string) => {
        const path = this.#paths.get(name);
        if (path === undefined) throw new Error(`The double was not told the path ${name}`);
        return path;
      },
      getAppPath: () => options.appPath,
      getVersion: () => '1.2.3',
      getPreferredSystemLanguages: () => [...(options.languages ?? ['en-US'])],
      setAppUserModelId: () => undefined,
      whenReady: () => this.#ready,
      exit: (code: number = 0) => {
        this.#exit(code);
      },
    });
  }

  #session(): Electron.Session {
    const { recorder } = this;
    return recorder.double<Electron.Session>('session', {
      ...(listeningMembers(this.sessionEvents) as unknown as Partial<Electron.Session>),
      setPermissionRequestHandler: (handler) => void (this.permissionRequest = handler),
      setPermissionCheckHandler: (handler) => void (this.permissionCheck = handler),
      setDevicePermissionHandler: () => undefined,
      setDisplayMediaRequestHandler: () => undefined,
      protocol: recorder.double<Electron.Protocol>('session.protocol', {
        handle: (_scheme, handler) => void (this.serve = handler),
        unhandle: () => void (this.serve = undefined),
      }),
      webRequest: recorder.double<Electron.WebRequest>('webRequest', {
        onBeforeRequest: ((listener: ElectronDouble['beforeRequest']) =>
          void (this.beforeRequest = listener)) as never,
      }),
    });
  }

  #safeStorage(): Electron.SafeStorage {
    const sealed = (text: string): Buffer => Buffer.from(`sealed:${Buffer.from(text).toString('hex')}`);
    return this.recorder.double<Electron.SafeStorage>('safeStorage', {
      getSelectedStorageBackend: () => this.#options.storageBackend ?? 'gnome_libsecret',
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      encryptStringAsync: (text) => Promise.resolve(sealed(text)),
      decryptStringAsync: (bytes) => this.decrypting(bytes),
    });
  }

  #fork(entry: string, options: Electron.ForkOptions): Electron.UtilityProcess {
    const events = new EventEmitter();
    const process: ProcessDouble = {
      entry,
      options,
      events,
      stdout: new PassThrough(),
      posted: [],
      isKilled: false,
    };
    this.processes.push(process);
    return this.recorder.double<Electron.UtilityProcess>('child', {
      ...(listeningMembers(events) as unknown as Partial<Electron.UtilityProcess>),
      pid: 4_000 + this.processes.length,
      stdout: process.stdout,
      stderr: new PassThrough(),
      postMessage: (message: unknown) => void process.posted.push(structuredClone(message)),
      kill: () => {
        process.isKilled = true;
        return true;
      },
    });
  }

  #tray(): Electron.Tray {
    return this.recorder.double<Electron.Tray>('tray', {
      ...(listeningMembers(new EventEmitter()) as unknown as Partial<Electron.Tray>),
      setImage: () => undefined,
      setToolTip: () => undefined,
      setContextMenu: () => undefined,
      destroy: () => undefined,
    });
  }

  #notification(): object {
    const construct = this.#constructing('Notification', (argument) => {
      const events = new EventEmitter();
      this.notices.push({ options: argument as Electron.NotificationConstructorOptions, events });
      return this.recorder.double<Electron.Notification>('notice', {
        ...(listeningMembers(events) as unknown as Partial<Electron.Notification>),
        show: () => undefined,
        close: () => undefined,
      });
    });
    return Object.assign(construct, { isSupported: () => true });
  }

  #window(options: Electron.BrowserWindowConstructorOptions): Electron.BrowserWindow {
    const { recorder } = this;
    const events = new EventEmitter();
    const contentsEvents = new EventEmitter();
    const sent: WindowDouble['sent'] = [];
    const contents = recorder.double<Electron.WebContents>('contents', {
      ...(listeningMembers(contentsEvents) as unknown as Partial<Electron.WebContents>),
      isDestroyed: () => state.isDestroyed,
      send: (channel: string, message: unknown) =>
        void sent.push({ channel, message: structuredClone(message) }),
      forcefullyCrashRenderer: () => {
        contentsEvents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 1 });
      },
      setWindowOpenHandler: (handler) => void (state.openHandler = handler),
    });
    const window = recorder.double<Electron.BrowserWindow>('window', {
      ...(listeningMembers(events) as unknown as Partial<Electron.BrowserWindow>),
      webContents: contents,
      loadURL: () => Promise.resolve(),
      isDestroyed: () => state.isDestroyed,
      isMinimized: () => false,
      show: () => void (state.isVisible = true),
      hide: () => void (state.isVisible = false),
      focus: () => undefined,
      destroy: () => void (state.isDestroyed = true),
    });
    const state: WindowDouble = {
      options,
      window,
      contents,
      events,
      contentsEvents,
      sent,
      openHandler: undefined,
      isVisible: options.show ?? true,
      isDestroyed: false,
    };
    this.windows.push(state);
    this.appEvents.emit('web-contents-created', {}, contents);
    return window;
  }
}
