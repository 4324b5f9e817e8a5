import { randomBytes } from 'node:crypto';
import type { Clock } from '../common/lib/clock.ts';
import { ok, type Result } from '../common/lib/result.ts';
import { decideRoute, type RouteDecision, type RouteView, type Target } from './proxy/decide-route.ts';
import { createFlowToken, readFlowToken } from './proxy/flow-token.ts';
import type { Flow } from './proxy/flow.ts';
import { createProxy } from './proxy/proxy.ts';
import { formatRegistrarHeaders, readRegistration } from './registrar/answer-register.ts';
import {
  buildChallenges,
  checkDigest,
  createNonce,
  type DigestAlgorithm,
  type DigestPolicy,
} from './registrar/digest.ts';
import {
  stepRegistrar,
  type RegistrarEvent,
  type RegistrarPolicy,
  type Registrations,
} from './registrar/registrar.ts';
import { readTag } from './sip/address.ts';
import { findDefect } from './sip/find-defect.ts';
import {
  findHeader,
  listHeader,
  replaceHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './sip/message.ts';
import { parseMessage } from './sip/parse-message.ts';
import { buildResponse } from './sip/respond.ts';
import { isSameUri } from './sip/uri.ts';
import { markReceived } from './sip/via.ts';
import { openWsServer } from './ws-server.ts';

const methods =
  'INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, UPDATE, INFO, REFER, NOTIFY, SUBSCRIBE, MESSAGE, PRACK';

export interface ExchangeOptions {
  readonly clock: Clock;
  readonly domain: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Passwords by user; these are the users who may register. */
  readonly users: ReadonlyMap<string, string>;
  readonly registrar?: Partial<RegistrarPolicy>;
  /** Order of the challenges; clients that know only MD5 read the last one. */
  readonly algorithms?: readonly DigestAlgorithm[];
  readonly nonceLifetimeMs?: number;
  /** Numbers that need no registration because they are answered inside this process. */
  isInsideNumber?(user: string): boolean;
  /** What goes to those numbers and to the dialogs opened by `inside`. */
  onInside?(message: SipMessage): void;
}

export interface Exchange {
  readonly port: number;
  readonly server: string;
  /** Takes a message from inside the process as if it had come over a socket of its own. */
  receiveInside(message: SipMessage): void;
  isRegistered(user: string): boolean;
  countTransactions(): number;
  close(): Promise<void>;
}

const defaultRegistrar: RegistrarPolicy = {
  minimumExpires: 30,
  defaultExpires: 600,
  maximumExpires: 3_600,
  maximumContacts: 10,
};

const insideFlow = 'inside';

/** A registrar and stateful proxy on 127.0.0.1: what a softphone needs from a telephone exchange, and no way out. */
export async function openExchange(options: ExchangeOptions): Promise<Result<Exchange>> {
  const { clock, domain } = options;
  const registrarPolicy = { ...defaultRegistrar, ...options.registrar };
  const newToken = (): string => randomBytes(9).toString('hex');
  const tokenSecret = randomBytes(32).toString('hex');
  const digest: DigestPolicy = {
    realm: domain,
    algorithms: options.algorithms ?? ['SHA-256', 'MD5'],
    nonceLifetimeMs: options.nonceLifetimeMs ?? 300_000,
    secret: randomBytes(32).toString('hex'),
  };
  const flows = new Map<string, Flow>();
  /** Flows that have shown a right password, with the user: as good as credentials on each request. */
  const knownFlows = new Map<string, string>();
  let registrations: Registrations = new Map();
  let ownPort = options.port;

  const stepRegistrations = (event: RegistrarEvent) => {
    const step = stepRegistrar(registrations, event, registrarPolicy);
    registrations = step.state;
    return step.answer;
  };

  const listTargets = (user: string): readonly Target[] => {
    stepRegistrations({ type: 'time-passed', now: clock.now() });
    return (registrations.get(user) ?? []).map(({ flow, contact }) => ({ flow, uri: contact }));
  };

  const view: RouteView = {
    isOurs: ({ host, port }) =>
      (host === domain && (port === undefined || port === ownPort)) ||
      ((host === '127.0.0.1' || host === 'localhost') && port === ownPort),
    readToken: (token) => readFlowToken(token, tokenSecret),
    isLive: (flow) => flows.has(flow),
    findUser(user) {
      if (options.isInsideNumber?.(user) === true)
        return [{ flow: insideFlow, uri: `sip:${user}@${domain}` }];
      return options.users.has(user) ? listTargets(user) : undefined;
    },
    findContact(uri) {
      for (const bindings of registrations.values()) {
        const found = bindings.find((binding) => flows.has(binding.flow) && isSameUri(binding.contact, uri));
        if (found !== undefined) return { flow: found.flow, uri };
      }
      return undefined;
    },
  };

  const authenticate = (request: SipRequest, header: 'Authorization' | 'Proxy-Authorization') =>
    checkDigest(digest, (user) => options.users.get(user), {
      method: request.method,
      uri: request.uri,
      credentials: listHeader(request, header),
      now: clock.now(),
    });

  const listChallenges = (stale: boolean, name: 'WWW-Authenticate' | 'Proxy-Authenticate') =>
    buildChallenges(digest, createNonce(digest, clock.now(), newToken()), stale).map((value) => ({
      name,
      value,
    }));

  const decide = (received: SipRequest, flow: Flow): RouteDecision => {
    const decision = decideRoute(received, view);
    if (decision.type !== 'relay') return decision;
    // The state of a line is the exchange's to tell, and this one tells none (RFC 6665 section 4.2.1.1): relayed, a
    // telephone that asks for its own mailbox would be asked by itself.
    const asksForState =
      received.method === 'SUBSCRIBE' && readTag(findHeader(received, 'To') ?? '') === undefined;
    if (asksForState && decision.targets.every((target) => target.flow !== insideFlow))
      return { type: 'reject', status: 489, headers: [] };
    // Credentials are for this exchange and end here.
    const relayed = { ...decision, request: replaceHeader(decision.request, 'Proxy-Authorization', []) };
    if (decision.isProven || flow.trusted || knownFlows.has(flow.id) || received.method === 'ACK')
      return relayed;
    const verdict = authenticate(received, 'Proxy-Authorization');
    if (verdict.kind !== 'accepted') {
      const headers = listChallenges(verdict.kind === 'stale', 'Proxy-Authenticate');
      return { type: 'reject', status: 407, headers };
    }
    knownFlows.set(flow.id, verdict.username);
    return relayed;
  };

  const register = (request: SipRequest, flow: Flow): SipResponse => {
    const answer = (status: number, headers: SipResponse['headers'] = []): SipResponse =>
      buildResponse(request, status, { toTag: newToken(), headers });
    const verdict = authenticate(request, 'Authorization');
    if (verdict.kind !== 'accepted')
      return answer(401, listChallenges(verdict.kind === 'stale', 'WWW-Authenticate'));
    const registration = readRegistration(request, flow.id);
    if (registration === undefined) return answer(400);
    if (registration.user !== verdict.username) return answer(403);
    knownFlows.set(flow.id, verdict.username);
    const now = clock.now();
    const outcome = stepRegistrations({ type: 'register', registration, now });
    return outcome === undefined ? answer(500) : answer(outcome.status, formatRegistrarHeaders(outcome, now));
  };

  const proxy = createProxy({
    clock,
    newToken,
    get sentBy() {
      return `127.0.0.1:${ownPort}`;
    },
    findFlow: (id) => flows.get(id),
    formatRecordRoute: (flow) =>
      `sip:${createFlowToken(flow, tokenSecret)}@127.0.0.1:${ownPort};transport=ws;lr`,
    decide,
    answerLocal(request, flow) {
      if (request.method === 'REGISTER') return register(request, flow);
      const status = request.method === 'OPTIONS' ? 200 : 405;
      return buildResponse(request, status, {
        toTag: newToken(),
        headers: [{ name: 'Allow', value: methods }],
      });
    },
  });

  const receive = (message: SipMessage, flow: Flow): void => {
    const defect = findDefect(message);
    if (message.kind === 'response') {
      if (defect === undefined) proxy.receiveResponse(message);
      return;
    }
    const [via = '', ...others] = listHeader(message, 'Via');
    const request = replaceHeader(message, 'Via', [markReceived(via, flow.address, flow.port), ...others]);
    if (defect === undefined) return proxy.receiveRequest(request, flow);
    if (request.method !== 'ACK')
      flow.send(buildResponse(request, defect.status, { toTag: newToken(), reason: defect.why }));
  };

  const closeFlow = (flow: Flow): void => {
    flows.delete(flow.id);
    knownFlows.delete(flow.id);
    stepRegistrations({ type: 'flow-closed', flow: flow.id });
    proxy.dropFlow(flow.id);
  };

  const inside: Flow = {
    id: insideFlow,
    address: '127.0.0.1',
    port: 0,
    trusted: true,
    // Like a socket: never within the call that sent it, or a message could overtake the state it belongs to.
    send: (message) => setImmediate(() => options.onInside?.(message)),
  };
  flows.set(inside.id, inside);

  const opened = await openWsServer(options.port, {
    onOpen: (flow) => flows.set(flow.id, flow),
    onClose: closeFlow,
    onData(flow, data) {
      const parsed = parseMessage(data);
      if (parsed.ok) {
        receive(parsed.message, flow);
        return;
      }
      const { message } = parsed;
      // Answered only where an answer could find its way back; ACK and responses never are.
      if (message?.kind !== 'request' || message.method === 'ACK' || listHeader(message, 'Via').length === 0)
        return;
      flow.send(buildResponse(message, parsed.status, { toTag: newToken(), reason: parsed.why }));
    },
  });
  if (!opened.ok) return opened;
  ownPort = opened.value.port;

  return ok({
    port: ownPort,
    server: `ws://127.0.0.1:${ownPort}`,
    receiveInside: (message) => setImmediate(() => receive(message, inside)),
    isRegistered: (user) => listTargets(user).length > 0,
    countTransactions: () => proxy.countTransactions(),
    async close() {
      proxy.dispose();
      flows.clear();
      await opened.value.close();
    },
  });
}
