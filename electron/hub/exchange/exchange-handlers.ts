import type { Wish } from '../../common/call/call-state.ts';
import type { exchangeCommands } from '../../common/contract/exchange-commands.ts';
import { fillCode } from '../../common/contract/exchange-settings.ts';
import type { Contract } from '../../common/contract/contract.ts';
import type { Handlers } from '../../common/contract/server.ts';
import type { Settings } from '../../common/contract/settings.ts';
import { meaningOfLamp } from '../../common/events/lamp-wish.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, type Result } from '../../common/lib/result.ts';
import type { CallDesk } from '../call/call-desk.ts';
import { partyBehind, type LampDesk } from './lamp-desk.ts';
import { dialTarget } from '../base/numbers.ts';
import type { QueueDesk } from './queue-desk.ts';

interface ExchangeContract {
  readonly name: 'exchange-features';
  readonly commands: typeof exchangeCommands;
  readonly events: Contract['events'];
}

export interface ExchangeParts {
  readonly calls: CallDesk;
  readonly lamps: LampDesk;
  readonly queue: QueueDesk;
  readonly settings: () => Settings;
  readonly newId: () => string;
  readonly isRegistered: () => boolean;
  /** Empty when nothing was dialled yet. */
  readonly dialledLast: () => string;
}

/** Wishes that become calls to codes and lamps of the exchange. */
export function createExchangeHandlers(parts: ExchangeParts, by: string): Handlers<ExchangeContract> {
  const { calls, lamps, queue } = parts;
  const wish = (wanted: Wish, name: string): Promise<Result<null>> => calls.wish(wanted, `${by} ${name}`);
  const codeFor = (name: keyof Settings['codes'], number = ''): string | null =>
    fillCode(parts.settings().codes[name], number);
  const notSet = (code: string): Result<null> => fail(appError('code.not-set', { code }));

  const dial = (number: string, name: string): Promise<Result<null>> | Result<null> => {
    if (!parts.isRegistered()) return fail(appError('call.no-line'));
    const dialled = dialTarget(number, parts.settings().numbers);
    return dialled.ok ? wish({ type: 'dial', id: parts.newId(), ...dialled.value }, name) : dialled;
  };

  const transfer = (number: string, name: string): Promise<Result<null>> | Result<null> => {
    const dialled = dialTarget(number, parts.settings().numbers);
    if (!dialled.ok) return dialled;
    return wish({ type: 'transfer', id: parts.newId(), attended: false, ...dialled.value }, name);
  };

  const pickUp = (number: string): Promise<Result<null>> | Result<null> => {
    if (!parts.isRegistered()) return fail(appError('call.no-line'));
    const code = number === '' ? codeFor('pickup') : codeFor('directedPickup', number);
    if (code === null) return notSet(number === '' ? 'pickup' : 'directedPickup');
    const remote = partyBehind(lamps.lamp(number), code);
    return wish({ type: 'dial', id: parts.newId(), target: code, remote }, 'pickup');
  };

  return {
    'lamp/press'({ number }) {
      const canPickUp = codeFor('directedPickup', number) !== null;
      switch (meaningOfLamp(lamps.lamp(number).state, calls.state().calls, canPickUp)) {
        case 'pick-up':
          return pickUp(number);
        case 'transfer':
          return transfer(number, 'lamp transfer');
        case 'dial':
          return dial(number, 'lamp dial');
      }
    },
    'call/park'({ place }) {
      const code = codeFor('park', place);
      return code === null ? notSet('park') : transfer(code, 'park');
    },
    'call/pickup': ({ number }) => pickUp(number ?? ''),
    'call/redial'() {
      const number = parts.dialledLast();
      return number === '' ? fail(appError('call.not-found')) : dial(number, 'redial');
    },
    'messages/listen'() {
      const number = mailboxNumber(parts);
      return number === null ? notSet('voicemail') : dial(number, 'messages');
    },
    'queue/login': () => queue.run('login'),
    'queue/logout': () => queue.run('logout'),
    'queue/pause': () => queue.run('pause'),
    'queue/unpause': () => queue.run('unpause'),
  };
}

/** The setting, else what the exchange said together with the messages (RFC 3842 section 5.2). */
export function mailboxNumber({ settings, lamps }: Pick<ExchangeParts, 'settings' | 'lamps'>): string | null {
  const told = /^sips?:([*#\d]{1,32})@/iu.exec(lamps.messages()?.account ?? '')?.[1];
  return settings().voicemail.number ?? told ?? null;
}
