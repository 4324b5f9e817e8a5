import type { CallView } from '../../../electron/common/contract/desk-state.ts';
import type { Translate } from '../../i18n/texts.ts';

/** The name to show for the other party: the customer chosen, else the name that came with the call, else none. */
export function callerName(call: CallView): string | null {
  return call.customer.customer?.name ?? call.remote.name ?? null;
}

/** One line for titles and announcements: name or number, or that the number is hidden. */
export function callerLine(call: CallView, t: Translate): string {
  const name = callerName(call);
  if (name !== null) return name;
  if (call.remote.withheld) return t('call.withheld');
  return call.display === '' ? call.remote.number : call.display;
}
