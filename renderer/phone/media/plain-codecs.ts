const plain = /^audio\/(pcma|pcmu|telephone-event)$/i;

/** From the next offer on: G.711, and telephone-event beside it. Changes nothing where the browser names no codecs. */
export function takePlainCodecs(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
  const found = codecs.filter(({ mimeType }) => plain.test(mimeType));
  if (found.length > 0) transceiver.setCodecPreferences(found);
}
