import { Core, SessionState, UserAgent, type Session, type URI } from 'sip.js';
import { dialogSchema, type Dialog } from '../../../../electron/common/call/dialog.ts';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { PublishPhoneEvent } from '../../phone-events.ts';
import { replacesValue } from '../dialect/replaces.ts';
import type { LineCall } from './line-call.ts';
import type { CallPlan, OutgoingCall, WayOfCall } from './outgoing-call.ts';

/**
 * Requests of the page before that we do not know of: refreshes, INFO, a goodbye that was not answered. A gap in CSeq
 * does no harm, a number that was used already gets 500 (RFC 3261 section 12.2.2).
 */
const sequenceGap = 1_000;

/** Tells the dialog of a call as soon as it stands, so that it is known outside this page. */
export function tellDialog(call: LineCall, publish: PublishPhoneEvent): void {
  const { id, session } = call;
  session.stateChange.addListener((state) => {
    const dialog = state === SessionState.Established ? describeDialog(session) : null;
    if (dialog !== null && call.phase !== 'ended') publish('line/dialog', { id, dialog });
  });
}

/** null if it is of no usual size. */
function describeDialog({ dialog }: Session): Dialog | null {
  if (!(dialog instanceof Core.SessionDialog)) return null;
  const described = dialogSchema.safeParse({
    callId: dialog.callId,
    localTag: dialog.localTag,
    remoteTag: dialog.remoteTag,
    localUri: dialog.localURI.toString(),
    remoteUri: dialog.remoteURI.toString(),
    target: dialog.remoteTarget.toString(),
    routes: dialog.routeSet,
    sequence: dialog.localSequenceNumber ?? 0,
  });
  return described.success ? described.data : null;
}

/**
 * Where the other side of such a call is asked to go on: the Contact that it gave for requests of this call, so that
 * the very server is reached that has it. The route of the old dialog is not taken over: this INVITE opens one of its
 * own, and proxies refuse a route that they did not give for it.
 */
export function targetOf(dialog: Dialog): Result<URI> {
  const uri = UserAgent.makeURI(dialog.target);
  return uri === undefined ? fail(appError('call.invalid-number')) : ok(uri);
}

/**
 * Asterisk looks for the user of the Request-URI in its dial plan before it looks at Replaces, and its own Contact is not
 * in there (22.10: 404). Then the INVITE goes to our own number, which is; should it come back to us, it is for a dialog
 * unknown: 481.
 *
 * There it offers G.711 alone. In a call that we had made, Asterisk swaps the channel that Dial runs in; where it
 * translated between two codecs before, it goes on to get our sound and sends none of it on. Who takes no G.711 (488,
 * RFC 3261 section 21.4.26) is asked once more with every codec.
 */
export function planTakingBack(
  dialog: Dialog,
  ownNumber: URI,
  replace: (call: OutgoingCall, target: URI, plan: CallPlan) => boolean,
): WayOfCall {
  const askExchange = (call: OutgoingCall, change: Pick<CallPlan, 'media' | 'detour'>): boolean =>
    replace(call, ownNumber.clone(), { ...call.plan, ...change });
  const askWithEveryCodec: CallPlan['detour'] = (call, status) =>
    status === 488 && askExchange(call, { media: {}, detour: null });
  return {
    // Whoever does not know Replaces must refuse (420): else it would be a second call.
    headers: [`Replaces: ${replacesValue(dialog)}`, 'Require: replaces'],
    media: {},
    onStatus: () => undefined,
    redirect: null,
    detour: (call, status) =>
      status === 404 && askExchange(call, { media: { plainOnly: true }, detour: askWithEveryCodec }),
  };
}

/** Ends a call that another page held; resolves when the other side has answered, whatever it says. */
export async function endLostDialog(
  { userAgentCore }: Pick<UserAgent, 'userAgentCore'>,
  dialog: Dialog,
  isRegistered: () => boolean,
): Promise<Result<null>> {
  if (!isRegistered()) return fail(appError('call.no-line'));
  const [target, local, remote] = [dialog.target, dialog.localUri, dialog.remoteUri].map((uri) =>
    UserAgent.makeURI(uri),
  );
  // Not to be read: it can never be said.
  if (target === undefined || local === undefined || remote === undefined) return ok(null);
  const bye = userAgentCore.makeOutgoingRequestMessage('BYE', target, local, remote, {
    callId: dialog.callId,
    cseq: dialog.sequence + sequenceGap,
    fromTag: dialog.localTag,
    toTag: dialog.remoteTag,
    routeSet: [...dialog.routes],
  });
  return new Promise((resolve) => {
    // On a socket that broke, sip.js makes up an answer.
    const answered = (): void => {
      resolve(isRegistered() ? ok(null) : fail(appError('sip.connection-lost')));
    };
    userAgentCore.request(bye, { onAccept: answered, onReject: answered, onRedirect: answered });
  });
}
