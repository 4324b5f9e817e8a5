import type { Clock } from '../../common/lib/clock.ts';
import { listHeader, prependHeader, readCSeq, replaceHeader } from '../sip/message.ts';
import type { SipHeader, SipRequest, SipResponse } from '../sip/message.ts';
import { buildResponse } from '../sip/respond.ts';
import { parseVia } from '../sip/via.ts';
import type { RouteDecision, Target } from './decide-route.ts';
import type { Flow } from './flow.ts';
import { forkTimers, isForkOver, startFork, stepFork } from './fork.ts';
import type { Fork, ForkEffect, ForkEvent, ForkStep, ForkTimer } from './fork.ts';
import { buildHopRequest } from './hop-request.ts';

/** How long a finished INVITE waits for its ACK or a repeated 2xx: 64 × T1 (RFC 3261 timer H, RFC 6026 timer L). */
const lingerMs = 32_000;
/** Far above what a hall of phones produces; a program gone wild gets 503. */
const maximumTransactions = 10_000;

export interface ProxyPorts {
  readonly clock: Clock;
  /** A random token, unique enough for branches. */
  newToken(): string;
  /** `host:port` for Via. */
  readonly sentBy: string;
  findFlow(id: string): Flow | undefined;
  /** The Record-Route URI that leads back to a flow. */
  formatRecordRoute(flow: string): string;
  /** Decides without side effects; `flow` is where the request came from. */
  decide(request: SipRequest, flow: Flow): RouteDecision;
  /** Answers a request to the exchange itself. */
  answerLocal(request: SipRequest, flow: Flow): SipResponse;
}

export interface Proxy {
  receiveRequest(request: SipRequest, flow: Flow): void;
  receiveResponse(response: SipResponse): void;
  /** Branches towards a flow that is gone fail at once instead of after 32 s. */
  dropFlow(flow: string): void;
  countTransactions(): number;
  dispose(): void;
}

interface Hop {
  readonly request: SipRequest;
  readonly flow: string;
  cancelTimer: (() => void) | undefined;
}

interface Transaction {
  readonly key: string;
  readonly request: SipRequest;
  readonly upstream: Flow;
  readonly hops: Map<string, Hop>;
  fork: Fork;
  last: SipResponse | undefined;
  stopLinger: (() => void) | undefined;
}

/** The transaction a request belongs to (RFC 3261 section 17.2.3); CANCEL and ACK belong to their INVITE. */
function nameTransaction(request: SipRequest, flow: Flow): string {
  const via = parseVia(listHeader(request, 'Via')[0] ?? '');
  const method = request.method === 'ACK' || request.method === 'CANCEL' ? 'INVITE' : request.method;
  return [via?.branch, via?.host, via?.port, method, flow.id].join(' ');
}

