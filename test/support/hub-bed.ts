import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { memorySecrets } from '../../electron/browser-host/memory-secrets.ts';
import { createClient, type Client } from '../../electron/common/contract/client.ts';
import { deskContract } from '../../electron/common/contract/desk-contract.ts';
import type { DeskState } from '../../electron/common/contract/desk-state.ts';
import { createMemoryWires } from '../../electron/common/contract/memory-wire.ts';
import { serve } from '../../electron/common/contract/server.ts';
import { storeContract } from '../../electron/common/contract/store-contract.ts';
import type { Wire } from '../../electron/common/contract/wire.ts';
import type { LogFields } from '../../electron/common/lib/log-fields.ts';
import { ok } from '../../electron/common/lib/result.ts';
import { createHub } from '../../electron/hub/hub.ts';
import { readConfig } from '../../electron/hub/base/settings-keeper.ts';
import { createDescriptorSources } from '../../electron/node/headset/descriptors/descriptor-sources.ts';
import { serveHeadset } from '../../electron/node/headset/headset-service.ts';
import { createNodeHidTransport, loadNodeHid } from '../../electron/node/headset/node-hid-transport.ts';
import { loadScripts } from '../../electron/node/scripts/load-scripts.ts';
import { openTraceFiles } from '../../electron/node/trace-files.ts';
import { openSettingsFile } from '../../electron/node/settings-file.ts';
import { createStoreService } from '../../electron/node/store/store-service.ts';
import { createWebService } from '../../electron/node/web-service.ts';
import { systemClock } from '../../electron/node/system-clock.ts';
import type { PageName } from '../../electron/shell/pages.ts';
import type { HostName, HostProcess } from '../../electron/shell/processes.ts';
import { servePhone } from '../../renderer/phone/page/phone-server.ts';
import { createSipJsEngine } from '../../renderer/phone/sip/sipjs-engine.ts';
import { StubMediaEngine } from './sip/stub-media.ts';
import type { ScriptedPeer } from './sip/scripted-peer.ts';
import { ScriptedSipServer } from './sip/scripted-sip-server.ts';

const scriptFolder = join(import.meta.dirname, '../../build/scripts');

/**
 * The hub with its real parts in one process: store with the sample customers, on-screen headset, phone with sip.js in
 * front of a scripted telephone server. Only sound and windows are missing. Wires are cloned as between processes.
 */
export interface HubBed {
  readonly server: ScriptedSipServer;
  /** Of the phone page that is there now. */
  readonly peer: ScriptedPeer;
  readonly desk: Client<typeof deskContract>;
  readonly media: StubMediaEngine;
  /** Causes of calls in the log, `id state cause`. */
  readonly log: readonly string[];
  state(): Promise<DeskState>;
  /** The phone page dies without a word, its socket with it; resolves when the next one is registered. */
  crashPhone(): Promise<void>;
  /** The first state that `holds`, the present one included. */
  until(what: string, holds: (state: DeskState) => boolean): Promise<DeskState>;
  stop(): Promise<void>;
}

