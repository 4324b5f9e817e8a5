import { WebSocket as NodeWebSocket } from 'ws';
import type { EventName, EventPayload } from '../../../electron/common/contract/contract.ts';
import type {
  AudioSettings,
  phoneContract,
  SipAccount,
} from '../../../electron/common/contract/phone-contract.ts';
import type { WatchedEvents } from '../../../electron/common/contract/line-events.ts';
import type { PublishPhoneEvent } from '../../../renderer/phone/phone-events.ts';
import type { SipEngine } from '../../../renderer/phone/sip-engine.ts';
import { createSipJsEngine } from '../../../renderer/phone/sip/sipjs-engine.ts';
import { ManualClock } from './manual-clock.ts';
import { farContact, remoteSdp, ScriptedDialog, sendInvite, untilHandled } from './scripted-dialog.ts';
import type { ScriptedPeer } from './scripted-peer.ts';
import type { ScriptedSipServer } from './scripted-sip-server.ts';
import { freshToken, type MessageParts } from './sip-message.ts';
import { StubMediaEngine, type StubCallMedia } from './stub-media.ts';

type Contract = typeof phoneContract;
type Name = EventName<Contract>;
type Payload<N extends Name> = EventPayload<Contract, N>;

const audio: AudioSettings = { processing: true, ringTone: true };
const patienceMs = 8_000;

/** Keeps what the engine publishes and lets a test wait for it. */
export class EventLog {
  readonly all: { readonly name: Name; readonly payload: unknown }[] = [];
  readonly #taken = new Set<object>();
  readonly #changed = new Set<() => void>();

  readonly publish: PublishPhoneEvent = (name, payload) => {
    this.all.push({ name, payload });
    for (const wake of [...this.#changed]) wake();
  };

  /** The next event of that name, each only once, that fits; fails with what was published instead. */
  async next<N extends Name>(
    name: N,
    fits: (payload: Payload<N>) => boolean = () => true,
  ): Promise<Payload<N>> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = this.all.find(
        (entry) => entry.name === name && !this.#taken.has(entry) && fits(entry.payload as Payload<N>),
      );
      if (found !== undefined) {
        this.#taken.add(found);
        return found.payload as Payload<N>;
      }
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`Waited for ${name}, published: ${JSON.stringify(this.all)}`);
      await this.#change(left);
    }
  }

  of<N extends Name>(name: N): Payload<N>[] {
    return this.all.filter((entry) => entry.name === name).map((entry) => entry.payload as Payload<N>);
  }

  /** For long runs: what was published so far is let go. */
  forget(): void {
    this.all.length = 0;
    this.#taken.clear();
  }

  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#changed.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#changed.add(wake);
    });
  }
}

/** An engine in plain Node, with stub media and time in the test's hands, in front of scripted servers. */
export class PhoneBed {
  readonly clock = new ManualClock();
  readonly media = new StubMediaEngine();
  readonly events = new EventLog();
  readonly defects: string[] = [];
  readonly engine: SipEngine;
  /** Every publish goes through this first; may throw. */
  beforePublish: (name: Name) => void = () => undefined;
  random = 0.5;
  audio = audio;
  /** What the phone subscribes to. */
  watched: WatchedEvents = { lamps: [], messages: false };
  #calls = 0;

  constructor() {
    this.engine = createSipJsEngine({
      media: this.media,
      clock: this.clock,
      random: () => this.random,
      readTime: () => performance.timeOrigin + performance.now(),
      instance: 'offhook4711',
      newCallId: () => `in-${++this.#calls}`,
      openSocket: (url) =>
        new NodeWebSocket(url, 'sip', { rejectUnauthorized: false }) as unknown as WebSocket,
      publish: (name, payload) => {
        this.beforePublish(name);
        this.events.publish(name, payload);
      },
      onDefect: (where) => {
        this.defects.push(where);
      },
    });
  }

