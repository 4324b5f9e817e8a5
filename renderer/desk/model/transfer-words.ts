import { isUnderWay, type TransferState } from '../../../electron/common/call/call-transfer.ts';
import type { CallView, DeskState } from '../../../electron/common/contract/desk-state.ts';
import type { Translate } from '../../i18n/texts.ts';
import { isLive } from './controls.ts';

/** How long it is said that the caller is back; then the call is a call like any other again. */
const shownMs = 30_000;

const passing: readonly TransferState[] = ['refused', 'taken-back'];

/** What became of the transfer of a call, in words; null when there is nothing to say of it at `now`. */
export function transferWords({ transfer }: CallView, now: number, t: Translate): string | null {
  if (transfer === null) return null;
  if (passing.includes(transfer.state) && now - transfer.since > shownMs) return null;
  const to = transfer.to.name ?? (transfer.display === '' ? transfer.to.number : transfer.display);
  return t(`transfer.state.${transfer.state}`, { to: `\u2068${to}\u2069` });
}

/** The call that is being handed over, or of which the exchange says nothing; null if there is none. */
export function leavingCall({ calls }: DeskState): CallView | null {
  return (
    calls.find(
      (call) =>
        isLive(call) &&
        (isUnderWay(call.transfer) || (call.transfer?.state === 'silent' && call.state === 'held')),
    ) ?? null
  );
}
