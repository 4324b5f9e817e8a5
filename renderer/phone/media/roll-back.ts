/**
 * Takes back whichever offer is open on `connection` (RFC 3261 section 14.1: a refused one changes nothing).
 *
 * Chromium takes its own offer back without playing again what it did not want to hear (measured with 156: packets
 * arrive, no energy), until the old direction was offered once more.
 */
export async function rollBack(
  connection: RTCPeerConnection,
  transceiver: RTCRtpTransceiver | undefined,
): Promise<void> {
  if (connection.signalingState === 'have-local-offer') {
    await connection.setLocalDescription({ type: 'rollback' });
    if (transceiver !== undefined) await hearAgain(connection, transceiver);
  } else if (connection.signalingState === 'have-remote-offer') {
    await connection.setRemoteDescription({ type: 'rollback' });
  }
}

async function hearAgain(connection: RTCPeerConnection, transceiver: RTCRtpTransceiver): Promise<void> {
  const agreed = transceiver.currentDirection;
  if (agreed === null) return;
  const direction = agreed === 'sendonly' ? 'sendonly' : 'sendrecv';
  if (transceiver.direction === direction) return;
  transceiver.direction = direction;
  await connection.setLocalDescription(await connection.createOffer());
  await connection.setLocalDescription({ type: 'rollback' });
}
