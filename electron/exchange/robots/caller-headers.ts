import type { PracticeCustomer } from '../../common/contract/exchange-contract.ts';
import { formatAddress } from '../sip/address.ts';
import type { SipHeader } from '../sip/message.ts';
import { escapeUser } from '../sip/uri.ts';

const queues: Readonly<Record<PracticeCustomer['need'], string>> = {
  bill: 'billing',
  reading: 'readings',
  outage: 'emergency',
  complaint: 'complaints',
  question: 'information',
};

/**
 * Who calls, as an exchange tells it. A withheld number stands nowhere: From is anonymous (RFC 3323 section 4.1.1.3),
 * there is no P-Asserted-Identity, and `Privacy: id` says so (RFC 3325).
 */
export function formatCaller(
  customer: PracticeCustomer,
  domain: string,
): { from: string; headers: SipHeader[] } {
  const uri = `sip:${escapeUser(customer.number)}@${domain}`;
  const facts: SipHeader[] = [
    { name: 'X-Need', value: customer.need },
    { name: 'X-Queue', value: queues[customer.need] },
    { name: 'User-to-User', value: formatUserToUser(customer) },
  ];
  if (customer.withheld) {
    return {
      from: formatAddress('Anonymous', 'sip:anonymous@anonymous.invalid'),
      headers: [{ name: 'Privacy', value: 'id' }, ...facts],
    };
  }
  const identity = formatAddress(customer.name, uri);
  return { from: identity, headers: [{ name: 'P-Asserted-Identity', value: identity }, ...facts] };
}

/** RFC 7433 section 4.1: what an interactive menu would hand over, in hexadecimal. */
function formatUserToUser(customer: PracticeCustomer): string {
  const said = `need=${customer.need};queue=${queues[customer.need]};language=${customer.language}`;
  return `${Buffer.from(said, 'utf8').toString('hex')};encoding=hex;purpose=practice;content=text`;
}
