import { parseAddress, readTag } from '../sip/address.ts';
import {
  findHeader,
  listHeader,
  readCSeq,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from '../sip/message.ts';

/** One side's view of a dialog (RFC 3261 section 12). `localSequence` is the last CSeq number this side used. */
export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From of this side's requests, with its tag. */
  readonly local: string;
  /** To of this side's requests, with its tag. */
  readonly remote: string;
  readonly remoteTarget: string;
  readonly routes: readonly string[];
  readonly localSequence: number;
  readonly remoteSequence: number;
}

/** The dialog that a 2xx opens for the caller (section 12.1.2): Record-Route is used from the far end backwards. */
export function openCallerDialog(request: SipRequest, response: SipResponse): Dialog | undefined {
  const local = findHeader(request, 'From') ?? '';
  const remote = findHeader(response, 'To') ?? '';
  const remoteTarget = readContact(response);
  const [localTag, remoteTag] = [readTag(local), readTag(remote)];
  if (localTag === undefined || remoteTag === undefined || remoteTarget === undefined) return undefined;
  return {
    callId: findHeader(request, 'Call-ID') ?? '',
    localTag,
    remoteTag,
    local,
    remote,
    remoteTarget,
    routes: [...listHeader(response, 'Record-Route')].reverse(),
    localSequence: readCSeq(request)?.number ?? 0,
    remoteSequence: -1,
  };
}

/** The dialog that an INVITE opens for the callee (section 12.1.1). */
export function openCalleeDialog(request: SipRequest, localTag: string): Dialog | undefined {
  const remote = findHeader(request, 'From') ?? '';
  const remoteTag = readTag(remote);
  const remoteTarget = readContact(request);
  if (remoteTag === undefined || remoteTarget === undefined) return undefined;
  return {
    callId: findHeader(request, 'Call-ID') ?? '',
    localTag,
    remoteTag,
    local: `${findHeader(request, 'To') ?? ''};tag=${localTag}`,
    remote,
    remoteTarget,
    routes: listHeader(request, 'Record-Route'),
    localSequence: 0,
    remoteSequence: readCSeq(request)?.number ?? 0,
  };
}

export interface DialogRequest {
  readonly dialog: Dialog;
  readonly request: SipRequest;
}

/** The next request of this side, without Via. ACK keeps the number of its INVITE (section 13.2.2.4). */
export function buildDialogRequest(
  dialog: Dialog,
  method: string,
  options: {
    readonly headers?: readonly SipHeader[];
    readonly body?: string;
    readonly sequence?: number;
  } = {},
): DialogRequest {
  const sequence = options.sequence ?? dialog.localSequence + 1;
  const request: SipRequest = {
    kind: 'request',
    method,
    uri: dialog.remoteTarget,
    headers: [
      ...dialog.routes.map((value) => ({ name: 'Route', value })),
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: dialog.local },
      { name: 'To', value: dialog.remote },
      { name: 'Call-ID', value: dialog.callId },
      { name: 'CSeq', value: `${sequence} ${method}` },
      ...(options.headers ?? []),
    ],
    body: options.body ?? '',
  };
  return {
    dialog:
      method === 'ACK' ? dialog : { ...dialog, localSequence: Math.max(dialog.localSequence, sequence) },
    request,
  };
}

/**
 * Takes note of a request of the other side: undefined when its CSeq is lower than one already seen (500, section
 * 12.2.2). A re-INVITE or UPDATE may move the other side to another contact.
 */
export function receiveInDialog(dialog: Dialog, request: SipRequest): Dialog | undefined {
  const number = readCSeq(request)?.number ?? 0;
  if (number < dialog.remoteSequence) return undefined;
  const isRefresh = request.method === 'INVITE' || request.method === 'UPDATE';
  const remoteTarget = (isRefresh ? readContact(request) : undefined) ?? dialog.remoteTarget;
  return { ...dialog, remoteSequence: number, remoteTarget };
}

function readContact(message: SipRequest | SipResponse): string | undefined {
  return parseAddress(findHeader(message, 'Contact') ?? '')?.uri;
}
