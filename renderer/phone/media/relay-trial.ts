import type { RelayTrial } from '../../../electron/common/contract/phone-checks.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { readCandidate } from './ice-candidates.ts';
import type { IceServer } from './media-port.ts';
import type { PeerConnections } from './peer-connections.ts';

/**
 * A server that works has answered in two round trips. Of one that is silent Chromium itself says so after 40 s
 * (measured with 156), long after the operator has gone on.
 */
const patienceMs = 5_000;
const kinds = ['host', 'srflx', 'prflx', 'relay'] as const;
const mostErrors = 16;

/** Gathers candidates with one server alone, which of a relay takes an allocation and gives it back at once. */
export async function tryRelay(
  server: IceServer,
  connections: PeerConnections,
  clock: Clock,
): Promise<RelayTrial> {
  const isRelay = /^turns?:/i.test(server.urls);
  const wanted = isRelay ? 'relay' : 'srflx';
  const found = new Set<(typeof kinds)[number]>();
  const errorCodes: number[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<boolean>();
  const giveUp = clock.after(patienceMs, () => {
    end(false);
  });
  let connection: RTCPeerConnection | undefined;
  let isComplete = false;
  try {
    connection = connections.open({
      iceServers: [{ ...server }],
      iceTransportPolicy: isRelay ? 'relay' : 'all',
    });
    const gathering = connection;
    gathering.onicecandidate = ({ candidate }) => {
      const type = readCandidate(candidate?.candidate ?? '')?.type;
      const kind = kinds.find((known) => known === type);
      if (kind !== undefined) found.add(kind);
      if (kind === wanted) end(false);
    };
    gathering.onicecandidateerror = ({ errorCode }) => {
      if (errorCodes.length < mostErrors) errorCodes.push(errorCode);
    };
    gathering.onicegatheringstatechange = () => {
      if (gathering.iceGatheringState === 'complete') end(true);
    };
    gathering.addTransceiver('audio', { direction: 'inactive' });
    await gathering.setLocalDescription(await gathering.createOffer());
    isComplete = await ended;
  } catch {
    // Thrown for the server alone: address or credential are not what the engine takes.
  }
  giveUp();
  if (connection !== undefined) close(connection, connections);
  return {
    url: server.urls,
    found: [...found],
    errorCodes,
    isComplete,
    isAccepted: connection !== undefined,
  };
}

function close(connection: RTCPeerConnection, connections: PeerConnections): void {
  connection.onicecandidate = null;
  connection.onicecandidateerror = null;
  connection.onicegatheringstatechange = null;
  connections.close(connection);
}
