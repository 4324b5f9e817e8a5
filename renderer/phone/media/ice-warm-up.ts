import type { Clock } from '../../../electron/common/lib/clock.ts';
import { peerConfiguration } from './ice-servers.ts';
import type { PeerConnections } from './peer-connections.ts';

/** Gathering takes some 120 ms; what has not come by then does not come. */
const patienceMs = 2_000;

/**
 * Gathers candidates once and throws them away. The first peer connection after Windows has started may find no
 * candidates until its network stack was used (three WebRTC phones work around it in this way); so that first one is
 * not a customer's. Nothing is sent to anybody: there are no servers, and nobody has the offer. Resolves to how many
 * candidates were found; never rejects.
 */
export async function warmUpIce(connections: PeerConnections, clock: Clock): Promise<number> {
  let connection: RTCPeerConnection | undefined;
  let found = 0;
  try {
    const { promise: gathered, resolve } = Promise.withResolvers<null>();
    const giveUp = clock.after(patienceMs, () => {
      resolve(null);
    });
    connection = connections.open(peerConfiguration([]));
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) resolve(null);
      else if (candidate.candidate !== '') found++;
    };
    connection.addTransceiver('audio', { direction: 'inactive' });
    await connection.setLocalDescription(await connection.createOffer());
    await gathered;
    giveUp();
  } catch {
    // A browser that cannot do this says so with the first call, where somebody can be told.
  }
  if (connection !== undefined) {
    connection.onicecandidate = null;
    connections.close(connection);
  }
  return found;
}
