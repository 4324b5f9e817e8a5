import {
  hidContract,
  type HeadsetLights,
  type HeadsetPhase,
  type HeadsetStatus,
} from '../../common/contract/hid-contract.ts';
import { serve, type Server } from '../../common/contract/server.ts';
import type { Wire } from '../../common/contract/wire.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { fail, ok } from '../../common/lib/result.ts';
import { createHeadsetManager, type HeadsetManager } from './headset-manager.ts';
import type { HidTransport } from './hid-transport.ts';
import { createOnScreenTransport } from './on-screen-transport.ts';

export interface HeadsetServiceOptions {
  readonly clock: Clock;
  readonly usb: HidTransport;
  readonly watchDevices: (onChange: () => void) => Dispose;
  readonly onError: (error: AppError, defect?: unknown) => void;
}

export interface HeadsetService {
  /** Lights out, devices closed; within 300 ms. */
  stop(): Promise<void>;
}

/** Serves the headset contract on a wire. Nothing is opened before `headset/start`. */
export function serveHeadset(wire: Wire, options: HeadsetServiceOptions): HeadsetService {
  let manager: HeadsetManager | undefined;
  let onScreen: ReturnType<typeof createOnScreenTransport> | undefined;

  const stop = async (): Promise<void> => {
    const stopping = manager;
    manager = undefined;
    await stopping?.stop();
    onScreen = undefined;
  };

  const start = (phase: HeadsetPhase, muted: boolean, transports: readonly HidTransport[]): void => {
    let published = '';
    const publishStatus = (status: HeadsetStatus): void => {
      const shown = showDeviceLights(status);
      const text = JSON.stringify(shown);
      if (text === published) return;
      published = text;
      server.publish('headset/status', shown);
    };
    const started = createHeadsetManager({
      transports,
      clock: options.clock,
      watchDevices: options.watchDevices,
      phase,
      muted,
      events: {
        intent: (intent, reportAt) => {
          server.publish('headset/intent', { intent, reportAt });
        },
        diagnosed: (code, at) => {
          server.publish('headset/diagnosed', { code, at });
        },
        status: publishStatus,
      },
    });
    manager = started;
    // Its lamps light when a write arrives, a moment after the phase changed.
    onScreen?.onLights(() => {
      if (manager === started && started.status().virtual) publishStatus(started.status());
    });
    void started.scan();
  };

  const showDeviceLights = (status: HeadsetStatus): HeadsetStatus => {
    const lights: HeadsetLights | undefined = status.virtual ? onScreen?.lights() : undefined;
    return lights === undefined ? status : { ...status, lights };
  };

  const server: Server<typeof hidContract> = serve(
    hidContract,
    wire,
    {
      async 'headset/start'({ onScreen: wantsOnScreen, usb, phase, muted }) {
        await stop();
        onScreen = wantsOnScreen ? createOnScreenTransport() : undefined;
        const transports = [...(usb ? [options.usb] : []), ...(onScreen === undefined ? [] : [onScreen])];
        start(phase, muted, transports);
        return ok(null);
      },
      'headset/set-phase'({ phase, muted }) {
        if (manager === undefined) return fail(appError('headset.none'));
        manager.setPhase(phase, muted);
        return ok(null);
      },
      'headset/list': () => ok(manager?.devices() ?? []),
      'headset/press'({ button }) {
        const isInUse = manager?.status().virtual === true;
        return isInUse && onScreen !== undefined ? onScreen.press(button) : fail(appError('headset.none'));
      },
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
