import type { CodeName } from '../../common/contract/exchange-settings.ts';
import { fillCode } from '../../common/contract/exchange-settings.ts';
import type { ExchangeView } from '../../common/contract/exchange-views.ts';
import type { Settings } from '../../common/contract/settings.ts';
import type { Lamp } from '../../common/events/lamp.ts';
import type { QueueHookName, QueueReading } from '../../common/events/queue-service.ts';
import {
  ask,
  giveUp,
  readSwitchLamp,
  tell,
  untold,
  type QueueSwitch,
} from '../../common/events/queue-switch.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { QueueServiceLink } from './queue-service-link.ts';

export type QueueWish = 'login' | 'logout' | 'pause' | 'unpause' | 'wrap-up';
type SwitchName = 'login' | 'pause';

const wishes: Readonly<
  Record<
    QueueWish,
    {
      readonly what: SwitchName;
      readonly on: boolean;
      readonly code: CodeName;
      readonly hook: QueueHookName;
    }
  >
> = {
  login: { what: 'login', on: true, code: 'queueLogin', hook: 'login' },
  logout: { what: 'login', on: false, code: 'queueLogout', hook: 'logout' },
  pause: { what: 'pause', on: true, code: 'queuePause', hook: 'pause' },
  unpause: { what: 'pause', on: false, code: 'queueUnpause', hook: 'unpause' },
  'wrap-up': { what: 'pause', on: true, code: 'wrapUp', hook: 'wrapUp' },
};

/**
 * Our place in the queue of the exchange: asked for through its web service where it has one, else by codes of its
 * dial plan; shown as the exchange tells.
 */
export interface QueueDesk {
  run(wish: QueueWish): Promise<Result<null>>;
  learnLamp(number: string, lamp: Lamp): void;
  /** What the web service tells. A switch with a lamp of its own goes by the lamp. */
  learnReading(reading: QueueReading): void;
  canDo(wish: QueueWish): boolean;
  view(): ExchangeView['queue'];
}

export function createQueueDesk(parts: {
  readonly settings: () => Settings;
  /** Sends a code beside the calls; resolves when the exchange has taken it. */
  readonly sendCode: (code: string) => Promise<Result<null>>;
  readonly service: Pick<QueueServiceLink, 'has' | 'run'>;
  readonly onChange: (cause: string) => void;
}): QueueDesk {
  const switches: Record<SwitchName, QueueSwitch> = { login: untold, pause: untold };
  const underWay = new Map<QueueWish, Promise<Result<null>>>();

  const set = (what: SwitchName, next: QueueSwitch): void => {
    switches[what] = next;
    parts.onChange(`queue ${what}`);
  };
  const codeOf = (wish: QueueWish): string | null => {
    const { codes, sip } = parts.settings();
    return fillCode(codes[wishes[wish].code], sip?.user ?? '');
  };
  const canDo = (wish: QueueWish): boolean => parts.service.has(wishes[wish].hook) || codeOf(wish) !== null;

  const hasLamp = (what: SwitchName): boolean =>
    parts.settings().queue[what === 'login' ? 'loginLamp' : 'pauseLamp'] !== undefined;

  const learn = (what: SwitchName, isOn: boolean | null): void => {
    if (!hasLamp(what)) set(what, tell(switches[what], isOn));
  };

  const learnReading = ({ login, pause }: QueueReading): void => {
    if (login !== undefined) learn('login', login);
    if (pause !== undefined) learn('pause', pause);
  };

  const askService = async (wish: QueueWish): Promise<Result<null>> => {
    const { what, on, hook } = wishes[wish];
    const done = await parts.service.run(hook);
    if (!done.ok) return done;
    // A service that cannot be asked how things stand has answered with its status.
    learnReading(what in done.value ? done.value : { ...done.value, [what]: on });
    return ok(null);
  };

  const send = async (wish: QueueWish): Promise<Result<null>> => {
    const { what, on, code, hook } = wishes[wish];
    const dialled = codeOf(wish);
    const isServed = parts.service.has(hook);
    if (!isServed && dialled === null) return fail(appError('code.not-set', { code }));
    set(what, ask(switches[what], on));
    const result = await (isServed || dialled === null ? askService(wish) : parts.sendCode(dialled));
    if (!result.ok) set(what, giveUp(switches[what]));
    return result;
  };

  return {
    async run(wish) {
      const { what, on } = wishes[wish];
      // The exchange has it so already: many codes switch over, and would undo it.
      if (switches[what].isOn === on) return ok(null);
      // A second press while the first is on its way is the same wish: it goes out once.
      const running = underWay.get(wish) ?? send(wish);
      underWay.set(wish, running);
      try {
        return await running;
      } finally {
        underWay.delete(wish);
      }
    },
    learnLamp(number, lamp) {
      const { queue } = parts.settings();
      const isOn = readSwitchLamp(lamp.state);
      if (number === queue.loginLamp) set('login', tell(switches.login, isOn));
      if (number === queue.pauseLamp) set('pause', tell(switches.pause, isOn));
    },
    learnReading,
    canDo,
    view: () => ({
      login: canDo('login') || canDo('logout') ? switches.login : null,
      pause: canDo('pause') || canDo('unpause') ? switches.pause : null,
    }),
  };
}
