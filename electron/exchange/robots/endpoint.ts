import type { Clock } from '../../common/lib/clock.ts';
import { buildHopRequest } from '../proxy/hop-request.ts';
import { readTag } from '../sip/address.ts';
import { findHeader, listHeader, prependHeader, readCSeq, type SipMessage } from '../sip/message.ts';
import type { SipHeader, SipRequest, SipResponse } from '../sip/message.ts';
import { buildResponse } from '../sip/respond.ts';
import { parseVia } from '../sip/via.ts';

/** Timers B and F: no answer at all (RFC 3261 section 17.1). */
const noAnswerMs = 32_000;

/** A request in flight. `cancel` waits for the first 1xx by itself (section 9.1). */
export interface ClientTransaction {
  cancel(): void;
}

export interface ClientHandlers {
  onProvisional?(response: SipResponse): void;
  /** Called again for each repetition of a 2xx to INVITE, so that it can be acknowledged again. */
  onFinal?(response: SipResponse): void;
}

/** A request that waits for its answer; the first final response ends it, later calls do nothing. */
export interface ServerTransaction {
  readonly request: SipRequest;
  respond(status: number, options?: { headers?: readonly SipHeader[]; body?: string; toTag?: string }): void;
  isAnswered(): boolean;
  /** INVITE only: the caller gave up before the final response, which is then 487. */
  onCancel: (() => void) | undefined;
}

/** What takes the requests of one dialog. */
export interface DialogUser {
  receiveRequest(transaction: ServerTransaction): void;
  receiveAck(request: SipRequest): void;
}

export interface EndpointPorts {
  readonly clock: Clock;
  newToken(): string;
  send(message: SipMessage): void;
  onInvite(transaction: ServerTransaction): void;
}

/** The transaction user of the practice customers: all of them share one connection inside the process. */
export interface Endpoint {
  receive(message: SipMessage): void;
  /** Adds Via and sends. ACK needs no handlers, nothing answers it. */
  request(request: SipRequest, handlers?: ClientHandlers): ClientTransaction;
  /** Requests with this Call-ID and local tag go to `user` until the returned function is called. */
  claimDialog(callId: string, localTag: string, user: DialogUser): () => void;
  /** Forgets all timers and dialogs. */
  dispose(): void;
}

interface PendingClient {
  readonly request: SipRequest;
  readonly handlers: ClientHandlers;
  phase: 'calling' | 'proceeding' | 'completed';
  cancelWanted: boolean;
  stopTimer: (() => void) | undefined;
}

const allowed = 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, REFER, NOTIFY, MESSAGE';

export function createEndpoint(ports: EndpointPorts): Endpoint {
  const clients = new Map<string, PendingClient>();
  const invites = new Map<string, ServerTransaction>();
  const dialogs = new Map<string, DialogUser>();

  const readBranch = (message: SipMessage): string =>
    parseVia(listHeader(message, 'Via')[0] ?? '')?.branch ?? '';

  const finish = (branch: string, client: PendingClient, lingerMs: number): void => {
    client.phase = 'completed';
    client.stopTimer?.();
    client.stopTimer = lingerMs === 0 ? undefined : ports.clock.after(lingerMs, () => clients.delete(branch));
    if (lingerMs === 0) clients.delete(branch);
  };

  const sendCancel = (client: PendingClient): void => {
    ports.send(buildHopRequest(client.request, 'CANCEL'));
  };

  const takeProvisional = (client: PendingClient, response: SipResponse): void => {
    if (client.phase === 'calling') {
      client.phase = 'proceeding';
      // From here on the exchange watches over the ringing (its timer C).
      if (client.request.method === 'INVITE') client.stopTimer?.();
      if (client.cancelWanted) sendCancel(client);
    }
    client.handlers.onProvisional?.(response);
  };

  const receiveResponse = (response: SipResponse): void => {
    const branch = readBranch(response);
    const client = clients.get(branch);
    if (client === undefined || readCSeq(response)?.method !== client.request.method) return;
    const isInvite = client.request.method === 'INVITE';
    if (response.status < 200) {
      if (client.phase !== 'completed') takeProvisional(client, response);
      return;
    }
    if (isInvite && response.status >= 300) ports.send(buildHopRequest(client.request, 'ACK', response));
    const isRepeated = client.phase === 'completed';
    const isAccept = isInvite && response.status < 300;
    finish(branch, client, isAccept ? noAnswerMs : 0);
    if (!isRepeated || isAccept) client.handlers.onFinal?.(response);
  };

  const openServer = (request: SipRequest): ServerTransaction => {
    const branch = readBranch(request);
    let answered = false;
    const transaction: ServerTransaction = {
      request,
      onCancel: undefined,
      isAnswered: () => answered,
      respond(status, options = {}) {
        if (answered) return;
        if (status >= 200) {
          answered = true;
          invites.delete(branch);
        }
        ports.send(buildResponse(request, status, { toTag: ports.newToken(), ...options }));
      },
    };
    if (request.method === 'INVITE') invites.set(branch, transaction);
    return transaction;
  };

  const receiveCancel = (request: SipRequest): void => {
    const invite = invites.get(readBranch(request));
    ports.send(buildResponse(request, invite === undefined ? 481 : 200, { toTag: ports.newToken() }));
    if (invite === undefined) return;
    const { onCancel } = invite;
    invite.respond(487);
    onCancel?.();
  };

  const receiveRequest = (request: SipRequest): void => {
    if (request.method === 'CANCEL') return receiveCancel(request);
    const localTag = readTag(findHeader(request, 'To'));
    const user = dialogs.get(`${findHeader(request, 'Call-ID') ?? ''} ${localTag ?? ''}`);
    if (request.method === 'ACK') return user?.receiveAck(request);
    const transaction = openServer(request);
    if (user !== undefined) return user.receiveRequest(transaction);
    if (localTag !== undefined) return transaction.respond(481);
    switch (request.method) {
      case 'INVITE':
        return ports.onInvite(transaction);
      case 'OPTIONS':
      case 'MESSAGE':
        return transaction.respond(200, { headers: [{ name: 'Allow', value: allowed }] });
      case 'SUBSCRIBE':
        return transaction.respond(489);
      default:
        return transaction.respond(405, { headers: [{ name: 'Allow', value: allowed }] });
    }
  };

  return {
    receive(message) {
      if (message.kind === 'response') receiveResponse(message);
      else receiveRequest(message);
    },
    request(request, handlers = {}) {
      const branch = `z9hG4bK${ports.newToken()}`;
      const onward = prependHeader(request, 'Via', `SIP/2.0/WS practice.invalid;branch=${branch}`);
      if (request.method === 'ACK') {
        ports.send(onward);
        return { cancel: () => undefined };
      }
      const client: PendingClient = {
        request: onward,
        handlers,
        phase: 'calling',
        cancelWanted: false,
        stopTimer: undefined,
      };
      client.stopTimer = ports.clock.after(noAnswerMs, () => {
        finish(branch, client, 0);
        handlers.onFinal?.(buildResponse(onward, 408));
      });
      clients.set(branch, client);
      ports.send(onward);
      return {
        cancel() {
          if (client.cancelWanted || client.phase === 'completed') return;
          client.cancelWanted = true;
          if (client.phase === 'proceeding') sendCancel(client);
        },
      };
    },
    claimDialog(callId, localTag, user) {
      const key = `${callId} ${localTag}`;
      dialogs.set(key, user);
      return () => {
        dialogs.delete(key);
      };
    },
    dispose() {
      for (const client of clients.values()) client.stopTimer?.();
      clients.clear();
      invites.clear();
      dialogs.clear();
    },
  };
}
