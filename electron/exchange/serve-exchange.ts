import { exchangeContract } from '../common/contract/exchange-contract.ts';
import { serve, type Server } from '../common/contract/server.ts';
import type { Wire } from '../common/contract/wire.ts';
import { appError } from '../common/lib/app-error.ts';
import type { Clock } from '../common/lib/clock.ts';
import { fail, ok } from '../common/lib/result.ts';
import type { OpenMedia } from './media/call-media.ts';
import { loadVoices } from './media/voices.ts';
import {
  openPracticeExchange,
  operatorNumber,
  practiceDomain,
  type PracticeExchange,
} from './practice-exchange.ts';

export interface ExchangeServiceOptions {
  readonly clock: Clock;
  readonly voicesFolder: string;
  readonly openMedia: OpenMedia;
}

export interface ExchangeService {
  close(): Promise<void>;
}

/** Answers the exchange contract on a wire. Starting twice answers the second time with what runs already. */
export function serveExchange(wire: Wire, options: ExchangeServiceOptions): ExchangeService {
  let running: PracticeExchange | undefined;
  // Starts are answered one after the other, or two at once would open two exchanges.
  let starting: Promise<unknown> = Promise.resolve();

  const start = async (port: number) => {
    if (running === undefined) {
      const opened = await openPracticeExchange({
        clock: options.clock,
        port,
        voices: await loadVoices(options.voicesFolder),
        openMedia: options.openMedia,
        onChanged: (change) => server.publish('practice/changed', change),
      });
      if (!opened.ok) return opened;
      running = opened.value;
    }
    return ok({
      server: running.exchange.server,
      domain: practiceDomain,
      user: operatorNumber,
      password: running.password,
      displayName: 'Practice',
    });
  };

  const server: Server<typeof exchangeContract> = serve(exchangeContract, wire, {
    'exchange/start': ({ port }) => {
      const started = starting.then(() => start(port));
      starting = started.catch(() => undefined);
      return started;
    },
    'practice/call': async (customer) => {
      if (running === undefined) return fail(appError('practice.off'));
      const callId = await running.desk.call(customer);
      return callId === undefined ? fail(appError('call.failed')) : ok({ callId });
    },
    'practice/hangup': ({ callId }) =>
      running?.desk.hangUp(callId) === true ? ok(null) : fail(appError('call.not-found')),
    'practice/calls': () => ok([...(running?.desk.listCalls() ?? [])]),
    'process/ping': () => ok(null),
  });

  return {
    async close() {
      server.dispose();
      await running?.close();
      running = undefined;
    },
  };
}
