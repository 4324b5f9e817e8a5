import { findHeader, type SipHeader, type SipRequest, type SipResponse } from '../sip/message.ts';
import { buildDialogRequest, openCalleeDialog, openCallerDialog, type Dialog } from './dialog.ts';
import type { ServerTransaction } from './endpoint.ts';
import { createLegCore, type Leg, type LegCore, type LegPorts } from './leg-core.ts';
import { takeLateAnswer } from './late-answer.ts';
import { startLeg } from './leg-machine.ts';
import type { Party } from './party.ts';
import { serveDialog } from './serve-dialog.ts';

/** How long the ACK to our 200 may take (RFC 3261 section 13.3.1.4). */
const ackPatienceMs = 32_000;
/** Beyond the party's own limit: ends calls whose media never came up. */
const hardLimitMs = 30_000;

export interface CallPlan {
  readonly target: string;
  /** From without tag. */
  readonly from: string;
  readonly headers: readonly SipHeader[];
  /** Rings so long, then CANCEL. */
  readonly giveUpMs: number;
  readonly limitMs: number;
}

/** Dials; resolves when the INVITE has been sent, undefined when no offer could be made. */
export async function dial(ports: LegPorts, party: Party, plan: CallPlan): Promise<Leg | undefined> {
  const offer = await party.media.createOffer();
  if (offer === undefined) {
    party.close();
    return undefined;
  }
  const callId = `${ports.newToken()}@${ports.domain}`;
  const core = createLegCore(ports, party, startLeg('outgoing'), callId, serve(ports), (effect) => {
    if (effect === 'cancel') transaction.cancel();
    if (effect === 'acknowledge' && core.dialog !== undefined) acknowledge(ports, core.dialog);
  });
  const request = buildInvite(core, plan, offer);
  const transaction = ports.endpoint.request(request, {
    onProvisional: (response) => {
      if (response.status > 100) core.tell({ type: 'progressed' });
    },
    onFinal: (response) => {
      stopWaiting();
      if (response.status >= 300) core.tell({ type: 'refused', status: response.status });
      else void takeAccept(ports, core, request, response, plan.limitMs);
    },
  });
  const stopWaiting = core.after(plan.giveUpMs, core.hangUp);
  return core;
}

const serve = (ports: LegPorts) => (core: LegCore) => serveDialog(ports, core);

function buildInvite(core: LegCore, plan: CallPlan, offer: string): SipRequest {
  return {
    kind: 'request',
    method: 'INVITE',
    uri: plan.target,
    headers: [
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: `${plan.from};tag=${core.localTag}` },
      { name: 'To', value: `<${plan.target}>` },
      { name: 'Call-ID', value: core.callId },
      { name: 'CSeq', value: '1 INVITE' },
      core.contact,
      { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, REFER, NOTIFY, MESSAGE' },
      ...plan.headers,
      { name: 'Content-Type', value: 'application/sdp' },
    ],
    body: offer,
  };
}

async function takeAccept(
  ports: LegPorts,
  core: LegCore,
  request: SipRequest,
  response: SipResponse,
  limitMs: number,
): Promise<void> {
  const dialog = openCallerDialog(request, response);
  if (dialog === undefined) {
    core.tell({ type: 'refused', status: 500 });
    return;
  }
  if (core.dialog !== undefined && core.dialog.remoteTag !== dialog.remoteTag) {
    // A second phone answered the same call: it is acknowledged and let go (RFC 3261 section 13.2.2.4).
    acknowledge(ports, dialog);
    ports.endpoint.request(buildDialogRequest(dialog, 'BYE').request);
    return;
  }
  const isRepeated = core.dialog !== undefined;
  core.dialog ??= dialog;
  core.tell({ type: 'accepted' });
  if (isRepeated || core.readState().phase !== 'talking') return;
  core.after(limitMs + hardLimitMs, core.hangUp);
  if (!(await core.party.media.acceptAnswer(response.body))) {
    core.hangUp();
    return;
  }
  core.party.noteNegotiated();
}

/** The ACK to the 2xx of the INVITE, which had CSeq 1 (section 13.2.2.4). */
function acknowledge(ports: LegPorts, dialog: Dialog): void {
  ports.endpoint.request(buildDialogRequest(dialog, 'ACK', { sequence: 1 }).request);
}

export interface AnswerOptions {
  /** 0 answers at once, without ringing. */
  readonly ringMs: number;
  readonly limitMs: number;
}

/** Rings and then answers, or refuses with 488 when no description can be agreed on. */
export function takeCall(
  ports: LegPorts,
  party: Party,
  invite: ServerTransaction,
  options: AnswerOptions,
): Leg {
  const callId = findHeader(invite.request, 'Call-ID') ?? '';
  const core = createLegCore(ports, party, startLeg('incoming'), callId, serve(ports), (effect) => {
    if (effect === 'refuse') invite.respond(480, { toTag: core.localTag });
  });
  core.dialog = openCalleeDialog(invite.request, core.localTag);
  invite.onCancel = () => core.tell({ type: 'left' });
  const answer = (): void => void answerCall(core, invite, options.limitMs);
  if (options.ringMs === 0) answer();
  else {
    invite.respond(180, { toTag: core.localTag, headers: [core.contact] });
    core.after(options.ringMs, answer);
  }
  return core;
}

async function answerCall(core: LegCore, invite: ServerTransaction, limitMs: number): Promise<void> {
  const { media } = core.party;
  // A call without an offer is answered with one; the answer then comes in the ACK (section 13.2.1).
  const isLateOffer = invite.request.body === '';
  const body = isLateOffer ? await media.createOffer() : await media.answerOffer(invite.request.body);
  if (core.readState().phase !== 'ringing') return;
  if (body === undefined || core.dialog === undefined) {
    invite.respond(488, { toTag: core.localTag });
    core.tell({ type: 'refused', status: 488 });
    return;
  }
  const headers = [core.contact, { name: 'Content-Type', value: 'application/sdp' }];
  invite.respond(200, { toTag: core.localTag, headers, body });
  core.tell({ type: 'accepted' });
  if (!isLateOffer) core.party.noteNegotiated();
  core.after(limitMs + hardLimitMs, core.hangUp);
  const stopWaiting = core.after(ackPatienceMs, core.hangUp);
  core.onAck = (ack) => {
    stopWaiting();
    if (isLateOffer) void takeLateAnswer(core, ack.body);
  };
}
