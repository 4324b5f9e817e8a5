import type { Core } from 'sip.js';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { runGuarded, type ReportDefect } from '../lib/guard.ts';
import { isReferEvent, readSipfragStatus } from './transfers.ts';

/** As long as the transaction of a new call may take (RFC 3261, timer B), and it rings before. */
const keepMs = 180_000;

export interface LateNotices {
  /** Hears the final status of a transfer in a dialog that has ended, once. */
  listen(callId: string, onStatus: (status: number) => void): void;
}

/**
 * An exchange may end our leg first and say afterwards that the transfer failed: its subscription outlives the call
 * (RFC 5057 section 4.1). sip.js has forgotten the dialog by then and would answer 481.
 */
export function serveLateNotices(
  core: Core.UserAgentCore,
  clock: Clock,
  reportDefect: ReportDefect,
): LateNotices {
  const awaited = new Map<string, (status: number) => void>();
  const passOn = core.receiveIncomingRequestFromTransport.bind(core);

  const take = (message: Core.IncomingRequestMessage): boolean => {
    const tell = awaited.get(message.callId);
    const isMeant = message.method === 'NOTIFY' && tell !== undefined && isReferEvent(message);
    if (!isMeant || core.dialogs.has(`${message.callId}${message.toTag}${message.fromTag}`)) return false;
    core.replyStateless(message, { statusCode: 200 });
    const status = readSipfragStatus(message.body);
    if (status === null || status < 200) return true;
    awaited.delete(message.callId);
    runGuarded(reportDefect, 'late-notice', () => tell(status));
    return true;
  };

  core.receiveIncomingRequestFromTransport = (message) => {
    if (!take(message)) passOn(message);
  };

  return {
    listen(callId, onStatus) {
      awaited.set(callId, onStatus);
      clock.after(keepMs, () => {
        if (awaited.get(callId) === onStatus) awaited.delete(callId);
      });
    },
  };
}
