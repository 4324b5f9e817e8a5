import type { WebHidDevice } from '../../common/contract/hid-collections.ts';
import {
  hidContract,
  type HeadsetLights,
  type HeadsetPhase,
  type HeadsetStatus,
  type HeadsetWishes,
} from '../../common/contract/hid-contract.ts';
import { serve, type Server } from '../../common/contract/server.ts';
import type { Wire } from '../../common/contract/wire.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import { withinTime } from './deadline.ts';
import type { DescriptorSources } from './descriptors/descriptor-sources.ts';
import { openProfileFiles, type ProfileFiles } from './files/profile-files.ts';
import { startHeadsetSession, type HeadsetNews, type HeadsetSession } from './headset-session.ts';
import type { HidEntry, HidTransport } from './hid-transport.ts';
import { createOnScreenTransport } from './on-screen-transport.ts';
import { showPanel } from './panel-view.ts';

/** A disk that sleeps or a share that is away must not keep the headset waiting: its files come later as a change. */
const filesMs = 800;
/** The end of the program waits no longer for them than for the lights. */
const saveMs = 250;

export interface HeadsetServiceOptions {
  readonly clock: Clock;
  readonly usb: HidTransport;
  readonly descriptors: Pick<DescriptorSources, 'describe' | 'useFolder' | 'faults'>;
  readonly findObstacles: (entries: readonly HidEntry[]) => Promise<readonly AppError[]>;
  readonly watchDevices: (onChange: () => void) => Dispose;
  readonly onError: (error: AppError, defect?: unknown) => void;
}

export interface HeadsetService {
  /** Lights out, devices closed; within 300 ms. */
  stop(): Promise<void>;
}

/** What the hub wants, whether or not a session runs yet. */
interface Wanted {
  readonly onScreen: boolean;
  readonly usb: boolean;
  readonly folder: string;
  wishes: HeadsetWishes;
  phase: HeadsetPhase;
  muted: boolean;
}

interface Running {
  readonly session: HeadsetSession;
  readonly files: ProfileFiles;
  readonly onScreen: ReturnType<typeof createOnScreenTransport> | undefined;
}

/** Serves the headset contract on a wire. Nothing is opened before `headset/start`. */
export function serveHeadset(wire: Wire, options: HeadsetServiceOptions): HeadsetService {
  const { clock, descriptors } = options;
  let wanted: Wanted | undefined;
  let running: Running | undefined;
  let isWatched = false;
  /** Starts and stops go one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const stopRunning = async (): Promise<void> => {
    const stopping = running;
    running = undefined;
    if (stopping === undefined) return;
    const saved = withinTime(clock, saveMs, stopping.files.close(), undefined);
    await Promise.all([stopping.session.stop(), saved]);
  };

  const start = async (asked: Wanted): Promise<void> => {
    // Another start or a stop that came meanwhile has its own turn.
    if (wanted !== asked) return;
    await stopRunning();
    descriptors.useFolder(asked.folder);
    const files = openProfileFiles(asked.folder, clock, {
      onQuirks: () => running?.session.quirksChanged(),
      onDescriptors: () => running?.session.describedAnew(),
    });
    await withinTime(clock, filesMs, files.ready, undefined);
    if (wanted !== asked) {
      void files.close();
      return;
    }
    const onScreen = asked.onScreen ? createOnScreenTransport() : undefined;
    const transports = [...(asked.usb ? [options.usb] : []), ...(onScreen === undefined ? [] : [onScreen])];
    const session = startHeadsetSession({
      ...asked,
      clock,
      transports,
      files,
      watchDevices: options.watchDevices,
      findObstacles: options.findObstacles,
      descriptorFaults: descriptors.faults,
      news: createNews(onScreen?.lights),
    });
    session.watch(isWatched);
    running = { session, files, onScreen };
    // Its lamps light when a write arrives, a moment after the phase changed.
    onScreen?.onLights(() => {
      const status = running?.onScreen === onScreen ? running.session.manager.status() : undefined;
      if (status?.virtual === true) publishStatus(status, onScreen.lights);
    });
  };

  let published = '';
  const publishStatus = (status: HeadsetStatus, onScreenLights?: () => HeadsetLights): void => {
    const isOnScreen = status.virtual && onScreenLights !== undefined;
    const shown = isOnScreen ? { ...status, lights: onScreenLights() } : status;
    const text = JSON.stringify(shown);
    if (text === published) return;
    published = text;
    server.publish('headset/status', shown);
  };

  const createNews = (onScreenLights: (() => HeadsetLights) | undefined): HeadsetNews => ({
    intent: (intent, reportAt) => {
      server.publish('headset/intent', { intent, reportAt });
    },
    status: (status) => {
      publishStatus(status, onScreenLights);
    },
    panel: (panel) => {
      server.publish('headset/panel-changed', panel);
    },
    event: (entry) => {
      server.publish('headset/event', entry);
    },
    trouble: (error) => {
      server.publish('headset/trouble', { error });
    },
    troubleOver: (code) => {
      server.publish('headset/trouble-over', { code });
    },
  });

  const withSession = <T>(work: (session: HeadsetSession) => T): T | Result<never> =>
    running === undefined ? fail(appError('headset.none')) : work(running.session);

  const stop = (): Promise<void> => {
    wanted = undefined;
    return inTurn(stopRunning);
  };

  const server: Server<typeof hidContract> = serve(
    hidContract,
    wire,
    {
      async 'headset/start'(input) {
        const asked = { ...input };
        wanted = asked;
        published = '';
        await inTurn(() => start(asked));
        return ok(null);
      },
      'headset/set-phase'({ phase, muted }) {
        if (wanted === undefined) return fail(appError('headset.none'));
        Object.assign(wanted, { phase, muted });
        running?.session.setPhase(phase, muted);
        return ok(null);
      },
      'headset/set-wishes'(wishes) {
        if (wanted === undefined) return fail(appError('headset.none'));
        wanted.wishes = wishes;
        running?.session.setWishes(wishes);
        return ok(null);
      },
      'headset/wake'() {
        running?.session.wake();
        return ok(null);
      },
      'headset/describe'({ devices }: { devices: WebHidDevice[] }) {
        descriptors.describe(devices);
        running?.session.describedAnew();
        return ok(null);
      },
      'headset/list': () => ok(running?.session.manager.devices() ?? []),
      'headset/press'({ button }) {
        const isInUse = running?.session.manager.status().virtual === true;
        return isInUse && running?.onScreen !== undefined
          ? running.onScreen.press(button)
          : fail(appError('headset.none'));
      },
      'headset/panel': () =>
        ok(
          running?.session.panel() ??
            showPanel({ active: undefined, selfTest: null, recording: null, obstacles: [] }),
        ),
      'headset/watch'({ on }) {
        isWatched = on;
        running?.session.watch(on);
        return ok(null);
      },
      'headset/self-test': ({ action }) => withSession((session) => session.selfTest(action)),
      'headset/record': ({ on }) =>
        withSession((session) => {
          if (on) return session.record();
          session.recorder.stop();
          return ok(null);
        }),
      'headset/export': () => withSession((session) => session.export()),
      async 'headset/stop'() {
        await stop();
        return ok(null);
      },
      'process/ping': () => ok(null),
    },
    { onError: options.onError },
  );

  return { stop };
}
