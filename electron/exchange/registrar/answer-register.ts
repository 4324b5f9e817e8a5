import { formatAddress, parseAddress } from '../sip/address.ts';
import { findHeader, listHeader, readCSeq, type SipHeader, type SipRequest } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import type { RegistrarAnswer, Registration, RequestedContact } from './registrar.ts';

/** What a REGISTER asks for; undefined when it cannot be understood and gets 400. */
export function readRegistration(request: SipRequest, flow: string): Registration | undefined {
  const to = parseAddress(findHeader(request, 'To') ?? '');
  const user = parseUri(to?.uri ?? '')?.user;
  const cseq = readCSeq(request)?.number;
  const callId = findHeader(request, 'Call-ID');
  if (user === undefined || cseq === undefined || callId === undefined) return undefined;
  const values = listHeader(request, 'Contact');
  // A malformed Expires counts as absent (RFC 3261 section 10.2.1.1 lets the default apply).
  const expires = readSeconds(findHeader(request, 'Expires'));
  const shared = { user, flow, callId, cseq, expires };
  if (values.includes('*')) return values.length === 1 ? { ...shared, contacts: '*' } : undefined;
  const contacts: RequestedContact[] = [];
  for (const value of values) {
    const address = parseAddress(value);
    if (address === undefined || parseUri(address.uri) === undefined) return undefined;
    contacts.push({
      uri: address.uri,
      instance: address.parameters.get('+sip.instance'),
      regId: address.parameters.get('reg-id'),
      expires: readSeconds(address.parameters.get('expires')),
    });
  }
  return { ...shared, contacts };
}

/** The headers of the answer: every binding of the user with the seconds it has left, or Min-Expires. */
export function formatRegistrarHeaders(answer: RegistrarAnswer, now: number): readonly SipHeader[] {
  switch (answer.status) {
    case 200:
      return answer.bindings.map((binding) => {
        const instance = binding.instance === undefined ? '' : `;+sip.instance="${binding.instance}"`;
        const regId = binding.regId === undefined ? '' : `;reg-id=${binding.regId}`;
        const seconds = Math.max(0, Math.ceil((binding.expiresAt - now) / 1000));
        return {
          name: 'Contact',
          value: `${formatAddress('', binding.contact)};expires=${seconds}${instance}${regId}`,
        };
      });
    case 423:
      return [{ name: 'Min-Expires', value: String(answer.minimumExpires) }];
    case 400:
    case 403:
    case 500:
      return [];
  }
}

function readSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}
