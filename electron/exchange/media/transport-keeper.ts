import type { RTCIceTransport, RTCPeerConnection } from 'werift';

/** What is returned is to be called whenever `peer` may have made a transport: in its beginning, and after each remote description. */
export function createTransportKeeper(peer: RTCPeerConnection): () => void {
  const transports = new Set<RTCIceTransport>();
  return () => {
    for (const transport of transports) {
      if (peer.iceTransports.includes(transport)) continue;
      // Described again after its DTLS was ended, the library takes a new one and forgets the sockets of the one before.
      transports.delete(transport);
      transport.stop().catch(() => undefined);
    }
    for (const transport of peer.iceTransports) {
      transports.add(transport);
      // Without a STUN server the library takes one of Google's. Practice tells nobody of itself, and does not wait for
      // a name that a closed network cannot resolve.
      delete transport.connection.stunServer;
    }
  };
}
