import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import type { LevelMeter } from './level-meter.ts';
import {
  stepMicrophone,
  unheardMicrophone,
  type MicrophoneEvent,
  type MicrophoneTrouble,
} from './microphone-rule.ts';

export interface MicrophoneWatchParts {
  readonly clock: Clock;
  /** Listens to a clone of the microphone that is sent to nobody; null while the microphone is closed. */
  openMeter(): LevelMeter | null;
  onTrouble(code: MicrophoneTrouble): void;
  onTroubleOver(code: MicrophoneTrouble): void;
}

/** Listens to the operator's own microphone while a call carries sound, and only then. */
export interface MicrophoneWatch {
  setTalking(on: boolean): void;
  setMuted(on: boolean): void;
  /** The microphone was opened or another one took over. */
  takeMicrophone(): void;
}

/** A warning may come this late; every look wakes the processor. */
const lookEveryMs = 250;

export function createMicrophoneWatch(parts: MicrophoneWatchParts): MicrophoneWatch {
  let state = unheardMicrophone;
  let isTalking = false;
  let meter: LevelMeter | null = null;
  let cancelLook: Dispose = () => undefined;

  const step = (event: MicrophoneEvent): void => {
    const next = stepMicrophone(state, event);
    ({ state } = next);
    for (const { type, code } of next.effects) {
      if (type === 'trouble') parts.onTrouble(code);
      else parts.onTroubleOver(code);
    }
  };

  const listen = (): void => {
    for (const frame of meter?.read() ?? []) step({ type: 'frame', frame });
  };

  const lookLater = (): void => {
    cancelLook = parts.clock.after(lookEveryMs, () => {
      lookLater();
      listen();
    });
  };

  const close = (): void => {
    cancelLook();
    meter?.close();
    meter = null;
  };

  const open = (): void => {
    meter = parts.openMeter();
    if (meter !== null) lookLater();
  };

  return {
    setTalking(on) {
      if (on === isTalking) return;
      isTalking = on;
      if (on) {
        open();
        return;
      }
      close();
      step({ type: 'stopped' });
    },
    setMuted(on) {
      // What was said before the mute is heard as unmuted.
      listen();
      step({ type: 'muted', on });
    },
    takeMicrophone() {
      if (!isTalking) return;
      close();
      step({ type: 'changed' });
      open();
    },
  };
}
