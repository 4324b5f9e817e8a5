import { appError, type AppError, type ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { findDeviceId, findLabel, type DeviceInfo } from './devices.ts';
import type { InputInfo } from './microphone-identity.ts';
import { chooseOutput, noOutputYet, type OutputChoice } from './output-rule.ts';
import type { ChosenDevices } from './sound-list.ts';

type OutputRole = 'speaker' | 'ringer';
type Devices = readonly (DeviceInfo & InputInfo)[];

/** The devices that the other parties and the ringing are heard on, and what is said when one is not there. */
export interface Outputs {
  /** Devices or settings may have changed. */
  follow(devices: Devices, chosen: ChosenDevices): void;
  /** The last call is over: a default that went away is no longer waited for. */
  forget(): void;
  /** '' for the default of the system. */
  sinkOf(role: OutputRole): string;
  /** Label of the one that plays the other parties; null where names are not told. */
  speakerLabel(): string | null;
  /** The choice in the settings, with the device that is waited for as the one to be heard on. */
  inForce(): ChosenDevices;
}

export function createOutputs(parts: {
  onTrouble(error: AppError): void;
  onTroubleOver(code: ErrorCode): void;
}): Outputs {
  let devices: Devices = [];
  let chosen: ChosenDevices = {};
  let memory = noOutputYet;
  let wanted: string | undefined;
  const told = new Map<ErrorCode, string>();

  const tell = (due: readonly AppError[]): void => {
    for (const code of [...told.keys()].filter((one) => due.every((error) => error.code !== one))) {
      told.delete(code);
      parts.onTroubleOver(code);
    }
    for (const error of due) {
      const text = JSON.stringify(error.details);
      if (told.get(error.code) === text) continue;
      told.set(error.code, text);
      parts.onTrouble(error);
    }
  };

  const decide = (): void => {
    const voice = chooseOutput(memory, devices, chosen.speaker);
    ({ memory, wanted } = voice);
    // A ringer without a choice of its own rings on the default.
    const ringing = chooseOutput({ ...noOutputYet, chosen: chosen.ringer }, devices, chosen.ringer);
    tell(explain(voice.replaced, ringing.replaced));
  };

  const labelWanted = (role: OutputRole): string | undefined => (role === 'ringer' ? chosen.ringer : wanted);

  return {
    follow(nextDevices, nextChosen) {
      devices = nextDevices;
      chosen = nextChosen;
      decide();
    },
    forget() {
      memory = { ...memory, lost: undefined, inUse: undefined };
      decide();
    },
    sinkOf: (role) => findDeviceId(devices, 'audiooutput', labelWanted(role)) ?? '',
    speakerLabel: () => findLabel(devices, 'audiooutput', wanted),
    inForce: () => (wanted === undefined ? chosen : { ...chosen, speaker: wanted }),
  };
}

function explain(voice: OutputChoice['replaced'], ringing: OutputChoice['replaced']): AppError[] {
  const due: AppError[] = [];
  if (voice !== null) {
    const lost = voice.lost.slice(0, 256);
    due.push(
      voice.used === null
        ? appError('media.speaker-missing', { lost })
        : appError('media.speaker-replaced', { lost, used: voice.used.slice(0, 256) }),
    );
  }
  if (ringing !== null && ringing.used !== null && ringing.lost !== voice?.lost)
    due.push(
      appError('media.ringer-replaced', {
        lost: ringing.lost.slice(0, 256),
        used: ringing.used.slice(0, 256),
      }),
    );
  return due;
}
