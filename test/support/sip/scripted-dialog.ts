import type { ScriptedPeer } from './scripted-peer.ts';
import { formatSipMessage, freshToken, type MessageParts, type SipMessage } from './sip-message.ts';

export const farContact = 'Contact: <sip:far@far.invalid;transport=ws>';

export const remoteSdp = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 12000 UDP/TLS/RTP/SAVPF 8 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=sendrecv',
  '',
].join('\r\n');

/** The far end of one call: knows the tags, and writes requests that fit. */
export class ScriptedDialog {
  readonly callId: string;
  peer: ScriptedPeer;
  readonly #localTag: string;
  readonly #local: string;
  readonly #remote: string;
  readonly #target: string;
  #cseq: number;

  private constructor(
    peer: ScriptedPeer,
    parts: { callId: string; localTag: string; local: string; remote: string; target: string; cseq: number },
  ) {
    this.peer = peer;
    this.callId = parts.callId;
    this.#localTag = parts.localTag;
    this.#local = parts.local;
    this.#remote = parts.remote;
    this.#target = parts.target;
    this.#cseq = parts.cseq;
  }

  get localTag(): string {
    return this.#localTag;
  }

  /** The dialog of a call that the far end made and the phone accepted with `ok`. */
  static ofAccepted(peer: ScriptedPeer, ok: SipMessage): ScriptedDialog {
    return new ScriptedDialog(peer, {
      callId: ok.header('call-id'),
      localTag: ok.tag('from'),
      local: ok.header('from'),
      remote: ok.header('to'),
      target: contactOf(ok),
      cseq: Number.parseInt(ok.header('cseq'), 10),
    });
  }

  /** The dialog of a call that the phone made; answer its INVITE with the same tag, '' for none. */
  static ofInvite(peer: ScriptedPeer, invite: SipMessage, tag: string): ScriptedDialog {
    return new ScriptedDialog(peer, {
      callId: invite.header('call-id'),
      localTag: tag,
      local: tag === '' ? invite.header('to') : `${invite.header('to')};tag=${tag}`,
      remote: invite.header('from'),
      target: contactOf(invite),
      cseq: 100,
    });
  }

  request(method: string, parts: MessageParts = {}): void {
    this.#cseq++;
    this.#send(method, this.#cseq, parts);
  }

  /** A request under the number of the last one, as something late or out of order comes. */
  repeat(method: string, parts: MessageParts = {}): void {
    this.#send(method, this.#cseq, parts);
  }

  /** ACK to the 200 of our last INVITE. */
  acknowledge(parts: MessageParts = {}): void {
    this.#send('ACK', this.#cseq, parts);
  }

  #send(method: string, cseq: number, parts: MessageParts): void {
    this.peer.send(
      formatSipMessage(
        `${method} ${this.#target} SIP/2.0`,
        [
          `Via: SIP/2.0/WS far.invalid;branch=z9hG4bK${freshToken('in')}`,
          'Max-Forwards: 70',
          `From: ${this.#local}`,
          `To: ${this.#remote}`,
          `Call-ID: ${this.callId}`,
          `CSeq: ${cseq} ${method}`,
          ...(parts.headers?.some((header) => header.startsWith('Contact:')) === true ? [] : [farContact]),
        ],
        parts,
      ),
    );
  }
}

export interface IncomingInvite {
  readonly callId: string;
  /** The same transaction: for CANCEL. */
  cancel(headers?: readonly string[]): void;
}

/** The far end calls the phone that registered over `peer`. */
export function sendInvite(
  peer: ScriptedPeer,
  target: string,
  parts: MessageParts & { readonly from?: string; readonly branch?: string } = {},
): IncomingInvite {
  const callId = freshToken('call-');
  const branch = parts.branch ?? `z9hG4bK${freshToken('invite')}`;
  const from = parts.from ?? '"Erika Mustermann" <sip:+380441234567@far.invalid>';
  const common = [
    `Via: SIP/2.0/WS far.invalid;branch=${branch}`,
    'Max-Forwards: 70',
    `From: ${from};tag=${freshToken('caller')}`,
    `To: <${target}>`,
    `Call-ID: ${callId}`,
  ];
  const body = parts.body ?? remoteSdp;
  peer.send(
    formatSipMessage(`INVITE ${target} SIP/2.0`, [...common, 'CSeq: 1 INVITE', farContact], {
      ...parts,
      body,
    }),
  );
  return {
    callId,
    cancel: (headers = []) => {
      peer.send(formatSipMessage(`CANCEL ${target} SIP/2.0`, [...common, 'CSeq: 1 CANCEL'], { headers }));
    },
  };
}

/** Resolves when the phone has worked off all that was sent before: answers come in order. */
export async function untilHandled(peer: ScriptedPeer): Promise<void> {
  const callId = freshToken('barrier-');
  const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';
  peer.send(
    formatSipMessage(
      `OPTIONS ${target} SIP/2.0`,
      [
        `Via: SIP/2.0/WS far.invalid;branch=z9hG4bK${callId}`,
        'Max-Forwards: 70',
        `From: <sip:far@far.invalid>;tag=${callId}`,
        `To: <${target}>`,
        `Call-ID: ${callId}`,
        'CSeq: 1 OPTIONS',
      ],
      {},
    ),
  );
  await peer.next((message) => message.header('call-id') === callId);
}

function contactOf(message: SipMessage): string {
  return /<([^>]+)>/.exec(message.header('contact'))?.[1] ?? '';
}
