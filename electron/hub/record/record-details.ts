import { findCall } from '../../common/call/call-selectors.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { CallHistory } from './call-history.ts';
import type { RecordDetails } from './call-ledger.ts';
import type { CallQualityDesk } from './call-quality.ts';
import type { CallWorks } from '../call/call-work.ts';
import type { CustomerDesk } from '../customer/customer-desk.ts';
import { e164Of } from '../base/numbers.ts';
import type { ScriptDesk } from '../script/script-desk.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';

/** What goes on record with a call besides the call itself, gathered from whoever knows it. */
export function createRecordDetails(parts: {
  readonly calls: CallDesk;
  readonly works: CallWorks;
  readonly customers: CustomerDesk;
  readonly scripts: ScriptDesk;
  readonly history: CallHistory;
  readonly quality: CallQualityDesk;
  readonly settings: SettingsKeeper;
}): (callId: string) => RecordDetails {
  return (callId) => {
    const call = findCall(parts.calls.state(), callId);
    const pane = parts.customers.pane(callId);
    return {
      ...parts.works.get(callId),
      remoteE164: call === undefined ? null : e164Of(call.remote, parts.settings.current().numbers),
      customerId: pane.customer?.id ?? null,
      matchLevel: pane.level,
      script: parts.scripts.record(callId),
      end: parts.history.endOf(callId) ?? null,
      quality: parts.quality.record(callId),
    };
  };
}
