import { describe, expect, it } from 'vitest';
import { createClient } from '../../../electron/common/contract/client.ts';
import { deskContract } from '../../../electron/common/contract/desk-contract.ts';
import type { DeskState } from '../../../electron/common/contract/desk-state.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { createDeskLink } from '../../../renderer/desk/link/desk-link.ts';
import { createPageWire, type PageBridge } from '../../../renderer/desk/link/page-wire.ts';
import { deskState } from '../../support/desk-states.ts';
import { createManualClock } from './manual-clock.ts';

interface Request {
  readonly id: number;
  readonly command: string;
}

function setUp(first: DeskState = deskState()) {
  const clock = createManualClock(first.now - 5_000);
  const listeners = new Set<(message: unknown) => void>();
  const hub = {
    state: first,
    isSilent: false,
    refuse: new Map<string, unknown>(),
    answers: new Map<string, unknown>(),
    commands: [] as string[],
  };
  const deliver = (message: unknown): void => {
    if (!hub.isSilent) for (const listener of [...listeners]) listener(structuredClone(message));
  };
  const bridge: PageBridge = {
    send(message) {
      const { id, command } = message as Request;
      if (hub.isSilent) return;
      hub.commands.push(command);
      const value = command === 'desk/state' ? hub.state : (hub.answers.get(command) ?? null);
      const refusal = hub.refuse.get(command);
      const result = refusal === undefined ? { ok: true, value } : { ok: false, error: refusal };
      queueMicrotask(() => deliver({ kind: 'response', id, result }));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const link = createDeskLink(createClient(deskContract, createPageWire(bridge), { clock }), clock);
  const publish = (state: DeskState): void =>
    deliver({ kind: 'event', event: 'state/changed', payload: state });
  return { clock, hub, link, publish };
}

describe('the link of the desk to the hub', () => {
  it('asks for the state first and knows how far the clocks are apart', async () => {
    const { clock, link } = setUp();
    expect(link.getSnapshot()).toMatchObject({ status: 'opening', state: null });
    link.start();
    await clock.pass(0);
    expect(link.getSnapshot()).toMatchObject({ status: 'open', skewMs: 5_000 });
    expect(link.getSnapshot().state?.operator.state).toBe('ready');
  });

  it('shows every state the hub publishes', async () => {
    const { clock, link, publish } = setUp();
    link.start();
    await clock.pass(0);
    publish(deskState({ muted: true }));
    expect(link.getSnapshot().state?.muted).toBe(true);
  });

  it('is lost when the hub is silent, keeps the last state, and comes back by itself', async () => {
    const { clock, hub, link } = setUp();
    link.start();
    await clock.pass(0);
    hub.isSilent = true;
    await clock.pass(6_000);
    expect(link.getSnapshot().status).toBe('lost');
    expect(link.getSnapshot().state).not.toBeNull();
    hub.isSilent = false;
    hub.state = deskState({ muted: true });
    await clock.pass(3_000);
    expect(link.getSnapshot()).toMatchObject({ status: 'open', state: { muted: true } });
  });

  it('asks nothing any more after its end', async () => {
    const { clock, hub, link, publish } = setUp();
    const stop = link.start();
    await clock.pass(0);
    stop();
    const asked = hub.commands.length;
    await clock.pass(60_000);
    publish(deskState({ muted: true }));
    expect(hub.commands).toHaveLength(asked);
    expect(link.getSnapshot().state?.muted).toBe(false);
  });

  it('shows a command that failed until it is dismissed or succeeds', async () => {
    const { clock, hub, link } = setUp();
    link.start();
    await clock.pass(0);
    hub.refuse.set('call/dial', appError('call.invalid-number'));
    expect(await link.run({ command: 'call/dial', input: { number: '1' } })).toBe(false);
    expect(link.getSnapshot().failures).toEqual([
      { error: appError('call.invalid-number'), since: hub.state.now },
    ]);
    link.dismiss('call.invalid-number');
    expect(link.getSnapshot().failures).toEqual([]);

    hub.refuse.set('call/mute', appError('call.not-possible'));
    await link.run({ command: 'call/mute', input: { on: true } });
    expect(link.getSnapshot().failures).toHaveLength(1);
    hub.refuse.clear();
    expect(await link.run({ command: 'call/mute', input: { on: true } })).toBe(true);
    expect(link.getSnapshot().failures).toEqual([]);
  });
});

describe('a question that gives an answer', () => {
  it('hands it on, and shows a failure among the notices until it is asked with success', async () => {
    const { clock, hub, link } = setUp();
    link.start();
    await clock.pass(0);
    hub.refuse.set('headset/export', appError('headset.export-failed'));
    expect(await link.ask('headset/export', null)).toMatchObject({
      ok: false,
      error: { code: 'headset.export-failed' },
    });
    expect(link.getSnapshot().failures.map(({ error }) => error.code)).toEqual(['headset.export-failed']);
    hub.refuse.clear();
    hub.answers.set('headset/export', { file: '/tmp/one.json' });
    expect(await link.ask('headset/export', null)).toEqual({ ok: true, value: { file: '/tmp/one.json' } });
    expect(link.getSnapshot().failures).toEqual([]);
  });
});

describe('the page end of the wire', () => {
  it('neither sends nor delivers after it is closed, and says so to late listeners', () => {
    const listeners = new Set<(message: unknown) => void>();
    const sent: unknown[] = [];
    const wire = createPageWire({
      send: (message) => sent.push(message),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    const received: unknown[] = [];
    let closed = 0;
    wire.onMessage((message) => received.push(message));
    wire.onClose(() => (closed += 1));
    wire.send('a');
    for (const listener of listeners) listener('b');
    wire.close();
    wire.close();
    wire.send('c');
    wire.onClose(() => (closed += 1));
    expect({ sent, received, closed, left: listeners.size }).toEqual({
      sent: ['a'],
      received: ['b'],
      closed: 2,
      left: 0,
    });
  });

  it('tells what failed without a command, until it is dismissed', () => {
    const { link } = setUp();
    const error = appError('internal', { where: 'promise' });
    link.report(error);
    link.report(error);
    expect(link.getSnapshot().failures).toMatchObject([{ error }]);
    link.dismiss('internal');
    expect(link.getSnapshot().failures).toEqual([]);
  });
});
