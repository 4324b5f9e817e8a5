import type { WatchedEvents } from '../../common/contract/line-events.ts';
import type { RemoteParty } from '../../common/call/call-model.ts';
import { mapRemote, type CallDataMap } from '../../common/call/call-data-map.ts';
import type { Fact } from '../../common/call/call-state.ts';
import type { DeskState } from '../../common/contract/desk-state.ts';
import type { Registration, SipAccount } from '../../common/contract/phone-contract.ts';
import type { AppError, ErrorCode } from '../../common/lib/app-error.ts';
import { createForwardClock } from '../../common/lib/forward-clock.ts';
import type { Shell } from '../../shell/shell.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { StoreClient } from '../customer/customer-desk.ts';
import type { Notices } from '../base/notices.ts';
import { iceServersOf } from '../base/ice-servers.ts';
import { createPhoneLink, type PhoneLink, type PhoneLinkOptions } from './phone-link.ts';
import { createPractice, type Practice } from './practice.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';

export interface Line {
  readonly phone: PhoneLink;
  readonly practice: Practice;
  start(): void;
  stop(): Promise<void>;
  /** Settings changed: another account, or practice mode on or off. */
  apply(): void;
  /** Lamps, rules or devices changed; the account is the same. */
  configure(): void;
  registration(): Registration;
  account(): DeskState['account'];
  lines(): readonly { readonly practice: boolean; readonly servers: readonly string[] }[];
}

/** What a page sees as "the socket closed" has a name when looked at from outside it. */
const worthProbing: ReadonlySet<ErrorCode> = new Set(['sip.connection-lost', 'sip.server-silent']);
const probeEveryMs = 10_000;

/** The operator's line: which account, which exchange, and whether it is registered. */
export function createLine(
  shell: Pick<Shell, 'clock' | 'log' | 'processes' | 'serverProbe' | 'pages'>,
  options: {
    readonly settings: SettingsKeeper;
    readonly notices: Notices;
    readonly calls: CallDesk;
    readonly store: StoreClient;
    readonly onChange: (cause: string) => void;
    /** What the page tells of the sound of a call. */
    readonly sound: PhoneLinkOptions['sound'];
    /** What the other side asks for. */
    readonly requests: Pick<
      PhoneLinkOptions,
      'onAutoAnswer' | 'onTransferRequest' | 'onRedirected' | 'referralOf'
    >;
    /** Who was cut off and could not be had back. */
    readonly onCallBack: (remote: RemoteParty) => void;
    /** What the page tells of the devices around the line. */
    readonly devices: Pick<
      PhoneLinkOptions,
      'onMicrophone' | 'onDevicesChanged' | 'onHidDevices' | 'onSoundDevices' | 'onSoundLevel'
    >;
    /** Lamps and mailbox. */
    readonly events: Pick<PhoneLinkOptions, 'onLamp' | 'onMessages'> & {
      readonly watched: () => WatchedEvents;
      readonly forget: () => void;
    };
  },
): Line {
  const { settings, notices } = options;
  const clock = createForwardClock(shell.clock);
  let probedAt = Number.NEGATIVE_INFINITY;
  /** Why the line is down, as the phone guessed or the probe found; known until it is registered again. */
  let fault: AppError | undefined;
  let allowedAtLoad = '';

  const account = (): SipAccount | null => {
    const { practice: isPractice, sip } = settings.current();
    if (isPractice) return practice.account();
    if (sip === null) return null;
    return {
      ...sip,
      password: settings.password() ?? '',
      iceServers: iceServersOf(sip, settings.turnCredential()),
    };
  };

  /** The phone tries again for ever; to the operator a line with a known fault is down, not "connecting". */
  const registration = (): Registration => {
    const known = phone.registration();
    if (known.state === 'registered' || known.state === 'off' || fault === undefined) return known;
    return { ...known, state: 'failed', error: fault };
  };

  const blame = (error: AppError): void => {
    fault = error;
    notices.clearGroup('sip.');
    notices.raise(error);
  };

  const phone = createPhoneLink({
    clock: shell.clock,
    log: shell.log,
    onFact: (fact, cause) => options.calls.learn(mapFact(fact, settings.current().callData), cause),
    ...options.requests,
    lostCalls: { clock, calls: options.calls, onCallBack: options.onCallBack, onChange: options.onChange },
    onRegistration: (now) => {
      if (now.state === 'off') options.events.forget();
      if (now.state === 'registered') forgive();
      else if (now.error !== undefined) {
        // A guess of the page never replaces what was found by looking.
        const isGuess = worthProbing.has(now.error.code);
        if (fault === undefined || !isGuess) blame(now.error);
        if (isGuess) void probe();
      }
      options.onChange(`registration ${now.state}`);
    },
    onTrouble: (error) => notices.raise(error),
    onTroubleOver: (code) => notices.clear(code),
    onHung: () => shell.pages.revive('phone'),
    sound: options.sound,
    ...options.devices,
    onLamp: options.events.onLamp,
    onMessages: options.events.onMessages,
  });

  const forgive = (): void => {
    fault = undefined;
    notices.clearGroup('sip.');
  };

  const practice = createPractice({
    clock: shell.clock,
    log: shell.log,
    processes: shell.processes,
    store: options.store,
    onAccount: () => configure(),
  });

  const probe = async (): Promise<void> => {
    const { sip, practice: isPractice } = settings.current();
    if (isPractice || sip === null || clock.now() - probedAt < probeEveryMs) return;
    probedAt = clock.now();
    const steps = await shell.serverProbe.probe({ ...sip, password: settings.password() ?? '' });
    const found = steps.find((step) => !step.ok)?.error;
    if (found == null || phone.registration().state === 'registered') return;
    blame(found);
    options.onChange(`line diagnosed ${found.code}`);
  };

  const configure = (): void => {
    const { audio, numbers, transferRequests, followRedirect } = settings.current();
    phone.configure(
      account(),
      { ...audio, country: numbers.country },
      {
        rules: { transferRequests, followRedirect },
        events: options.events.watched(),
      },
    );
  };

  const apply = (): void => {
    forgive();
    probedAt = Number.NEGATIVE_INFINITY;
    if (settings.current().practice) practice.start();
    else practice.stop();
    configure();
    // The content policy of a page is fixed when it loads, and names the servers it may connect to.
    const allowed = JSON.stringify(lines());
    if (allowed !== allowedAtLoad && phone.isAttached()) shell.pages.reload('phone');
    allowedAtLoad = allowed;
  };

  const lines = (): ReturnType<Line['lines']> => {
    const { practice: isPractice, sip } = settings.current();
    return [{ practice: isPractice, servers: sip?.servers ?? [] }];
  };

  return {
    phone,
    practice,
    start: apply,
    apply,
    configure,
    async stop() {
      await phone.stop();
      practice.stop();
    },
    registration,
    account() {
      const now = account();
      return now === null
        ? null
        : { user: now.user, domain: now.domain, displayName: now.displayName ?? now.user };
    },
    lines,
  };
}

/** The exchange may send the caller's number as data and its own in From. */
const mapFact = (fact: Fact, map: CallDataMap): Fact =>
  fact.type === 'incoming' ? { ...fact, remote: mapRemote(map, fact.data, fact.remote) } : fact;
