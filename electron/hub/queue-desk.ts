import type { CodeName } from '../common/contract/exchange-settings.ts';
import { fillCode } from '../common/contract/exchange-settings.ts';
import type { ExchangeView } from '../common/contract/exchange-views.ts';
import type { Settings } from '../common/contract/settings.ts';
import type { Lamp } from '../common/events/lamp.ts';
import {
  ask,
  giveUp,
  readSwitchLamp,
  tell,
  untold,
  type QueueSwitch,
} from '../common/events/queue-switch.ts';
import { appError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';

export type QueueWish = 'login' | 'logout' | 'pause' | 'unpause' | 'wrap-up';
type SwitchName = 'login' | 'pause';

const wishes: Readonly<
  Record<QueueWish, { readonly what: SwitchName; readonly on: boolean; readonly code: CodeName }>
> = {
  login: { what: 'login', on: true, code: 'queueLogin' },
  logout: { what: 'login', on: false, code: 'queueLogout' },
  pause: { what: 'pause', on: true, code: 'queuePause' },
  unpause: { what: 'pause', on: false, code: 'queueUnpause' },
  'wrap-up': { what: 'pause', on: true, code: 'wrapUp' },
};

/** Our place in the queue of the exchange: asked for by its codes, shown as it tells. */
export interface QueueDesk {
  run(wish: QueueWish): Promise<Result<null>>;
  learnLamp(number: string, lamp: Lamp): void;
  canDo(wish: QueueWish): boolean;
  view(): ExchangeView['queue'];
}

export function createQueueDesk(parts: {
  readonly settings: () => Settings;
  /** Sends a code beside the calls; resolves when the exchange has taken it. */
  readonly sendCode: (code: string) => Promise<Result<null>>;
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
  const canDo = (wish: QueueWish): boolean => codeOf(wish) !== null;

  const send = async (wish: QueueWish, code: string): Promise<Result<null>> => {
    const { what, on } = wishes[wish];
    set(what, ask(switches[what], on));
    const result = await parts.sendCode(code);
    if (!result.ok) set(what, giveUp(switches[what]));
    return result;
  };

  return {
    async run(wish) {
      const { what, on } = wishes[wish];
      // The exchange has it so already: many codes switch over, and would undo it.
      if (switches[what].isOn === on) return ok(null);
      const code = codeOf(wish);
      if (code === null) return fail(appError('code.not-set', { code: wishes[wish].code }));
      // A second press while the first is on its way is the same wish: the code goes out once.
      const running = underWay.get(wish) ?? send(wish, code);
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
    canDo,
    view: () => ({
      login: canDo('login') || canDo('logout') ? switches.login : null,
      pause: canDo('pause') || canDo('unpause') ? switches.pause : null,
    }),
  };
}