/** `settings` is what `--config FILE` would say, besides the account; `account` what it says of that in addition. */
export async function startHub(
  settings: Readonly<Record<string, unknown>> = {},
  account: Readonly<Record<string, unknown>> = {},
): Promise<HubBed> {
  const profile = await mkdtemp(join(tmpdir(), 'offhook-hub-'));
  const server = await ScriptedSipServer.start();
  await fillStore(profile);
  const own = { servers: [server.url], domain: 'pbx.invalid', user: '101', password: 'secret-101' };
  const sip = { ...own, ...account };
  const config = readConfig({ practice: false, sip, headset: { virtual: true, usb: false }, ...settings });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const connect = new Set<(page: PageName, wire: Wire) => void>();
  const log: string[] = [];
  const note = (event: string, fields: LogFields = {}): void => {
    log.push([event, ...Object.values(fields).map(String)].join(' '));
  };
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>();
  const nothing = () => () => undefined;
  const hub = createHub({
    host: 'browser',
    version: '0.0.0',
    profile,
    clock: systemClock,
    randomId: () => crypto.randomUUID().replaceAll('-', ''),
    systemLocale: 'en',
    config: config.value,
    startTroubles: [],
    log: { info: note, warn: note, error: note },
    processes: { start: startPart },
    pages: {
      onConnect(listener) {
        connect.add(listener);
        return () => connect.delete(listener);
      },
      open: () => Promise.resolve(),
      showDesk: () => undefined,
      reload: () => undefined,
      revive: () => undefined,
    },
    secrets: memorySecrets(),
    settingsFile: openSettingsFile(join(profile, 'settings.json')),
    traceFiles: openTraceFiles(profile),
    scripts: { load: loadTwoScripts },
    dialLinks: { onLink: nothing },
    power: { onSuspend: nothing, onResume: nothing, keepAwake: () => undefined },
    attention: { showState: () => undefined, showRinging: () => undefined, onAnswerWish: nothing },
    webService: createWebService(),
    network: { onChange: nothing },
    systemKeys: { canGrab: false, grab: () => null },
    serverProbe: { probe: () => Promise.resolve([]) },
    remoteControl: {
      onConnect: nothing,
      open: () => Promise.resolve(ok(null)),
      close: () => Promise.resolve(),
    },
    exit,
  });
  const media = new StubMediaEngine();
  const attach = (page: PageName, wire: Wire): void => {
    for (const listener of connect) listener(page, wire);
  };

  await hub.start();
  const startPhone = async (): Promise<{ readonly peer: ScriptedPeer; readonly kill: () => void }> => {
    const connection = server.nextConnection();
    const [hubPhone, ownPhone] = createMemoryWires();
    // What a dead page would do with its socket goes nowhere.
    let isDead = false;
    const phone = servePhone(
      ownPhone,
      (publish) => {
        const engine = createSipJsEngine({
          media,
          publish,
          clock: systemClock,
          random: Math.random,
          readTime: () => performance.timeOrigin + performance.now(),
          instance: 'offhook4711',
          newCallId: () => crypto.randomUUID(),
          // The socket of `ws` has what the engine uses of the browser's, under the same names.
          openSocket: (url) =>
            new NodeWebSocket(isDead ? 'ws://127.0.0.1:1' : url, 'sip') as unknown as WebSocket,
          onDefect: (where, defect) => note('defect', { where, defect: String(defect) }),
        });
        engines.add(() => engine.stop());
        return engine;
      },
      { onDefect: (where, defect) => note('defect', { where, defect: String(defect) }) },
    );
    attach('phone', hubPhone);
    phone.publish('phone/ready', null);
    const peer = await connection;
    return {
      peer,
      kill() {
        isDead = true;
        hubPhone.close();
        peer.cut();
      },
    };
  };
  const engines = new Set<() => Promise<void>>();
  let phone = await startPhone();
  const [hubDesk, ownDesk] = createMemoryWires();
  const desk = createClient(deskContract, ownDesk, { clock: systemClock });
  attach('desk', hubDesk);

  const state = async (): Promise<DeskState> => {
    const answer = await desk.request('desk/state', null);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const bed: HubBed = {
    server,
    get peer() {
      return phone.peer;
    },
    desk,
    media,
    log,
    state,
    until: (what, holds) => untilState(desk, state, what, holds),
    async crashPhone() {
      phone.kill();
      phone = await startPhone();
      await bed.until('registered again', ({ registration }) => registration.state === 'registered');
    },
    async stop() {
      await hub.stop();
      await Promise.all([...engines].map((end) => end()));
      await exited;
      await server.stop();
      await rm(profile, { recursive: true, force: true });
    },
  };
  await bed.until('registered', ({ registration }) => registration.state === 'registered');
  await bed.until('store open', ({ notices }) => notices.length === 0);
  return bed;
}

/** The process contracts are served in this process. */
function startPart(name: HostName): HostProcess {
  const [wire, theirs] = createMemoryWires();
  if (name === 'store-host') {
    const service = createStoreService({ clock: systemClock, onTrouble: () => undefined });
    serve(storeContract, theirs, service.handlers);
    return { wire, pid: undefined, onExit: () => () => undefined, kill: () => service.close() };
  }
  const descriptors = createDescriptorSources(process.platform);
  const service = serveHeadset(theirs, {
    clock: systemClock,
    usb: createNodeHidTransport({ load: loadNodeHid, descriptors }),
    descriptors,
    findObstacles: () => Promise.resolve([]),
    watchDevices: () => () => undefined,
    onError: () => undefined,
  });
  return { wire, pid: undefined, onExit: () => () => undefined, kill: () => void service.stop() };
}

/** The sample customers, which the hub itself makes in practice mode only. */
async function fillStore(folder: string): Promise<void> {
  const [near, far] = createMemoryWires();
  const service = createStoreService({ clock: systemClock, onTrouble: () => undefined });
  serve(storeContract, far, service.handlers);
  const client = createClient(storeContract, near, { clock: systemClock, timeoutMs: 60_000 });
  const opened = await client.request('store/open', { folder, sample: true, country: 'UA' });
  expect(opened).toMatchObject({ ok: true });
  await client.request('store/close', null);
  client.close();
}

/** The script that ships, and the same under a second name. */
async function loadTwoScripts() {
  const { scripts, broken } = await loadScripts(scriptFolder);
  const shipped = scripts['inbound-care'];
  if (shipped === undefined) throw new Error('The script that ships is missing.');
  return { scripts: { ...scripts, outage: { ...shipped, id: 'outage' } }, broken };
}

function untilState(
  desk: Client<typeof deskContract>,
  read: () => Promise<DeskState>,
  what: string,
  holds: (state: DeskState) => boolean,
): Promise<DeskState> {
  return new Promise((resolve, reject) => {
    let last: DeskState | undefined;
    const settle = (now: DeskState): void => {
      last = now;
      if (!holds(now)) return;
      clearTimeout(timer);
      stop();
      resolve(now);
    };
    const stop = desk.on('state/changed', settle);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`never: ${what}\nlast: ${JSON.stringify({ ...last, scripts: [] })}`));
    }, 12_000);
    read().then(settle, reject);
  });
}
