import type { ScriptedPeer } from './scripted-peer.ts';
import { formatSipMessage, freshToken, type SipMessage } from './sip-message.ts';

/** The far end of one subscription: accepts the SUBSCRIBE and notifies in its dialog (RFC 6665). */
export class ScriptedNotifier {
  readonly subscribe: SipMessage;
  readonly #peer: ScriptedPeer;
  readonly #tag = freshToken('notifier');
  #cseq = 1;

  constructor(peer: ScriptedPeer, subscribe: SipMessage, expires = 600) {
    this.#peer = peer;
    this.subscribe = subscribe;
    peer.reply(subscribe, 200, {
      tag: this.#tag,
      headers: [`Expires: ${expires}`, 'Contact: <sip:far@far.invalid;transport=ws>'],
    });
  }

  /** Sends a NOTIFY and resolves with the status that the phone answers. */
  async notify(body: string, state = 'active;expires=600'): Promise<number> {
    const target = /<([^>]+)>/.exec(this.subscribe.header('contact'))?.[1] ?? '';
    const callId = this.subscribe.header('call-id');
    const cseq = `${this.#cseq++} NOTIFY`;
    this.#peer.send(
      formatSipMessage(
        `NOTIFY ${target} SIP/2.0`,
        [
          `Via: SIP/2.0/WS far.invalid;branch=z9hG4bK${freshToken('notify')}`,
          'Max-Forwards: 70',
          `From: ${this.subscribe.header('to')};tag=${this.#tag}`,
          `To: ${this.subscribe.header('from')}`,
          `Call-ID: ${callId}`,
          `CSeq: ${cseq}`,
          'Contact: <sip:far@far.invalid;transport=ws>',
          `Event: ${this.subscribe.header('event')}`,
          `Subscription-State: ${state}`,
        ],
        body === '' ? {} : { body, contentType: this.subscribe.header('accept') },
      ),
    );
    const answer = await this.#peer.next(
      (message) =>
        message.status > 0 && message.header('call-id') === callId && message.header('cseq') === cseq,
    );
    return answer.status;
  }
}

export const dialogInfo = (dialogs: string, version: number, state: 'full' | 'partial' = 'full'): string =>
  `<?xml version="1.0"?>\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="${state}" entity="sip:102@pbx.invalid">${dialogs}</dialog-info>`;

export const ringing =
  '<dialog id="102" direction="recipient"><state>early</state><remote><identity display="Erika">sip:+4930123456@bed</identity></remote></dialog>';
export const talking = '<dialog id="102"><state>confirmed</state></dialog>';
