import type { Contract } from '../../common/contract/contract.ts';
import type { Handlers } from '../../common/contract/server.ts';
import type { soundCommands } from '../../common/contract/sound-contract.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { SoundDesk } from './sound-desk.ts';

interface SoundContract {
  readonly name: 'sound';
  readonly commands: typeof soundCommands;
  readonly events: Contract['events'];
}

/** `dial` is the wish that a number entered by hand makes. */
export function createSoundHandlers(
  sound: SoundDesk,
  dial: (number: string) => Promise<Result<{ id: string }>>,
): Handlers<SoundContract> {
  return {
    'sound/list': () => ok(sound.view()),
    'sound/choose': ({ role, label }) => sound.choose(role, label),
    'sound/change': (change) => sound.change(change),
    'sound/play': (input) => sound.play(input.sound),
    'sound/echo'() {
      const { echoNumber } = sound.view();
      return echoNumber === null ? fail(appError('code.not-set')) : dial(echoNumber);
    },
  };
}
