import type { DeskState } from '../../common/contract/desk-state.ts';
import { practiceEchoNumber } from '../../common/contract/exchange-contract.ts';
import type {
  SoundChange,
  SoundDevices,
  SoundRole,
  SoundSample,
} from '../../common/contract/sound-contract.ts';
import type { Settings } from '../../common/contract/settings.ts';
import { appError } from '../../common/lib/app-error.ts';
import { exhausted } from '../../common/lib/exhaustive.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import { readProcessing } from '../../common/sound/sound-processing.ts';
import type { PhoneLink } from '../line/phone-link.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';

/** Which devices speak, listen and ring, and what is done to the sound. */
export interface SoundDesk {
  view(): DeskState['sound'];
  /** A label of the list, also in a call; null: the default of the system. */
  choose(role: SoundRole, label: string | null): Promise<Result<null>>;
  change(change: SoundChange): Promise<Result<null>>;
  play(sound: SoundSample): Promise<Result<null>>;
  /** The meter of the microphone; over when the phone page goes, and to be asked for again when it is back. */
  watch(on: boolean): Promise<Result<null>>;
  /** null: the phone page is away. */
  noteDevices(devices: SoundDevices | null): void;
}

export function createSoundDesk(options: {
  readonly settings: SettingsKeeper;
  readonly line: () => {
    readonly phone: Pick<PhoneLink, 'playSample' | 'measureMicrophone'>;
    /** Gives the sound settings to the phone page. */
    configure(): void;
  };
  readonly onChange: (cause: string) => void;
}): SoundDesk {
  const { settings, line } = options;
  let devices: SoundDevices | null = null;

  const save = async (audio: Settings['audio']): Promise<Result<null>> => {
    const saved = settings.change({ audio });
    // What could not be written is in force all the same until the program ends.
    line().configure();
    options.onChange('sound settings');
    return saved;
  };

  return {
    view() {
      const { audio, practice } = settings.current();
      return {
        devices,
        chosen: {
          microphone: audio.microphone ?? null,
          speaker: audio.speaker ?? null,
          ringer: audio.ringer ?? null,
        },
        ringTone: audio.ringTone,
        ringVolume: audio.ringVolume,
        ...readProcessing(audio),
        echoNumber: practice ? practiceEchoNumber : (audio.echoNumber ?? null),
      };
    },
    async choose(role, label) {
      const { audio } = settings.current();
      if (label === null) return save(withDefault(audio, role));
      const present = role === 'microphone' ? devices?.microphones : devices?.outputs;
      if (present?.includes(label) !== true) return fail(appError('media.no-such-device'));
      return save({ ...audio, [role]: label });
    },
    change: (change) => save({ ...settings.current().audio, ...change }),
    play: (sound) => line().phone.playSample(sound, settings.current().locale),
    async watch(on) {
      const told = await line().phone.measureMicrophone(on);
      return on ? told : ok(null);
    },
    noteDevices(next) {
      devices = next;
      options.onChange('sound devices');
    },
  };
}

function withDefault(audio: Settings['audio'], role: SoundRole): Settings['audio'] {
  const rest = { ...audio };
  switch (role) {
    case 'microphone':
      delete rest.microphone;
      return rest;
    case 'speaker':
      delete rest.speaker;
      return rest;
    case 'ringer':
      delete rest.ringer;
      return rest;
    default:
      return exhausted(role);
  }
}