/** A transaction-stateful proxy core over reliable connections: it never has to repeat anything by itself. */
export function createProxy(ports: ProxyPorts): Proxy {
  const transactions = new Map<string, Transaction>();
  const byBranch = new Map<string, Transaction>();

  const reply = (transaction: Transaction, response: SipResponse): void => {
    transaction.last = response;
    transaction.upstream.send(response);
  };

  const forget = (transaction: Transaction): void => {
    transaction.stopLinger?.();
    transactions.delete(transaction.key);
    for (const [branch, hop] of transaction.hops) {
      hop.cancelTimer?.();
      byBranch.delete(branch);
    }
  };

  const linger = (transaction: Transaction): void => {
    // Nothing but INVITE lingers on a reliable connection (timer J is 0).
    if (transaction.request.method !== 'INVITE') {
      forget(transaction);
      return;
    }
    transaction.stopLinger ??= ports.clock.after(lingerMs, () => forget(transaction));
  };

  const buildSynthetic = (transaction: Transaction, status: number): SipResponse =>
    buildResponse(transaction.request, status, { toTag: ports.newToken() });

  const runEffect = (transaction: Transaction, effect: ForkEffect): void => {
    if (effect.type === 'forward') return reply(transaction, effect.response);
    const hop = transaction.hops.get(effect.branch);
    if (hop === undefined) return;
    switch (effect.type) {
      case 'acknowledge':
        return ports.findFlow(hop.flow)?.send(buildHopRequest(hop.request, 'ACK', effect.response));
      case 'cancel':
        return ports
          .findFlow(hop.flow)
          ?.send(buildHopRequest(hop.request, 'CANCEL', undefined, effect.reason));
      case 'arm':
        hop.cancelTimer?.();
        hop.cancelTimer = ports.clock.after(forkTimers[effect.timer], () =>
          advance(transaction, {
            type: 'timer',
            branch: effect.branch,
            timer: effect.timer,
            synthetic: buildSynthetic(transaction, statusOf(effect.timer)),
          }),
        );
        return;
      case 'disarm':
        hop.cancelTimer?.();
        hop.cancelTimer = undefined;
        return;
    }
  };

  const apply = (transaction: Transaction, step: ForkStep): void => {
    transaction.fork = step.state;
    for (const effect of step.effects) runEffect(transaction, effect);
    if (isForkOver(transaction.fork)) linger(transaction);
  };

  const advance = (transaction: Transaction, event: ForkEvent): void =>
    apply(transaction, stepFork(transaction.fork, event));

  const forward = (request: SipRequest, targets: readonly Target[], upstream: Flow, recordRoute: boolean) =>
    targets.map((target) => {
      const branch = `z9hG4bK${ports.newToken()}`;
      let onward: SipRequest = { ...request, uri: target.uri };
      if (recordRoute) {
        // Two values, one for each side, so that a dialog finds both its sockets (RFC 5658).
        onward = prependHeader(onward, 'Record-Route', `<${ports.formatRecordRoute(upstream.id)}>`);
        onward = prependHeader(onward, 'Record-Route', `<${ports.formatRecordRoute(target.flow)}>`);
      }
      onward = prependHeader(onward, 'Via', `SIP/2.0/WS ${ports.sentBy};branch=${branch}`);
      return { branch, flow: target.flow, request: onward };
    });

  const openTransaction = (key: string, request: SipRequest, upstream: Flow): Transaction => {
    const opened: Transaction = {
      key,
      request,
      upstream,
      hops: new Map(),
      fork: { method: request.method, branches: [], answered: undefined, reason: [] },
      last: undefined,
      stopLinger: undefined,
    };
    transactions.set(key, opened);
    return opened;
  };

  const refuse = (
    key: string,
    request: SipRequest,
    flow: Flow,
    status: number,
    headers: readonly SipHeader[],
  ) => {
    const transaction = openTransaction(key, request, flow);
    reply(transaction, buildResponse(request, status, { toTag: ports.newToken(), headers }));
    linger(transaction);
  };

  const relay = (
    key: string,
    request: SipRequest,
    flow: Flow,
    decision: Extract<RouteDecision, { type: 'relay' }>,
  ): void => {
    const transaction = openTransaction(key, request, flow);
    if (request.method === 'INVITE') reply(transaction, buildResponse(request, 100));
    const hops = forward(decision.request, decision.targets, flow, decision.recordRoute);
    for (const hop of hops) {
      transaction.hops.set(hop.branch, { request: hop.request, flow: hop.flow, cancelTimer: undefined });
      byBranch.set(hop.branch, transaction);
    }
    apply(
      transaction,
      startFork(
        request.method,
        hops.map(({ branch }) => branch),
      ),
    );
    for (const hop of hops) {
      const target = ports.findFlow(hop.flow);
      if (target === undefined) {
        const synthetic = buildSynthetic(transaction, 480);
        advance(transaction, { type: 'flow-lost', branch: hop.branch, synthetic });
      } else target.send(hop.request);
    }
  };

  const receiveAck = (request: SipRequest, flow: Flow): void => {
    const transaction = transactions.get(nameTransaction(request, flow));
    if (transaction?.last !== undefined && transaction.last.status >= 300) return forget(transaction);
    // The ACK to a 2xx is a request of its own, end to end, without a transaction (section 13.2.2.4).
    const decision = ports.decide(request, flow);
    if (decision.type !== 'relay') return;
    for (const hop of forward(decision.request, decision.targets, flow, false)) {
      ports.findFlow(hop.flow)?.send(hop.request);
    }
  };

  const receiveCancel = (request: SipRequest, flow: Flow): void => {
    const transaction = transactions.get(nameTransaction(request, flow));
    flow.send(buildResponse(request, transaction === undefined ? 481 : 200, { toTag: ports.newToken() }));
    if (transaction === undefined) return;
    advance(transaction, { type: 'cancelled', reason: listHeader(request, 'Reason') });
  };

  return {
    receiveRequest(request, flow) {
      if (request.method === 'ACK') {
        receiveAck(request, flow);
        return;
      }
      if (request.method === 'CANCEL') {
        receiveCancel(request, flow);
        return;
      }
      const key = nameTransaction(request, flow);
      const repeated = transactions.get(key);
      if (repeated !== undefined) {
        if (repeated.last !== undefined) flow.send(repeated.last);
        return;
      }
      if (transactions.size >= maximumTransactions) {
        flow.send(buildResponse(request, 503, { headers: [{ name: 'Retry-After', value: '5' }] }));
        return;
      }
      const decision = ports.decide(request, flow);
      switch (decision.type) {
        case 'reject': {
          refuse(key, request, flow, decision.status, decision.headers);
          return;
        }
        case 'local': {
          const transaction = openTransaction(key, request, flow);
          reply(transaction, ports.answerLocal(decision.request, flow));
          linger(transaction);
          return;
        }
        case 'relay': {
          relay(key, request, flow, decision);
          return;
        }
      }
    },

    receiveResponse(response) {
      const [own = '', ...others] = listHeader(response, 'Via');
      const branch = parseVia(own)?.branch ?? '';
      const transaction = byBranch.get(branch);
      // What answers our own CANCEL ends here; its INVITE gets a 487 of its own.
      if (transaction === undefined || readCSeq(response)?.method !== transaction.request.method) return;
      advance(transaction, { type: 'response', branch, response: replaceHeader(response, 'Via', others) });
    },

    dropFlow(flow) {
      for (const transaction of [...transactions.values()]) {
        for (const [branch, hop] of transaction.hops) {
          if (hop.flow !== flow) continue;
          advance(transaction, { type: 'flow-lost', branch, synthetic: buildSynthetic(transaction, 480) });
        }
      }
    },

    countTransactions: () => transactions.size,
    dispose() {
      for (const transaction of [...transactions.values()]) forget(transaction);
    },
  };
}

/** What a silent branch counts as: not answered, or ended by the CANCEL that it did not confirm. */
function statusOf(timer: ForkTimer): number {
  return timer === 'X' ? 487 : 408;
}
