import { describe, expect, test, vi } from 'vitest';
import { createClient } from '../../../electron/common/contract/client.ts';
import { createMemoryWires } from '../../../electron/common/contract/memory-wire.ts';
import { phoneContract } from '../../../electron/common/contract/phone-contract.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok } from '../../../electron/common/lib/result.ts';
import { readInstance } from '../../../renderer/phone/page/installation.ts';
import { createPageWire } from '../../../renderer/phone/page/page-wire.ts';
import { servePhone } from '../../../renderer/phone/page/phone-server.ts';
import type { PublishPhoneEvent } from '../../../renderer/phone/phone-events.ts';
import type { SipEngine } from '../../../renderer/phone/sip-engine.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';

/** An engine of which a test gives just the parts that may be asked; the others throw. */
function fakeEngine(parts: Partial<SipEngine>): SipEngine {
  const refuse = (name: string) => () => {
    throw new Error(`${name} was not expected`);
  };
  const names = [
    'configure',
    'reconnect',
    'networkChanged',
    'stop',
    'dial',
    'answer',
    'reject',
    'hangUp',
  ] as const;
  const more = [
    'hold',
    'resume',
    'setMuted',
    'sendTones',
    'transfer',
    'connect',
    'readStats',
    'conference',
    'split',
  ] as const;
  const refusing = Object.fromEntries([...names, ...more].map((name) => [name, refuse(name)]));
  return { ...(refusing as unknown as SipEngine), ...parts };
}

function serveWith(parts: Partial<SipEngine>) {
  const [page, hub] = createMemoryWires();
  const defects: string[] = [];
  let publish: PublishPhoneEvent | undefined;
  const server = servePhone(
    page,
    (given) => {
      publish = given;
      return fakeEngine(parts);
    },
    { onDefect: (where) => defects.push(where) },
  );
  if (publish === undefined) throw new Error('The engine was not built.');
  return { client: createClient(phoneContract, hub, { clock: systemClock }), defects, publish, server };
}

describe('the phone page', () => {
  test('hands commands to the engine and its results back', async () => {
    const answer = vi.fn(() => Promise.resolve(ok(null)));
    const connect = vi.fn(() => Promise.resolve(fail(appError('call.not-possible'))));
    const { client } = serveWith({ answer, connect });
    expect(await client.request('line/answer', { id: 'in-1' })).toEqual({ ok: true, value: null });
    expect(await client.request('line/connect', { id: 'a', with: 'b' })).toMatchObject({
      ok: false,
      error: { code: 'call.not-possible' },
    });
    expect(answer).toHaveBeenCalledWith('in-1');
    expect(connect).toHaveBeenCalledWith('a', 'b');
  });

  test('publishes what the engine tells', async () => {
    const { client, publish } = serveWith({});
    const told = new Promise((resolve) => client.on('line/muted', resolve));
    publish('line/muted', { on: true });
    expect(await told).toEqual({ on: true });
  });

  test('refuses input that breaks the contract before the engine sees it', async () => {
    const { client } = serveWith({});
    const tones = await client.request('line/dtmf', { id: 'in-1', tones: '12x' });
    expect(tones).toMatchObject({ ok: false, error: { code: 'contract.bad-input' } });
  });

  test('a defect in the engine is an answer and a report, not silence', async () => {
    const { client, defects } = serveWith({
      hold: () => {
        throw new Error('broken');
      },
    });
    expect(await client.request('line/hold', { id: 'in-1' })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(defects).toEqual(['internal']);
  });

  test('answers a ping without the engine', async () => {
    const { client } = serveWith({});
    expect(await client.request('process/ping', null)).toEqual({ ok: true, value: null });
  });
});

describe('the wire of the page', () => {
  test('sends, receives, and ends its subscriptions', () => {
    const listeners = new Set<(message: unknown) => void>();
    const sent: unknown[] = [];
    const wire = createPageWire({
      send: (message) => sent.push(message),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    const heard: unknown[] = [];
    const stop = wire.onMessage((message) => heard.push(message));
    wire.onMessage((message) => heard.push(message));
    for (const listener of listeners) listener('a');
    stop();
    for (const listener of listeners) listener('b');
    wire.close();
    wire.send('c');
    expect({ sent, heard, left: listeners.size }).toEqual({ sent: ['c'], heard: ['a', 'a', 'b'], left: 0 });
  });
});

describe('the name of the installation', () => {
  function storage(initial: string | null) {
    let value = initial;
    return {
      getItem: () => value,
      setItem: (_key: string, next: string) => {
        value = next;
      },
    };
  }

  test('stays the same once it was chosen', () => {
    const store = storage(null);
    const first = readInstance(store, () => '0F8E-11aa-22bb-33cc-44dd');
    expect(first).toBe('0f8e11aa22bb33cc');
    expect(readInstance(store, () => 'another00another00')).toBe(first);
  });

  test('is replaced if it could not be part of an address', () => {
    expect(readInstance(storage('a b;c'), () => 'fresh00fresh00ab')).toBe('fresh00fresh00ab');
  });

  test('is found without a storage that works', () => {
    const broken = {
      getItem: (): string => {
        throw new Error('denied');
      },
      setItem: (): void => {
        throw new Error('denied');
      },
    };
    expect(readInstance(broken, () => 'fresh00fresh00ab')).toBe('fresh00fresh00ab');
  });
});
