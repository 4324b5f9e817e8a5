import type { Call } from '../../common/call/call-state.ts';
import type { CustomerPane } from '../../common/contract/desk-state.ts';
import type { Settings } from '../../common/contract/settings.ts';
import { mergeCustomer } from '../../common/script/merge-customer.ts';
import { mergeTime, type MergeContext } from '../../common/script/merge-context.ts';

/** In practice mode nobody has entered a company yet, and the greeting must still be a sentence. */
const practiceCompany = {
  name: 'Light & Warmth',
  phone: '+380800300100',
  site: 'example.com',
  hours: '8:00–20:00',
} as const;

const practiceOperator = { name: 'Alex', first_name: 'Alex', number: '100' } as const;

/** What the merge fields of a script stand for in this call, at this moment. */
export function mergeValues(
  now: number,
  call: Call | undefined,
  pane: CustomerPane,
  settings: Settings,
): MergeContext {
  const { company, operator, practice } = settings;
  const own = { name: operator.name, first_name: operator.firstName, number: operator.number };
  return {
    ...(pane.customer === null ? {} : mergeCustomer(pane.customer)),
    time: mergeTime(now),
    company: practice && company.name === '' ? practiceCompany : company,
    operator: practice && operator.name === '' ? practiceOperator : own,
    ...(call === undefined ? {} : mergeCall(call, settings.sip?.user ?? '')),
  };
}

function mergeCall(call: Call, line: string): Pick<MergeContext, 'call' | 'case'> {
  const { date = '', clock = '' } = mergeTime(call.startedAt);
  return {
    call: {
      number: call.remote.number,
      line,
      queue: call.data['X-Queue'] ?? '',
      held: Math.round(call.heldMs / 1_000),
      date,
      time: clock,
    },
    case: { number: caseNumber(call, String(date)) },
  };
}

/** Read back to the caller, so it is short, and the same however often the step is shown: day and tenth of second. */
const caseNumber = (call: Call, date: string): string =>
  `${date.slice(2).replaceAll('-', '')}-${String(Math.floor((call.startedAt % 86_400_000) / 100)).padStart(6, '0')}`;
