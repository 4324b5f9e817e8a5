import { Core, type Referral } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { cleanText } from '../lib/clean-text.ts';
import { parseNameAddr, parsePartyUri } from '../message/name-addr.ts';

/** As long as the hub offers the number to the operator. */
const decideMs = 30_000;

/** A REFER (RFC 3515), within a call or outside of any. */
export interface ReferRequest {
  readonly message: Core.IncomingRequestMessage;
  accept(options: { statusCode: number; extraHeaders: string[] }): Core.OutgoingResponse | undefined;
  reject(statusCode: number): void;
  /** The dialog it came in; undefined outside of any. */
  readonly dialog: Core.Session | undefined;
}

/** What the INVITE of a granted request says besides, and who is told how it went. */
export interface GrantedReferral {
  readonly headers: readonly string[];
  /** Status of every response to that INVITE; 200 when it is answered. */
  tell(status: number): void;
}

export interface Referrals {
  receive(request: ReferRequest): void;
  /** The operator dials for this request; undefined if it waits no more. */
  grant(id: string): GrantedReferral | undefined;
}

export interface ReferralParts {
  readonly core: Core.UserAgentCore;
  readonly clock: Clock;
  /** Whether requests are laid before the operator at all. */
  readonly mayAsk: () => boolean;
  readonly newId: () => string;
  /** Whether this can be dialled here. */
  readonly isDiallable: (number: string) => boolean;
  readonly ask: (id: string, number: string) => void;
}

/** Somebody wants this phone to call a number. Nothing is ever dialled without the word of the operator (T41). */
export function createReferrals(parts: ReferralParts): Referrals {
  let waiting: { readonly id: string; readonly granted: GrantedReferral; forget(): void } | undefined;

  return {
    receive(request) {
      const asked = readReferTo(request.message);
      if (!parts.mayAsk() || waiting !== undefined) {
        request.reject(603);
        return;
      }
      if (asked === null || !parts.isDiallable(asked.number)) {
        request.reject(400);
        return;
      }
      const notify = accept(parts.core, request);
      let isOpen = true;
      const tell = (status: number): void => {
        if (!isOpen) return;
        isOpen = status < 200;
        notify(status);
      };
      tell(100);
      const id = parts.newId();
      const cancel = parts.clock.after(decideMs, () => {
        waiting = undefined;
        tell(603);
      });
      const headers = [...readReferredBy(request.message), ...asked.headers];
      waiting = { id, granted: { headers, tell }, forget: cancel };
      parts.ask(id, asked.number);
    },
    grant(id) {
      if (waiting?.id !== id) return undefined;
      const { granted, forget } = waiting;
      waiting = undefined;
      forget();
      return granted;
    },
  };
}

/** The request of sip.js within a call, in the form of one outside. */
export function referInDialog(referral: Referral, dialog: Core.Session | undefined): ReferRequest {
  return {
    message: referral.request,
    dialog,
    accept: (options) => {
      void referral.accept(options);
      return undefined;
    },
    reject: (statusCode) => void referral.reject({ statusCode }),
  };
}

export function referOutside(request: Core.IncomingReferRequest): ReferRequest {
  return {
    message: request.message,
    dialog: undefined,
    accept: (options) => request.accept(options),
    reject: (statusCode) => {
      request.reject({ statusCode });
    },
  };
}

/** Only the user part counts: what is dialled goes to our own exchange, whatever host the request names. */
function readReferTo(
  message: Core.IncomingRequestMessage,
): { readonly number: string; readonly headers: readonly string[] } | null {
  const [value = ''] = message.getHeaders('Refer-To');
  const uri = parseNameAddr(value)?.uri ?? '';
  const party = parsePartyUri(uri);
  const method = /;method=([a-z]+)/i.exec(uri)?.[1]?.toUpperCase() ?? 'INVITE';
  if (party === null || party.user === '' || method !== 'INVITE') return null;
  // What the operator reads must be what would be dialled.
  if (cleanText(party.user, party.user.length) !== party.user) return null;
  const replaces = decode(/[?&]replaces=([^&>]+)/i.exec(uri)?.[1] ?? '');
  // RFC 3891: Call-ID and tags, nothing that could begin another header.
  const isReplaces = /^[\w!#$%&'*+./:<=>?@^`{|}~-]+(?:;[\w.+~!%*-]+(?:=[\w.+~!%*-]+)?)+$/.test(replaces);
  return { number: party.user, headers: isReplaces ? [`Replaces: ${replaces}`] : [] };
}

/** RFC 3892, at most one, without what could begin another header. */
function readReferredBy(message: Core.IncomingRequestMessage): readonly string[] {
  const [value = ''] = message.getHeaders('Referred-By');
  const address = parseNameAddr(value)?.uri ?? message.from.uri.toString();
  return /^(?:sips?|tel):[^\s<>"]{1,256}$/i.test(address) ? [`Referred-By: <${address}>`] : [];
}

/** Takes the request; the function it returns sends the NOTIFY with a status (RFC 3515 section 2.4.5). */
function accept(core: Core.UserAgentCore, request: ReferRequest): (status: number) => void {
  const { message, dialog } = request;
  const contact = `Contact: ${core.configuration.contact.toString()}`;
  // RFC 4488: the other side wants no reports.
  const isSilent = /^\s*false\b/i.test(message.getHeader('Refer-Sub') ?? '');
  const extraHeaders = [contact, ...(isSilent ? ['Refer-Sub: false'] : [])];
  const accepted = request.accept({ statusCode: 202, extraHeaders });
  if (isSilent) return () => undefined;
  if (dialog !== undefined) {
    return (status) => {
      if (core.dialogs.has(dialog.id)) dialog.notify(undefined, notice(status, contact));
    };
  }
  const fromTag = /^To:.*;tag=([^;\s]+)/im.exec(accepted?.message ?? '')?.[1] ?? '';
  const target: unknown = message.parseHeader('contact');
  const targetUri = target instanceof Core.NameAddrHeader ? target.uri : message.from.uri;
  const { callId, fromTag: toTag } = message;
  const routeSet = message.getHeaders('record-route');
  let cseq = 0;
  return (status) => {
    cseq++;
    const { extraHeaders: headers, body } = notice(status, contact);
    const options = { callId, cseq, fromTag, toTag, routeSet };
    const { uri: to } = message.from;
    core.request(
      core.makeOutgoingRequestMessage('NOTIFY', targetUri, message.to.uri, to, options, headers, body),
    );
  };
}

function notice(status: number, contact: string): { extraHeaders: string[]; body: Core.Body } {
  const state = status < 200 ? 'active;expires=60' : 'terminated;reason=noresource';
  return {
    extraHeaders: [contact, 'Event: refer', `Subscription-State: ${state}`],
    body: {
      contentDisposition: 'render',
      contentType: 'message/sipfrag;version=2.0',
      content: `SIP/2.0 ${status} ${phrases[status] ?? 'Reported'}\r\n`,
    },
  };
}

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  404: 'Not Found',
  486: 'Busy Here',
  487: 'Request Terminated',
  603: 'Decline',
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
