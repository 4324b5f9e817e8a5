import { Core, SessionState, UserAgent, type Session, type URI } from 'sip.js';
import { dialogSchema, type Dialog } from '../../../../electron/common/call/dialog.ts';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { PublishPhoneEvent } from '../../phone-events.ts';
import { replacesValue } from '../dialect/replaces.ts';
import type { LineCall } from './line-call.ts';
import type { WayOfCall } from './outgoing-call.ts';

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

export function planTakingBack(dialog: Dialog, detour: WayOfCall['detour']): WayOfCall {
  return {
    // Whoever does not know Replaces must refuse (420): else it would be a second call.
    headers: [`Replaces: ${replacesValue(dialog)}`, 'Require: replaces'],
    onStatus: () => undefined,
    redirect: null,
    detour,
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
