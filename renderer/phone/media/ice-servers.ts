import { readGatheringNeeds, type GatheringNeeds } from './ice-candidates.ts';
import type { IceServer } from './media-port.ts';

/**
 * The browser engine makes no connection at all when one relay lacks its name or credential (WebRTC 1.0 section 4.2.4):
 * such a one is left out, and calls go on without it.
 */
export const usableServers = (servers: readonly IceServer[]): readonly IceServer[] =>
  servers.filter(
    ({ urls, username, credential }) =>
      !/^turns?:/i.test(urls) || (username !== undefined && credential !== undefined && credential !== ''),
  );

export const gatheringNeedsOf = (servers: readonly IceServer[]): GatheringNeeds =>
  readGatheringNeeds(usableServers(servers).map(({ urls }) => urls));

/**
 * `balanced`, because exchanges strip the BUNDLE group from offers, which `max-bundle` refuses (T50). No servers unless
 * configured: sip.js would ask a public STUN server, and an exchange in the same network needs none.
 */
export function peerConfiguration(servers: readonly IceServer[]): RTCConfiguration {
  return {
    bundlePolicy: 'balanced',
    rtcpMuxPolicy: 'require',
    iceServers: usableServers(servers).map((server) => ({ ...server })),
  };
}
