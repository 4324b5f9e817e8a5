import type { Client } from '../../common/contract/client.ts';
import {
  exchangeContract,
  type LineFaults,
  type PracticeCall,
  type PracticeCustomer,
} from '../../common/contract/exchange-contract.ts';
import type { SipAccount } from '../../common/contract/phone-contract.ts';
import type { Customer } from '../../common/customer/customer-model.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { Log } from '../../shell/log.ts';
import type { ProcessStarter } from '../../shell/processes.ts';
import type { StoreClient } from '../customer/customer-desk.ts';
import { createHostKeeper } from '../base/host-keeper.ts';

/** The built-in exchange with its simulated customers. Runs in practice mode only. */
export interface Practice {
  start(): void;
  stop(): void;
  /** The account that the exchange handed out, once it is up. */
  account(): SipAccount | null;
  /** A customer calls: one from the sample data, or the one with this number. */
  call(from: string | undefined, faults?: LineFaults): Promise<Result<{ number: string }>>;
  calls(): Promise<Result<PracticeCall[]>>;
}

const needs = ['bill', 'reading', 'outage', 'complaint', 'question'] as const;
const voices: ReadonlySet<string> = new Set(['en', 'uk', 'ro', 'ru', 'fa']);

export function createPractice(options: {
  readonly clock: Clock;
  readonly log: Log;
  readonly processes: ProcessStarter;
  readonly store: StoreClient;
  readonly onAccount: () => void;
}): Practice {
  let account: SipAccount | null = null;
  /** Needs come in turn, so that five practice calls show all five. */
  let turn = 0;

  const begin = async (client: Client<typeof exchangeContract>): Promise<void> => {
    const started = await client.request('exchange/start', { port: 0 }, { timeoutMs: 10_000 });
    if (!started.ok) {
      options.log.error('practice.start-failed', { code: started.error.code });
      return;
    }
    const { server, ...rest } = started.value;
    account = { ...rest, servers: [server], iceServers: [] };
    options.onAccount();
  };

  const keeper = createHostKeeper({
    name: 'exchange-host',
    contract: exchangeContract,
    processes: options.processes,
    clock: options.clock,
    log: options.log,
    onUp: (client) => void begin(client),
    onDown() {
      account = null;
      options.onAccount();
    },
  });

  const chooseCaller = async (from: string | undefined): Promise<Result<PracticeCustomer>> => {
    const need = needs[turn++ % needs.length] ?? 'question';
    const store = options.store();
    if (from === 'anonymous') return ok({ number: '', name: '', language: 'en', need, withheld: true });
    if (store === undefined) return fail(appError('store.unavailable'));
    if (from === undefined) {
      const random = await store.request('customers/random', { language: null });
      if (!random.ok) return random;
      return ok(describe(random.value, random.value?.phones[0]?.e164 ?? '', need));
    }
    const found = await store.request('customers/by-number', { number: from });
    return found.ok ? ok(describe(found.value.customers[0] ?? null, from, need)) : found;
  };

  return {
    start: () => keeper.start(),
    stop() {
      keeper.stop();
      account = null;
    },
    account: () => account,
    async calls() {
      return (await keeper.client()?.request('practice/calls', null)) ?? fail(appError('practice.off'));
    },
    async call(from, faults) {
      const client = keeper.client();
      if (client === undefined || account === null) return fail(appError('practice.off'));
      const caller = await chooseCaller(from);
      if (!caller.ok) return caller;
      const called = await client.request(
        'practice/call',
        { ...caller.value, ...(faults === undefined ? {} : { faults }) },
        { timeoutMs: 10_000 },
      );
      return called.ok ? ok({ number: caller.value.number }) : called;
    },
  };
}

function describe(
  customer: Customer | null,
  number: string,
  need: PracticeCustomer['need'],
): PracticeCustomer {
  const language = customer !== null && voices.has(customer.language) ? customer.language : 'en';
  return { number, name: customer?.name ?? '', language, need, withheld: false };
}
