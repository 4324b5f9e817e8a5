import { randomBytes } from 'node:crypto';
import type { Clock } from '../common/lib/clock.ts';
import { ok, type Result } from '../common/lib/result.ts';
import { openExchange, type Exchange, type ExchangeOptions } from './exchange.ts';
import type { OpenMedia } from './media/call-media.ts';
import type { SipMessage } from './sip/message.ts';
import type { Voices } from './media/voices.ts';
import { createPracticeDesk } from './robots/practice-desk.ts';
import type { PracticeCallChange, PracticeDesk, PracticeTiming } from './robots/practice-desk.ts';

export const practiceDomain = 'practice.invalid';
export const operatorNumber = '100';

export interface PracticeExchangeOptions {
  readonly clock: Clock;
  readonly port: number;
  readonly voices: Voices;
  readonly openMedia: OpenMedia;
  onChanged(change: PracticeCallChange): void;
  readonly timing?: Partial<PracticeTiming>;
  readonly exchange?: Pick<ExchangeOptions, 'registrar' | 'algorithms' | 'nonceLifetimeMs'>;
  /** More lines than the operator's own, with their passwords: a second phone for transfers. */
  readonly otherUsers?: ReadonlyMap<string, string>;
}

export interface PracticeExchange {
  readonly exchange: Exchange;
  readonly desk: PracticeDesk;
  /** New with each start, known to whoever started it. */
  readonly password: string;
  close(): Promise<void>;
}

/** The exchange and the people at the other end of its lines. */
export async function openPracticeExchange(
  options: PracticeExchangeOptions,
): Promise<Result<PracticeExchange>> {
  const password = randomBytes(18).toString('base64url');
  const users = new Map([...(options.otherUsers ?? []), [operatorNumber, password]]);
  // The desk and the exchange need each other; until both are there, nobody can have called.
  const outlet: { send(message: SipMessage): void } = { send: () => undefined };
  const desk = createPracticeDesk({
    clock: options.clock,
    voices: options.voices,
    openMedia: options.openMedia,
    domain: practiceDomain,
    operator: operatorNumber,
    newToken: () => randomBytes(9).toString('hex'),
    send: (message) => outlet.send(message),
    onChanged: options.onChanged,
    ...(options.timing === undefined ? {} : { timing: options.timing }),
  });
  const opened = await openExchange({
    ...options.exchange,
    clock: options.clock,
    domain: practiceDomain,
    port: options.port,
    users,
    isInsideNumber: (number) => !users.has(number) && desk.isNumber(number),
    onInside: desk.receive,
  });
  if (!opened.ok) return opened;
  const { value } = opened;
  outlet.send = (message) => value.receiveInside(message);
  return ok({
    exchange: value,
    desk,
    password,
    async close() {
      desk.close();
      // The BYEs of the desk are on their way to the sockets; closing now would cut them off.
      await new Promise((resolve) => setImmediate(resolve));
      await value.close();
    },
  });
}
