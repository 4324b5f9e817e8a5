import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '../../../electron/common/contract/client.ts';
import { exchangeContract, type PracticeCall } from '../../../electron/common/contract/exchange-contract.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { openChildWire } from '../../../electron/node/wires/child-wire.ts';
import { openRelay } from './relay.ts';

export interface Account {
  readonly server: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** A practice exchange in a process of its own, for one phone alone. */
export interface BenchExchange {
  readonly account: Account;
  /** A customer rings; resolves with the Call-ID when the INVITE was sent. */
  call(): Promise<string>;
  /** The customer hangs up. */
  hangUp(callId: string): Promise<void>;
  find(callId: string): Promise<PracticeCall | undefined>;
  cutLine(): void;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, '../../..');

export async function openBenchExchange(): Promise<BenchExchange> {
  const child = fork(join(root, 'dist/exchange/exchange-host.cjs'), [], { serialization: 'advanced' });
  const client = createClient(exchangeContract, openChildWire(child), { clock: systemClock });
  const started = await client.request('exchange/start', { port: 0 });
  if (!started.ok) throw new Error(started.error.code);
  const { server, domain, user, password } = started.value;
  const relay = await openRelay(Number(new URL(server).port));
  return {
    account: { server: `ws://127.0.0.1:${relay.port}`, domain, user, password },
    async call() {
      const called = await client.request('practice/call', {
        number: '+40721234567',
        name: 'Ion Popescu',
        language: 'ro',
        need: 'bill',
        withheld: false,
      });
      if (!called.ok) throw new Error(called.error.code);
      return called.value.callId;
    },
    async hangUp(callId) {
      await client.request('practice/hangup', { callId });
    },
    async find(callId) {
      const calls = await client.request('practice/calls', null);
      return calls.ok ? calls.value.find((call) => call.callId === callId) : undefined;
    },
    cutLine: relay.cut,
    async close() {
      relay.close();
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
