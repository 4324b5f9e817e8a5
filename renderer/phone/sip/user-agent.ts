import {
  SIPExtension,
  UserAgent,
  type SessionDescriptionHandlerFactory,
  type UserAgentDelegate,
} from 'sip.js';
import type { SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import { DigestCredentials } from './message/digest-credentials.ts';
import { SipTransport, type SipTransportOptions } from './connection/sip-transport.ts';
import { allowUpdate } from './call/updates.ts';

export interface UserAgentParts {
  readonly account: SipAccount;
  /** Stable per installation, so that a new start replaces the old contact at the registrar; letters and digits. */
  readonly instance: string;
  readonly transport: SipTransportOptions;
  readonly delegate: UserAgentDelegate;
  readonly sessionDescriptionHandlerFactory: SessionDescriptionHandlerFactory;
}

/** Ringing and giving up are decisions of the hub; this limit only keeps a forgotten call from ringing for ever. */
const noAnswerSeconds = 3_600;

/** Builds the one user agent of an account; null if user or domain cannot be part of a SIP URI. */
export function buildUserAgent(
  parts: UserAgentParts,
): { userAgent: UserAgent; transport: SipTransport } | null {
  const { account, instance } = parts;
  const uri = UserAgent.makeURI(`sip:${encodeURIComponent(account.user)}@${account.domain}`);
  if (uri === undefined) return null;
  allowUpdate();
  const late: { transport?: SipTransport } = {};
  const userAgent = new UserAgent({
    uri,
    authorizationUsername: account.user,
    authorizationPassword: account.password,
    displayName: (account.displayName ?? '').replace(/["\\\r\n]/g, ''),
    contactName: instance,
    viaHost: `${instance}.invalid`,
    contactParams: { transport: 'ws' },
    delegate: parts.delegate,
    // stop() of sip.js waits up to 32 s for each dialog in turn; goodbyes are said by our own code, within 1.5 s.
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: 'warn',
    // The only sign of a message that sip.js drops because it cannot parse it.
    logConnector: (_level, _category, _label, content) => {
      if (content.startsWith('Failed to parse incoming message')) late.transport?.noteUnreadable();
    },
    noAnswerTimeout: noAnswerSeconds,
    sendInitialProvisionalResponse: false,
    sessionDescriptionHandlerFactory: parts.sessionDescriptionHandlerFactory,
    // RFC 4028: kept by our own code.
    sipExtensionExtraSupported: ['timer'],
    sipExtensionReplaces: SIPExtension.Supported,
    transportConstructor: SipTransport,
    transportOptions: parts.transport,
    userAgentString: 'Offhook',
  });
  const { configuration } = userAgent.userAgentCore;
  configuration.authenticationFactory = () =>
    new DigestCredentials(
      configuration.loggerFactory,
      { username: account.user, password: account.password },
      () => crypto.randomUUID().replaceAll('-', ''),
    );
  const { transport } = userAgent;
  if (!(transport instanceof SipTransport))
    throw new Error('The user agent was built with another transport.');
  late.transport = transport;
  return { userAgent, transport };
}