  account(servers: readonly ScriptedSipServer[]): SipAccount {
    return {
      servers: servers.map((server) => server.url),
      domain: 'pbx.invalid',
      user: '101',
      password: 'secret-101',
      displayName: 'Anna Eins',
      iceServers: [],
    };
  }

  async start(...servers: ScriptedSipServer[]): Promise<void> {
    await this.engine.configure(this.account(servers), this.audio, undefined, this.watched);
  }

  /** Connects to `server` and waits until it is registered there. */
  async register(server: ScriptedSipServer): Promise<ScriptedPeer> {
    const connection = server.nextConnection();
    await this.start(server);
    const peer = await connection;
    await this.events.next('phone/registration', ({ state }) => state === 'connecting');
    await this.events.next('phone/registration', ({ state }) => state === 'registered');
    return peer;
  }

  /** A customer calls; the phone rings. */
  async ring(peer: ScriptedPeer, parts: MessageParts & { from?: string } = {}) {
    const invite = sendInvite(peer, 'sip:offhook4711@offhook4711.invalid;transport=ws', parts);
    const incoming = await this.events.next('line/incoming');
    await peer.next((message) => message.status === 180 && message.header('call-id') === invite.callId);
    return { invite, incoming, id: incoming.id, media: this.#lastMedia() };
  }

  /** A customer calls and the operator answers. */
  async talk(peer: ScriptedPeer, parts: MessageParts & { from?: string } = {}) {
    const { id, media, invite } = await this.ring(peer, parts);
    const answered = await this.engine.answer(id);
    if (!answered.ok) throw new Error(`answer refused: ${answered.error.code}`);
    const accepted = await peer.next(
      (message) => message.status === 200 && message.header('call-id') === invite.callId,
    );
    const dialog = ScriptedDialog.ofAccepted(peer, accepted);
    dialog.acknowledge();
    const established = await this.events.next('line/established');
    return { id, media, dialog, established };
  }

  /** The operator dials; the far end has the INVITE. */
  async dial(peer: ScriptedPeer, target = '600', id = 'out-1') {
    const dialled = await this.engine.dial(id, target);
    if (!dialled.ok) throw new Error(`dial refused: ${dialled.error.code}`);
    const invite = await peer.next('INVITE');
    return { id, invite, media: this.#lastMedia() };
  }

  /** The operator dials and the far end answers. */
  async talkOutgoing(peer: ScriptedPeer, target = '600', id = 'out-1') {
    const { invite, media } = await this.dial(peer, target, id);
    const tag = freshToken('far');
    peer.reply(invite, 200, { tag, headers: [farContact], body: remoteSdp });
    await peer.next('ACK');
    await this.events.next('line/established', (payload) => payload.id === id);
    return { id, media, invite, dialog: ScriptedDialog.ofInvite(peer, invite, tag) };
  }

  /** Waits until the phone says that the line is down. */
  async lose(): Promise<void> {
    await this.events.next('phone/registration', ({ state }) => state === 'connecting');
  }

  /** Lets the back-off pass; resolves with the new connection once the phone has registered there. */
  async comeBack(server: ScriptedSipServer): Promise<ScriptedPeer> {
    const connection = server.nextConnection();
    this.clock.advance(1_000);
    const peer = await connection;
    await this.events.next('phone/registration', ({ state }) => state === 'connecting');
    await this.events.next('phone/registration', ({ state }) => state === 'registered');
    return peer;
  }

  /** Lets time pass while the server goes on answering keep-alives. */
  async pass(peer: ScriptedPeer, ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 900) {
      this.clock.advance(Math.min(left, 900));
      await untilHandled(peer);
    }
  }

  /** Ends the engine; its patience with the server passes at once. */
  async stop(): Promise<void> {
    const stopped = this.engine.stop();
    this.clock.advance(1_500);
    await stopped;
  }

  #lastMedia(): StubCallMedia {
    const media = this.media.calls.at(-1);
    if (media === undefined) throw new Error('No call has media yet.');
    return media;
  }
}
