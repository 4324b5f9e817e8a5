import type { Core, UserAgent } from 'sip.js';
import { asksOnlyForUnknownAlgorithms } from '../dialect/challenges.ts';
import { classifyRefusal, unavailable, type RegistrationOutcome } from './registration-outcome.ts';

/**
 * Sends REGISTER requests for one account. Works on the core of sip.js, because its Registerer keeps waiting for ever
 * after a 200 without Contact, reports only the first of equal refusals, and refreshes when it likes.
 */
export interface Registrar {
  /** `done` is called once, unless a newer request was sent meanwhile. */
  register(expiresSeconds: number, done: (outcome: RegistrationOutcome) => void): void;
  /** Removes our contact; `done` is called when the server answered, whatever it said. */
  unregister(done: () => void): void;
}

const allowed = 'ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,UPDATE';

export function createRegistrar(userAgent: UserAgent): Registrar {
  const core = userAgent.userAgentCore;
  const { aor } = core.configuration;
  const registrarUri = aor.clone();
  registrarUri.user = undefined;
  // RFC 3261 section 10.2: one Call-ID for all registrations, CSeq grows with each.
  let callId: string | undefined;
  let fromTag: string | undefined;
  let cseq = 0;
  let current = 0;

  const send = (expiresSeconds: number, delegate: Core.OutgoingRequestDelegate): void => {
    cseq++;
    const identity = callId === undefined || fromTag === undefined ? {} : { callId, fromTag };
    const contact = userAgent.contact.toString({ register: true });
    const request = core.makeOutgoingRequestMessage(
      'REGISTER',
      registrarUri,
      aor,
      aor,
      { cseq, ...identity },
      [`Contact: ${contact};expires=${expiresSeconds}`, `Allow: ${allowed}`],
      undefined,
    );
    callId = request.callId;
    fromTag = request.fromTag;
    core.register(request, {
      ...delegate,
      onAccept: (response) => {
        cseq = request.cseq;
        delegate.onAccept?.(response);
      },
      onReject: (response) => {
        // The answer to a challenge went out with a CSeq of its own.
        cseq = request.cseq;
        delegate.onReject?.(response);
      },
    });
  };

  return {
    register(expiresSeconds, done) {
      const ticket = ++current;
      const settle = (outcome: RegistrationOutcome): void => {
        if (ticket === current) done(outcome);
      };
      send(expiresSeconds, {
        onAccept: ({ message }) => {
          const granted = readGrantedSeconds(userAgent, message, expiresSeconds);
          settle(granted === null ? unavailable(200) : { kind: 'registered', expiresSeconds: granted });
        },
        onRedirect: ({ message }) => {
          settle(unavailable(message.statusCode ?? 300));
        },
        onReject: ({ message }) => {
          const challenges = [
            ...message.getHeaders('WWW-Authenticate'),
            ...message.getHeaders('Proxy-Authenticate'),
          ];
          settle(
            classifyRefusal({
              status: message.statusCode ?? 500,
              getHeader: (name) => message.getHeader(name),
              unknownAlgorithm: asksOnlyForUnknownAlgorithms(challenges),
            }),
          );
        },
      });
    },
    unregister(done) {
      current++;
      send(0, { onAccept: done, onRedirect: done, onReject: done });
    },
  };
}

/** The interval granted to our own contact, in seconds; null if the answer does not list it or grants nothing. */
function readGrantedSeconds(
  userAgent: UserAgent,
  message: Core.IncomingResponseMessage,
  asked: number,
): number | null {
  const ours = userAgent.contact.uri;
  const fallback = Number.parseInt(message.getHeader('Expires') ?? '', 10);
  for (let i = 0; i < message.getHeaders('Contact').length; i++) {
    const contact: unknown = message.parseHeader('Contact', i);
    if (!isNameAddr(contact) || contact.uri.user !== ours.user) continue;
    const own = Number.parseInt(contact.getParam('expires') ?? '', 10);
    const seconds = own >= 0 ? own : fallback >= 0 ? fallback : asked;
    return seconds > 0 ? seconds : null;
  }
  return null;
}

interface ParsedContact {
  readonly uri: { readonly user?: string | undefined };
  getParam(name: string): string | null | undefined;
}

function isNameAddr(value: unknown): value is ParsedContact {
  return typeof value === 'object' && value !== null && 'uri' in value && 'getParam' in value;
}
