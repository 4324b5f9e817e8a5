import JsSIP from 'jssip';
import { SessionState, type Session } from 'sip.js';
import { SessionManager } from 'sip.js/lib/platform/web/index.js';

/** What an operator does with a phone, whoever made it. */
export interface OtherPhone {
  register(): Promise<void>;
  /** Answers the next call that comes in; resolves when it is established. */
  answer(): Promise<void>;
  /** Resolves when the other side has answered; fails with the status otherwise. */
  dial(number: string): Promise<void>;
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** Refers the other side to a number; resolves with the final status it reports. */
  transfer(number: string): Promise<number>;
  hangUp(): Promise<void>;
  /** Resolves when the call is over, by whomever. */
  ended(): Promise<void>;
  stop(): Promise<void>;
}

export interface Account {
  readonly server: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

const uriOf = (number: string, account: Account): string => `sip:${number}@${account.domain}`;

/** A value that comes once and may be asked for before or after. */
function later<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { promise, resolve, reject };
}

/** SessionManager of sip.js with its own media handling, as its guide shows it. */
export function startSessionManager(account: Account): OtherPhone {
  const registered = later<null>();
  const offered = later<Session>();
  const answered = later<null>();
  const over = later<null>();
  const acknowledged = later<null>();
  let reinvited = later<boolean>();
  let call: Session | undefined;
  const manager = new SessionManager(account.server, {
    aor: uriOf(account.user, account),
    autoStop: false,
    userAgentOptions: {
      authorizationUsername: account.user,
      authorizationPassword: account.password,
      logBuiltinEnabled: false,
    },
    delegate: {
      onRegistered: () => {
        registered.resolve(null);
      },
      onCallReceived: offered.resolve,
      onCallAnswered: () => {
        answered.resolve(null);
      },
      onCallHold: (_session, held) => {
        reinvited.resolve(held);
      },
      onCallHangup: () => {
        over.resolve(null);
      },
    },
  });
  const current = (): Session => {
    if (call === undefined) throw new Error('no call');
    return call;
  };
  const setHeld = async (on: boolean): Promise<void> => {
    reinvited = later<boolean>();
    await (on ? manager.hold(current()) : manager.unhold(current()));
    if ((await reinvited.promise) !== on) throw new Error('the re-INVITE was refused');
  };
  return {
    register: async () => {
      await manager.connect();
      await manager.register();
      await registered.promise;
    },
    answer: async () => {
      call = await offered.promise;
      call.delegate = {
        ...call.delegate,
        onAck: () => {
          acknowledged.resolve(null);
        },
      };
      await manager.answer(call);
      await answered.promise;
      // Before the ACK a hold would be a second INVITE within the first (RFC 3261 section 14.1).
      await acknowledged.promise;
    },
    dial: async (number) => {
      call = await manager.call(uriOf(number, account), undefined, {
        requestDelegate: {
          onReject: ({ message }) => {
            answered.reject(new Error(String(message.statusCode)));
          },
        },
      });
      await answered.promise;
    },
    hold: () => setHeld(true),
    resume: () => setHeld(false),
    transfer: async (number) => {
      const told = later<number>();
      await manager.transfer(current(), uriOf(number, account), {
        onNotify: (notification) => {
          void notification.accept();
          const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body)?.[1]);
          if (status >= 200) told.resolve(status);
        },
      });
      return told.promise;
    },
    hangUp: () => manager.hangup(current()),
    ended: async () => {
      if (current().state !== SessionState.Terminated) await over.promise;
    },
    stop: () => manager.disconnect(),
  };
}

type JsSipSession = ReturnType<InstanceType<typeof JsSIP.UA>['call']>;

/** JsSIP gives null, against its types, where no response was the reason. */
const readStatus = (message: unknown): string | undefined =>
  typeof message === 'object' && message !== null && 'status_code' in message
    ? String(Number(message.status_code))
    : undefined;

/** JsSIP with its defaults. */
export function startJsSip(account: Account): OtherPhone {
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(account.server)],
    uri: uriOf(account.user, account),
    password: account.password,
  });
  const offered = later<JsSipSession>();
  const over = later<null>();
  const registered = later<null>();
  agent.on('registered', () => {
    registered.resolve(null);
  });
  agent.on('registrationFailed', ({ cause }) => {
    registered.reject(new Error(String(cause)));
  });
  let call: JsSipSession | undefined;
  const current = (): JsSipSession => {
    if (call === undefined) throw new Error('no call');
    return call;
  };
  const watch = (session: JsSipSession): void => {
    session.on('ended', () => {
      over.resolve(null);
    });
  };
  agent.on('newRTCSession', ({ session, originator }: { session: JsSipSession; originator: string }) => {
    watch(session);
    if (originator === 'remote') offered.resolve(session);
  });
  const established = (session: JsSipSession): Promise<void> =>
    new Promise((resolve, reject) => {
      session.on('confirmed', () => {
        resolve();
      });
      session.on('failed', ({ message, cause }) => {
        reject(new Error(readStatus(message) ?? cause));
      });
    });
  const changed = (begin: (done: () => void) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      if (!begin(resolve)) reject(new Error('JsSIP was not ready'));
    });
  return {
    register: async () => {
      agent.start();
      await registered.promise;
    },
    answer: async () => {
      call = await offered.promise;
      const done = established(call);
      call.answer({ mediaConstraints: { audio: true, video: false } });
      await done;
    },
    dial: async (number) => {
      call = agent.call(uriOf(number, account), { mediaConstraints: { audio: true, video: false } });
      await established(call);
    },
    hold: () => changed((done) => current().hold({}, done)),
    resume: () => changed((done) => current().unhold({}, done)),
    transfer: (number) => {
      const told = later<number>();
      current().refer(uriOf(number, account), {
        eventHandlers: {
          accepted: ({ status_line }: { status_line: { status_code: number } }) => {
            told.resolve(status_line.status_code);
          },
          failed: ({ status_line }: { status_line: { status_code: number } }) => {
            told.resolve(status_line.status_code);
          },
          requestFailed: ({ cause }: { cause: string }) => {
            told.reject(new Error(cause));
          },
        },
      });
      return told.promise;
    },
    hangUp: () => {
      current().terminate();
      return Promise.resolve();
    },
    ended: async () => {
      if (!current().isEnded()) await over.promise;
    },
    stop: () => {
      agent.stop();
      return Promise.resolve();
    },
  };
}
