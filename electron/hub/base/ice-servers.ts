import type { SipAccount } from '../../common/contract/phone-contract.ts';
import type { SipSettings } from '../../common/contract/settings.ts';

type Relays = Pick<SipSettings, 'iceServers'>;

/** A relay asks who wants to use it (RFC 8656 section 5); STUN asks nobody. */
export const needsTurnCredential = (sip: Relays | null): boolean =>
  sip?.iceServers?.some(({ username }) => username !== undefined) ?? false;

/** As the phone wants them: those that ask for a name get the one credential with it. */
export function iceServersOf(sip: Relays, credential: string | null): SipAccount['iceServers'] {
  return (sip.iceServers ?? []).map((server) =>
    server.username === undefined || credential === null ? server : { ...server, credential },
  );
}
