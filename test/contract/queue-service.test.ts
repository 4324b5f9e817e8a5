import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../electron/common/contract/settings.ts';
import type { AppError } from '../../electron/common/lib/app-error.ts';
import { createQueueDesk } from '../../electron/hub/exchange/queue-desk.ts';
import { createQueueServiceLink } from '../../electron/hub/exchange/queue-service-link.ts';
import { createWebService } from '../../electron/node/web-service.ts';
import { openQueueWebService } from '../support/queue-web-service.ts';
import { ManualClock } from '../support/sip/manual-clock.ts';

let server: Awaited<ReturnType<typeof openQueueWebService>>;

beforeEach(async () => {
  server = await openQueueWebService('right');
});

afterEach(() => server.close());

function desk(token: string | null = 'right', part: Readonly<Record<string, unknown>> = server.settings) {
  let settings = settingsSchema.parse({
    practice: false,
    sip: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example', user: '101' },
    codes: { queueLogin: '*11', wrapUp: '*15' },
    queue: { service: part },
  });
  const clock = new ManualClock();
  const troubles: AppError[] = [];
  const codes: string[] = [];
  let wake: () => void = () => undefined;
  const link = createQueueServiceLink({
    clock,
    web: createWebService(500),
    settings: () => settings,
    token: () => token,
    onReading(reading) {
      queue.learnReading(reading);
      wake();
    },
    onTrouble: (error) => troubles.push(error),
    onTroubleOver: (code) => {
      const at = troubles.findIndex((trouble) => trouble.code === code);
      if (at !== -1) troubles.splice(at, 1);
    },
  });
  const queue = createQueueDesk({
    settings: () => settings,
    sendCode: (code) => {
      codes.push(code);
      return Promise.resolve({ ok: true, value: null });
    },
    service: link,
    onChange: () => undefined,
  });
  const read = (begin: () => void): Promise<void> =>
    new Promise((done) => {
      wake = done;
      begin();
    });
  const practise = (): void => {
    settings = { ...settings, practice: true };
  };
  return { queue, link, clock, troubles, codes, read, practise };
}

describe('[74] a queue behind a web service', () => {
  it('is joined, paused and left by one request each; shown is what the service says', async () => {
    const { queue, codes } = desk();
    expect(await Promise.all([queue.run('login'), queue.run('login')])).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ]);
    expect(server.requests).toEqual(['PUT /agents/101', 'GET /agents/101']);
    expect(server.agent).toEqual({ loggedIn: true, paused: false });
    expect(queue.view().login).toEqual({ isOn: true, asked: null });
    expect(queue.view().pause).toEqual({ isOn: false, asked: null });
    await queue.run('pause');
    await queue.run('logout');
    expect(server.agent).toEqual({ loggedIn: false, paused: true });
    expect(queue.view()).toEqual({
      login: { isOn: false, asked: null },
      pause: { isOn: true, asked: null },
    });
    expect(codes).toEqual([]);
  });

  it('is asked again and again how things stand, so that what a supervisor changes is seen', async () => {
    const { queue, link, clock, read } = desk();
    await read(link.start);
    expect(queue.view().login?.isOn).toBe(false);
    server.agent.loggedIn = true;
    await read(() => clock.advance(5_000));
    expect(queue.view().login?.isOn).toBe(true);
    link.stop();
    const before = server.requests.length;
    clock.advance(60_000);
    expect(server.requests).toHaveLength(before);
  });

  it.each([
    ['refuses', 'queue.service-refused'],
    ['silent', 'queue.service-silent'],
    ['sends elsewhere', 'queue.service-refused'],
  ] as const)(
    'that %s changes nothing, is told, and is unknown until it answers again',
    async (fault, code) => {
      const { queue, link, clock, read, troubles } = desk();
      await read(link.start);
      server.fail(fault);
      const asked = await queue.run('pause');
      expect(asked.ok ? null : asked.error.code).toBe(code);
      expect(queue.view().pause).toEqual({ isOn: false, asked: null });
      await read(() => clock.advance(5_000));
      expect(queue.view().login?.isOn).toBeNull();
      expect(troubles.map((trouble) => trouble.code)).toEqual([code]);
      expect(server.requests).not.toContain('GET /elsewhere');
      server.fail('none');
      await read(() => clock.advance(5_000));
      expect(queue.view().login?.isOn).toBe(false);
      expect(troubles).toEqual([]);
    },
  );

  it('is never asked for anything in practice mode, and what it told is forgotten', async () => {
    const { queue, link, clock, read, practise } = desk();
    await queue.run('login');
    await read(link.start);
    expect(queue.view().login?.isOn).toBe(true);
    practise();
    const before = server.requests.length;
    link.start();
    clock.advance(60_000);
    expect(queue.view().login).toEqual({ isOn: null, asked: null });
    expect(await queue.run('pause')).toMatchObject({ ok: false, error: { code: 'code.not-set' } });
    expect(queue.canDo('wrap-up')).toBe(true);
    expect(server.requests).toHaveLength(before);
    expect(server.agent).toEqual({ loggedIn: true, paused: false });
  });

  it('that answers with more than it can have to say, says nothing', async () => {
    const { queue, link, read } = desk();
    server.fail('talks too much');
    await read(link.start);
    expect(queue.view().login?.isOn).toBeNull();
  });

  it('with a wrong token is refused, and the token is in no error', async () => {
    const { queue } = desk('wrong-token');
    const asked = await queue.run('login');
    expect(asked).toMatchObject({
      ok: false,
      error: { code: 'queue.service-refused', details: { status: 401 } },
    });
    expect(JSON.stringify(asked)).not.toContain('wrong-token');
  });

  it('that cannot be asked how things stand is believed by its status, and codes do what it does not', async () => {
    const { login } = server.settings;
    const { queue, codes } = desk('right', { login });
    await queue.run('login');
    expect(queue.view().login).toEqual({ isOn: true, asked: null });
    expect(server.requests).toEqual(['PUT /agents/101']);
    await queue.run('wrap-up');
    expect(codes).toEqual(['*15']);
    expect(await queue.run('logout')).toMatchObject({ ok: false, error: { code: 'code.not-set' } });
  });
});
