import { findHeader } from '../sip/message.ts';
import { receiveInDialog } from './dialog.ts';
import type { DialogUser, ServerTransaction } from './endpoint.ts';
import type { LegCore, LegPorts } from './leg-core.ts';
import { takeLateAnswer } from './late-answer.ts';
import { serveTransfer } from './transfer.ts';

/** Answers what the other side sends inside the dialog of one leg. */
export function serveDialog(ports: LegPorts, core: LegCore): DialogUser {
  let isNegotiating = false;

  const negotiate = async (transaction: ServerTransaction): Promise<void> => {
    const { request } = transaction;
    const { media } = core.party;
    const isLateOffer = request.body === '';
    isNegotiating = true;
    const body = isLateOffer ? await media.createOffer() : await media.answerOffer(request.body);
    isNegotiating = false;
    if (core.readState().phase === 'ended') {
      transaction.respond(481);
      return;
    }
    // A refused change leaves the call as it was (RFC 3261 section 14.2).
    if (body === undefined) {
      transaction.respond(488);
      return;
    }
    const headers = [core.contact, { name: 'Content-Type', value: 'application/sdp' }];
    transaction.respond(200, { headers, body });
    if (!isLateOffer) {
      core.party.noteNegotiated();
      if (media.isAudible()) core.onTakenBack?.();
      return;
    }
    core.onAck = (ack) => void takeLateAnswer(core, ack.body);
  };

  const takeOffer = (transaction: ServerTransaction): void => {
    if (core.readState().phase !== 'talking') return transaction.respond(491);
    // Two offers at once from the same side (section 14.2).
    if (isNegotiating) {
      return transaction.respond(500, { headers: [{ name: 'Retry-After', value: '1' }] });
    }
    if (transaction.request.method === 'UPDATE' && transaction.request.body === '') {
      return transaction.respond(200, { headers: [core.contact] });
    }
    void negotiate(transaction);
  };

  return {
    receiveAck(request) {
      const take = core.onAck;
      core.onAck = undefined;
      take?.(request);
    },
    receiveRequest(transaction) {
      const { request } = transaction;
      const dialog = core.dialog === undefined ? undefined : receiveInDialog(core.dialog, request);
      if (core.dialog === undefined) {
        transaction.respond(481);
        return;
      }
      if (dialog === undefined) {
        transaction.respond(500);
        return;
      }
      core.dialog = dialog;
      switch (request.method) {
        case 'INVITE':
        case 'UPDATE': {
          takeOffer(transaction);
          return;
        }
        case 'BYE':
          transaction.respond(200);
          {
            core.tell({ type: 'left' });
            return;
          }
        case 'REFER': {
          serveTransfer(ports, core, transaction);
          return;
        }
        case 'INFO': {
          // Digits are taken; anything that names a package was not agreed on (RFC 6086 section 4.2.2).
          transaction.respond(findHeader(request, 'Info-Package') === undefined ? 200 : 469);
          return;
        }
        case 'OPTIONS':
        case 'MESSAGE':
        case 'NOTIFY': {
          transaction.respond(200);
          return;
        }
        case 'SUBSCRIBE': {
          transaction.respond(489);
          return;
        }
        default: {
          transaction.respond(501);
          return;
        }
      }
    },
  };
}
