import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Wire } from '../../electron/common/contract/wire.ts';
import { pageHello } from '../../electron/common/policy/page-identity.ts';
import { bootToPages, type RunningBoot } from './fixture.ts';

type Page = 'desk' | 'phone';
interface Connection {
  readonly page: Page;
  readonly wire: Wire;
  readonly messages: unknown[];
  isClosed: boolean;
}

let boot: RunningBoot;
let connections: Connection[];
beforeEach(async () => {
  boot = await bootToPages();
  connections = [];
  boot.shell.pages.onConnect((page, wire) => {
    const connection: Connection = { page, wire, messages: [], isClosed: false };
    wire.onMessage((message) => connection.messages.push(message));
    wire.onClose(() => (connection.isClosed = true));
    connections.push(connection);
  });
});
afterEach(() => boot.remove());

interface Frame {
  readonly url: string;
  readonly parent: object | null;
}

function speak(
  page: Page,
  message: unknown,
  frame: Frame | null = { url: `offhook://${page}/`, parent: null },
): void {
  const sender = boot.electron.window(page).contents;
  boot.electron.ipcEvents.emit(`offhook:${page}`, { senderFrame: frame, sender }, message);
}

const only = (): Connection => {
  const [connection] = connections;
  if (connection === undefined || connections.length !== 1)
    throw new Error(`${connections.length} connections`);
  return connection;
};

test('a page connects when it begins to listen, and then speaks both ways', () => {
  speak('desk', { early: true });
  expect(connections).toEqual([]);
  speak('desk', pageHello);
  speak('desk', { kind: 'request' });
  only().wire.send({ kind: 'event' });
  expect(only()).toMatchObject({ page: 'desk', messages: [{ kind: 'request' }], isClosed: false });
  expect(boot.electron.window('desk').sent).toEqual([
    { channel: 'offhook:desk', message: { kind: 'event' } },
  ]);
  expect(boot.electron.window('phone').sent).toEqual([]);
});

test('each load gets a wire of its own, and the old one ends first', () => {
  speak('phone', pageHello);
  boot.electron.window('phone').contentsEvents.emit('did-navigate');
  expect(only().isClosed).toBe(true);
  only().wire.send('into the void');
  speak('phone', pageHello);
  speak('phone', 'new');
  expect(connections.map(({ isClosed, messages }) => ({ isClosed, messages }))).toEqual([
    { isClosed: true, messages: [] },
    { isClosed: false, messages: ['new'] },
  ]);
  expect(boot.electron.window('phone').sent).toEqual([]);
});

test('a navigation that is refused leaves the wire of the page alone', () => {
  speak('desk', pageHello);
  const { contentsEvents } = boot.electron.window('desk');
  contentsEvents.emit('did-start-navigation', { url: 'https://example.com/', isMainFrame: true });
  contentsEvents.emit('will-navigate', { url: 'https://example.com/', preventDefault: () => undefined });
  speak('desk', 'still here');
  expect(only()).toMatchObject({ isClosed: false, messages: ['still here'] });
});

test.each<[string, Frame | null]>([
  ['a frame that is gone', null],
  ['a frame inside the page', { url: 'offhook://desk/', parent: {} }],
  ['a web page', { url: 'https://desk/', parent: null }],
  ['the other page', { url: 'offhook://phone/', parent: null }],
])('a message of %s is refused, unread, and told once', async (_who, frame) => {
  speak('desk', pageHello);
  const unread = {
    get kind(): never {
      throw new Error('The message was read');
    },
  };
  speak('desk', unread, frame);
  speak('desk', pageHello, frame);
  expect(only().messages).toEqual([]);
  expect(await logged('page.sender-refused')).toHaveLength(1);
});

test('a message from the right address in the wrong window is refused', () => {
  speak('desk', pageHello);
  const event = {
    senderFrame: { url: 'offhook://desk/', parent: null },
    sender: boot.electron.window('phone').contents,
  };
  boot.electron.ipcEvents.emit('offhook:desk', event, 'forged');
  expect(only().messages).toEqual([]);
});

test('a page that died is loaded again at once and its wire has ended', async () => {
  speak('phone', pageHello);
  const loads = boot.electron.recorder.all('window.loadURL').length;
  const gone = { reason: 'crashed', exitCode: 5 };
  const reloaded = new Promise<void>((resolve) => boot.shell.clock.after(0, resolve));
  boot.electron.window('phone').contentsEvents.emit('render-process-gone', {}, gone);
  expect(only().isClosed).toBe(true);
  await reloaded;
  await new Promise<void>((resolve) => boot.shell.clock.after(0, resolve));
  expect(
    boot.electron.recorder
      .all('window.loadURL')
      .slice(loads)
      .map(({ args }) => args),
  ).toEqual([['offhook://phone/']]);
});

test('the hub can load a page anew', () => {
  const loads = boot.electron.recorder.all('window.loadURL').length;
  boot.shell.pages.reload('desk');
  expect(boot.electron.recorder.all('window.loadURL')[loads]?.args).toEqual(['offhook://desk/']);
});

test('a page that hangs is ended with its process and loaded anew', async () => {
  const loads = boot.electron.recorder.all('window.loadURL').length;
  boot.shell.pages.revive('phone');
  expect(boot.electron.recorder.all('contents.forcefullyCrashRenderer')).toHaveLength(1);
  await new Promise<void>((resolve) => boot.shell.clock.after(0, resolve));
  expect(
    boot.electron.recorder
      .all('window.loadURL')
      .slice(loads)
      .map(({ args }) => args),
  ).toEqual([['offhook://phone/']]);
});

test('a host speaks over its wire, its output goes to the log, and its end is told once', async () => {
  const host = boot.shell.processes.start('store-host');
  const child = boot.electron.processes.at(-1);
  const messages: unknown[] = [];
  let exits = 0;
  host.wire.onMessage((message) => messages.push(message));
  host.onExit(() => (exits += 1));
  child?.events.emit('message', { kind: 'event' });
  host.wire.send({ kind: 'request' });
  child?.stdout.end('database opened\n');
  expect(await logged('host.output')).toEqual([expect.objectContaining({ host: 'store-host' })]);
  child?.events.emit('exit', 1);
  child?.events.emit('exit', 1);
  host.wire.send('after the end');
  expect({ messages, posted: child?.posted, exits }).toEqual({
    messages: [{ kind: 'event' }],
    posted: [{ kind: 'request' }],
    exits: 1,
  });
});

test('a host that hangs is killed, not asked', () => {
  const host = boot.shell.processes.start('hid-host');
  host.kill();
  expect(boot.electron.processes.at(-1)).toMatchObject({ isKilled: true, posted: [] });
});

/** Lines of the log file with this event, waited for: the log writes on its own time. */
async function logged(event: string): Promise<Record<string, unknown>[]> {
  return expect
    .poll(async () => (await readLog()).filter(({ msg }) => msg === event), { timeout: 5_000 })
    .not.toEqual([])
    .then(async () => (await readLog()).filter(({ msg }) => msg === event));
}

async function readLog(): Promise<Record<string, unknown>[]> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(`${boot.profile}/logs/offhook.log`, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
