import { parseAddress, readTag } from '../sip/address.ts';
import {
  findHeader,
  listHeader,
  listTokens,
  replaceHeader,
  type SipHeader,
  type SipRequest,
} from '../sip/message.ts';
import { parseUri, type SipUri } from '../sip/uri.ts';

/** Where a request can be sent: a flow and the Request-URI to put in. */
export interface Target {
  readonly flow: string;
  readonly uri: string;
}

/** What the decision needs to know, all of it answered without side effects. */
export interface RouteView {
  /** Is this URI the exchange itself: its domain, or its own address? */
  isOurs(uri: SipUri): boolean;
  /** The flow named by a Route of ours; undefined for a forged or foreign one. */
  readToken(token: string): string | undefined;
  isLive(flow: string): boolean;
  /** Where a user is reached now; empty when not registered, undefined when there is no such user. */
  findUser(user: string): readonly Target[] | undefined;
  /** The registered contact with exactly this URI. */
  findContact(uri: string): Target | undefined;
}

export type RouteDecision =
  | { readonly type: 'reject'; readonly status: number; readonly headers: readonly SipHeader[] }
  /** For the exchange itself: REGISTER, and OPTIONS as a test of life. */
  | { readonly type: 'local'; readonly request: SipRequest }
  | {
      readonly type: 'relay';
      readonly request: SipRequest;
      readonly targets: readonly Target[];
      /** Only requests that open a dialog get Record-Route; in a dialog it would change nothing (section 16.6). */
      readonly recordRoute: boolean;
      /** A signed token in Route shows that the request belongs to a dialog this exchange has opened. */
      readonly isProven: boolean;
    };

const openers = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY']);

const reject = (status: number, headers: readonly SipHeader[] = []): RouteDecision => ({
  type: 'reject',
  status,
  headers,
});

/** Request validation, route preprocessing and target determination of a proxy (RFC 3261 sections 16.3 to 16.5). */
export function decideRoute(received: SipRequest, view: RouteView): RouteDecision {
  const extensions = listTokens(received, 'Proxy-Require');
  if (extensions.length > 0 && received.method !== 'ACK' && received.method !== 'CANCEL') {
    return reject(
      420,
      extensions.map((value) => ({ name: 'Unsupported', value })),
    );
  }
  const { request, token } = takeOwnRoutes(restoreStrictRoute(received, view), view);
  const uri = parseUri(request.uri);
  if (uri === undefined) return reject(400);
  if (uri.user === undefined && token === undefined && view.isOurs(uri)) return { type: 'local', request };
  const maxForwards = Number(findHeader(request, 'Max-Forwards') ?? '70');
  if (maxForwards === 0) return reject(483);
  // A Route that is still there leads to another proxy, and this exchange has no way out of the machine.
  if (listHeader(request, 'Route').length > 0) return reject(403);
  const onward = replaceHeader(request, 'Max-Forwards', [String(maxForwards - 1)]);
  return token === undefined ? decideByUri(onward, uri, view) : decideByToken(onward, token, view);
}

function decideByUri(request: SipRequest, uri: SipUri, view: RouteView): RouteDecision {
  const inDialog = readTag(findHeader(request, 'To')) !== undefined;
  const relay = (targets: readonly Target[]): RouteDecision => ({
    type: 'relay',
    request,
    targets,
    recordRoute: openers.has(request.method) && !inDialog,
    isProven: false,
  });
  const contact = view.findContact(request.uri);
  if (contact !== undefined) return relay([contact]);
  if (inDialog) return reject(481);
  const targets = view.isOurs(uri) && uri.user !== undefined ? view.findUser(uri.user) : undefined;
  if (targets === undefined) return reject(404);
  return targets.length === 0 ? reject(480) : relay(targets);
}

function decideByToken(request: SipRequest, token: string, view: RouteView): RouteDecision {
  const flow = view.readToken(token);
  if (flow === undefined) return reject(403);
  // A socket that is gone: a phone that came back registers the same contact again, on its new socket. That is where
  // it can be reached, and a call survives. Otherwise 430 (RFC 5626 section 5.3.1).
  const target = view.isLive(flow) ? { flow, uri: request.uri } : view.findContact(request.uri);
  if (target === undefined) return reject(430);
  return { type: 'relay', request, targets: [target], recordRoute: false, isProven: true };
}

/**
 * Takes our own Route values off the top. There are two in every dialog, one for each side, and the last one taken
 * names the side the request is going to.
 */
function takeOwnRoutes(
  request: SipRequest,
  view: RouteView,
): { request: SipRequest; token: string | undefined } {
  const routes = [...listHeader(request, 'Route')];
  let token: string | undefined;
  while (routes[0] !== undefined) {
    const uri = parseUri(parseAddress(routes[0])?.uri ?? '');
    if (uri === undefined || !view.isOurs(uri)) break;
    token = uri.user ?? token;
    routes.shift();
  }
  return { request: replaceHeader(request, 'Route', routes), token };
}

/** A strict router puts our own Record-Route into the Request-URI and the target last in Route (section 16.4). */
function restoreStrictRoute(request: SipRequest, view: RouteView): SipRequest {
  const uri = parseUri(request.uri);
  const routes = listHeader(request, 'Route');
  const last = parseAddress(routes.at(-1) ?? '');
  if (uri?.user === undefined || last === undefined || !view.isOurs(uri)) return request;
  if (view.readToken(uri.user) === undefined) return request;
  const remaining = [`<${request.uri}>`, ...routes.slice(0, -1)];
  return replaceHeader({ ...request, uri: last.uri }, 'Route', remaining);
}
