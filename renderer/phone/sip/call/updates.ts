import { Core } from 'sip.js';
import { AllowedMethods } from 'sip.js/lib/core/user-agent-core/allowed-methods.js';
import type { CallMedia, NegotiationOptions } from '../../media/media-port.ts';
import { runDetached, runGuarded, type ReportDefect } from '../lib/guard.ts';
import type { Reinvites } from './reinvites.ts';

/** What is answered to an UPDATE. */
export interface UpdateAnswer {
  readonly status: number;
  readonly headers?: readonly string[];
  readonly sdp?: string;
}

/** The call that an UPDATE is about. */
export interface UpdateTarget {
  takeUpdate(message: Core.IncomingRequestMessage): Promise<UpdateAnswer>;
}

/** Names UPDATE in every Allow header that sip.js writes, which has no setting for it. */
export function allowUpdate(): void {
  if (!AllowedMethods.includes('UPDATE')) AllowedMethods.push('UPDATE');
}

export const allowHeader = (): string => `Allow: ${AllowedMethods.join(', ')}`;

/**
 * Answers UPDATE (RFC 3311), which sip.js answers 501 in a dialog. Over a WebSocket no request comes twice, so no
 * transaction is kept.
 */
export function serveUpdates(
  core: Core.UserAgentCore,
  findCall: (callId: string) => UpdateTarget | undefined,
  reportDefect: ReportDefect,
): void {
  const passOn = core.receiveIncomingRequestFromTransport.bind(core);
  const contact = core.configuration.contact.toString();
  const reply = (message: Core.IncomingRequestMessage, { status, headers = [], sdp }: UpdateAnswer): void => {
    const described = { contentDisposition: 'session', contentType: 'application/sdp', content: sdp ?? '' };
    core.replyStateless(message, {
      statusCode: status,
      // RFC 3311 section 5.2: the answer to a request that refreshes the target has a Contact.
      extraHeaders: [...(status < 300 ? [`Contact: ${contact}`, allowHeader()] : []), ...headers],
      ...(sdp === undefined ? {} : { body: described }),
    });
  };

  const receive = async (message: Core.IncomingRequestMessage): Promise<void> => {
    const dialog = core.dialogs.get(`${message.callId}${message.toTag}${message.fromTag}`);
    const call = dialog instanceof Core.SessionDialog ? findCall(message.callId) : undefined;
    if (dialog === undefined || call === undefined) {
      reply(message, { status: 481 });
      return;
    }
    if (message.cseq <= (dialog.remoteSequenceNumber ?? 0)) {
      reply(message, { status: 500 });
      return;
    }
    // That of a session dialog would take the number and then answer 501.
    Core.Dialog.prototype.receiveRequest.call(dialog, message);
    const answer = await call.takeUpdate(message);
    if (answer.status < 300) refreshTarget(dialog, message);
    reply(message, answer);
  };

  core.receiveIncomingRequestFromTransport = (message) => {
    if (message.method === 'UPDATE') runDetached(reportDefect, 'update', receive(message));
    else passOn(message);
  };
}

/** RFC 3261 section 12.2.2; sip.js keeps the state of a dialog to itself. */
function refreshTarget(dialog: Core.Dialog, message: Core.IncomingRequestMessage): void {
  const contact: unknown = message.parseHeader('contact');
  const state: unknown = Reflect.get(dialog, 'dialogState');
  if (contact instanceof Core.NameAddrHeader && typeof state === 'object' && state !== null)
    Reflect.set(state, 'remoteTarget', contact.uri);
}

/**
 * The answer to a session description in an UPDATE (RFC 3311 section 5.2). `isHeld`: whether we hold the call.
 */
export async function answerOffer(
  sdp: string,
  parts: {
    readonly media: CallMedia;
    readonly reinvites: Reinvites;
    readonly dialog: Core.Session | undefined;
    readonly isHeld: boolean;
    readonly reportDefect: ReportDefect;
  },
): Promise<UpdateAnswer> {
  const { media, reinvites, dialog } = parts;
  const isAnswering = dialog instanceof Core.SessionDialog && dialog.reinviteUserAgentServer !== undefined;
  if (isAnswering) return { status: 500, headers: ['Retry-After: 1'] };
  if (reinvites.isBusy()) return { status: 491 };
  return reinvites.exclusively(async () => {
    try {
      await media.setDescription(sdp, {});
      const options: NegotiationOptions = { hold: parts.isHeld };
      const answer = await media.getDescription(options);
      return { status: 200, sdp: answer.body };
    } catch {
      runGuarded(parts.reportDefect, 'update-rollback', () => {
        runDetached(parts.reportDefect, 'update-rollback', media.rollbackDescription());
      });
      return { status: 488 };
    }
  });
}
