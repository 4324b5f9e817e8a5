import { parseAddress } from '../sip/address.ts';
import { findHeader, readCSeq } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import type { ServerTransaction } from './endpoint.ts';
import type { LegCore, LegPorts } from './leg-core.ts';

/** The operator's phone ends its leg after a finished transfer; one that forgets is not left with a dead line. */
const leaveAfterMs = 5_000;

/**
 * REFER as a transferee answers it (RFC 3515, RFC 5589): 202, NOTIFY 100 at once, then the fate of the new call. A
 * failed transfer leaves the customer with the operator, and so does one that the operator takes back while it rings.
 */
export function serveTransfer(ports: LegPorts, core: LegCore, transaction: ServerTransaction): void {
  const { request } = transaction;
  const written = parseAddress(findHeader(request, 'Refer-To') ?? '')?.uri ?? '';
  const uri = parseUri(written);
  if (uri?.user === undefined) return transaction.respond(400);
  if (core.readState().phase !== 'talking') return transaction.respond(481);
  transaction.respond(202, { headers: [core.contact] });
  // With more than one REFER in a dialog the id says which one is meant (RFC 3515 section 2.4.6).
  const event = `refer;id=${readCSeq(request)?.number ?? 0}`;
  let isOver = false;
  const notify = (status: number): void => {
    if (isOver) return;
    isOver = status >= 200;
    core.send('NOTIFY', {
      headers: [
        { name: 'Event', value: event },
        {
          name: 'Subscription-State',
          value: isOver ? 'terminated;reason=noresource' : 'active;expires=60',
        },
        core.contact,
        { name: 'Content-Type', value: 'message/sipfrag;version=2.0' },
      ],
      body: `SIP/2.0 ${status} ${describe(status)}\r\n`,
    });
    if (isOver && status < 300) core.after(leaveAfterMs, core.hangUp);
  };
  notify(100);
  const giveUp = ports.onTransfer({
    target: written.split(/[?;]/, 1)[0] ?? written,
    replaces: uri.headers.get('replaces'),
    referredBy: findHeader(request, 'Referred-By'),
    report: notify,
  });
  core.onTakenBack = () => {
    core.onTakenBack = undefined;
    if (isOver) return;
    notify(487);
    giveUp();
  };
}

/** The dialog a Replaces value names (RFC 3891 section 6.1); undefined when a part is missing. */
export function readReplaces(value: string): { callId: string; toTag: string; fromTag: string } | undefined {
  const parameters = parseAddress(`<sip:replaces>;${value.split(';').slice(1).join(';')}`)?.parameters;
  const callId = value.split(';', 1)[0]?.trim() ?? '';
  const [toTag, fromTag] = [parameters?.get('to-tag'), parameters?.get('from-tag')];
  if (callId === '' || toTag === undefined || fromTag === undefined) return undefined;
  return { callId, toTag, fromTag };
}

function describe(status: number): string {
  if (status < 200) return status === 100 ? 'Trying' : 'Ringing';
  return status < 300 ? 'OK' : 'Failed';
}
