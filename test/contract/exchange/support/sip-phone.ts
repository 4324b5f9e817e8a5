import type { SessionState } from 'sip.js';
import {
  Registerer,
  RegistererState,
  UserAgent,
  type Invitation,
  type Session,
  type SessionDescriptionHandler,
  type UserAgentDelegate,
  type UserAgentOptions,
} from 'sip.js';

/** A description that names ICE, DTLS and a direction but has no media behind it. */
export function describeSession(port: number, direction: string, version: number, setup: string): string {
  return [
    'v=0',
    `o=- ${port} ${version} IN IP4 127.0.0.1`,
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} UDP/TLS/RTP/SAVPF 8 0`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=mid:0',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    `a=setup:${setup}`,
    'a=rtcp-mux',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

let nextPort = 41_000;

/** Session description handler without media; `received` holds every description of the other side. */
export class StubDescriptions implements SessionDescriptionHandler {
  readonly received: string[] = [];
  direction = 'sendrecv';
  private readonly port = (nextPort += 2);
  private version = 0;
  private isAnswering = false;

  close(): void {
    this.isAnswering = false;
  }
  hasDescription(type: string): boolean {
    return type === 'application/sdp';
  }
  getDescription(): Promise<{ body: string; contentType: string }> {
    const setup = this.isAnswering ? 'active' : 'actpass';
    this.isAnswering = false;
    const body = describeSession(this.port, this.direction, ++this.version, setup);
    return Promise.resolve({ body, contentType: 'application/sdp' });
  }
  setDescription(sdp: string): Promise<void> {
    this.received.push(sdp);
    this.isAnswering = true;
    return Promise.resolve();
  }
  rollbackDescription(): Promise<void> {
    this.isAnswering = false;
    return Promise.resolve();
  }
  sendDtmf(): boolean {
    return false;
  }
}

export interface SipPhone {
  readonly agent: UserAgent;
  readonly registerer: Registerer;
  /** Every INVITE that arrived, oldest first. */
  readonly invitations: Invitation[];
  nextInvitation(): Promise<Invitation>;
  target(user: string): NonNullable<ReturnType<typeof UserAgent.makeURI>>;
  register(): Promise<void>;
  stop(): Promise<void>;
}

export interface SipPhoneOptions {
  readonly server: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  readonly delegate?: UserAgentDelegate;
  readonly agent?: Partial<UserAgentOptions>;
}

/** A plain sip.js user agent in Node. */
export async function startPhone(options: SipPhoneOptions): Promise<SipPhone> {
  const target = (user: string): NonNullable<ReturnType<typeof UserAgent.makeURI>> => {
    const uri = UserAgent.makeURI(`sip:${user}@${options.domain}`);
    if (uri === undefined) throw new Error(`not a URI: ${user}`);
    return uri;
  };
  const invitations: Invitation[] = [];
  const waiting: ((invitation: Invitation) => void)[] = [];
  const unread: Invitation[] = [];
  const agent = new UserAgent({
    uri: target(options.user),
    authorizationUsername: options.user,
    authorizationPassword: options.password,
    transportOptions: { server: options.server, connectionTimeout: 5, traceSip: false },
    sessionDescriptionHandlerFactory: () => new StubDescriptions(),
    logBuiltinEnabled: false,
    ...options.agent,
    delegate: {
      onInvite(invitation) {
        invitations.push(invitation);
        const take = waiting.shift();
        if (take === undefined) unread.push(invitation);
        else take(invitation);
      },
      ...options.delegate,
    },
  });
  await agent.start();
  const registerer = new Registerer(agent, { expires: 120 });
  return {
    agent,
    registerer,
    invitations,
    target,
    nextInvitation: () => {
      const first = unread.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
    register: () =>
      new Promise((resolve, reject) => {
        registerer.stateChange.addListener((state) => {
          if (state === RegistererState.Registered) resolve();
        });
        registerer
          .register({
            requestDelegate: {
              onReject: ({ message }) => {
                reject(new Error(`registration refused: ${message.statusCode}`));
              },
            },
          })
          .catch(reject);
      }),
    stop: async () => {
      await registerer.dispose();
      await agent.stop();
    },
  };
}

/** Resolves when the session reaches the state; at once when it is there already. */
export function awaitState(session: Session, state: SessionState): Promise<void> {
  if (session.state === state) return Promise.resolve();
  return new Promise((resolve) => {
    session.stateChange.addListener((reached) => {
      if (reached === state) resolve();
    });
  });
}

/** The stub behind a session, for the descriptions it has received. */
export function findDescriptions(session: Session): StubDescriptions {
  const handler = session.sessionDescriptionHandler;
  if (!(handler instanceof StubDescriptions)) throw new Error('the session has no descriptions yet');
  return handler;
}
