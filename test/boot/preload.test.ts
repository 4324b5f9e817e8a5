import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { pageHello } from '../../electron/common/policy/page-identity.ts';
import type { PageBridge } from '../../electron/preload/expose-wire.ts';
import { Recorder } from '../support/electron/recorder.ts';

const preloads = join(import.meta.dirname, '../../electron/preload');

/** Runs the preload of a page as it ships, in a sandbox that knows only the two members a preload may use. */
async function runPreload(page: 'desk' | 'phone') {
  const { outputFiles } = await build({
    entryPoints: [join(preloads, `${page}.ts`)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['electron'],
  });
  const recorder = new Recorder();
  const inbound = new EventEmitter();
  const exposed = new Map<string, PageBridge>();
  const electron = recorder.double<object>('electron', {
    ipcRenderer: recorder.double<Electron.IpcRenderer>('ipcRenderer', {
      on: ((channel: string, listener: (...args: unknown[]) => void) =>
        inbound.on(channel, listener)) as never,
      send: () => undefined,
    }),
    contextBridge: recorder.double<Electron.ContextBridge>('contextBridge', {
      exposeInMainWorld: (name: string, api: PageBridge) => void exposed.set(name, api),
    }),
  });
  const required: string[] = [];
  const require = (name: string): object => {
    required.push(name);
    return electron;
  };
  const run = compileFunction(outputFiles[0]?.text ?? '', ['require', 'module', 'exports']);
  Reflect.apply(run, undefined, [require, { exports: {} }, {}]);
  const bridge = exposed.get('offhookWire');
  if (bridge === undefined) throw new Error('The preload exposed no wire');
  const sent = (): (readonly unknown[])[] => recorder.all('ipcRenderer.send').map(({ args }) => args);
  return { bridge, exposed, inbound, required, sent };
}

test.each(['desk', 'phone'] as const)(
  'the preload of the %s requires electron only and exposes two functions',
  async (page) => {
    const { bridge, exposed, inbound, required } = await runPreload(page);
    expect(required).toEqual(['electron']);
    expect([...exposed.keys()]).toEqual(['offhookWire']);
    expect(Object.keys(bridge).sort()).toEqual(['send', 'subscribe']);
    expect(inbound.eventNames()).toEqual([`offhook:${page}`]);
  },
);

test('the page is announced when it first listens, and only then', async () => {
  const { bridge, sent } = await runPreload('desk');
  bridge.send({ kind: 'request' });
  bridge.subscribe(() => undefined)();
  bridge.subscribe(() => undefined);
  expect(sent()).toEqual([
    ['offhook:desk', { kind: 'request' }],
    ['offhook:desk', pageHello],
  ]);
});

test('a listener gets the message and never the event, until it unsubscribes', async () => {
  const { bridge, inbound } = await runPreload('phone');
  const heard: unknown[][] = [];
  const listener = (...args: unknown[]): void => void heard.push(args);
  const end = bridge.subscribe(listener);
  bridge.subscribe(listener);
  inbound.emit('offhook:phone', { sender: 'ipcRenderer' }, { kind: 'event' });
  end();
  end();
  inbound.emit('offhook:phone', {}, 'second');
  expect(heard).toEqual([[{ kind: 'event' }], [{ kind: 'event' }], ['second']]);
});
