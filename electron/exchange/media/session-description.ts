/** Audio over DTLS-SRTP with a port that is not 0: anything else is answered 488. */
export function offersSecureAudio(sdp: string): boolean {
  return /^m=audio (?!0 )\d+(?:\/\d+)? UDP\/TLS\/RTP\/SAVPF /m.test(sdp);
}

/**
 * Numbers the descriptions of one session: one session id, and a version one higher whenever the text changed (RFC 3264
 * section 8). A phone may take a change under an old version for a repetition and ignore a hold.
 */
export function createOriginStamp(sessionId: number): (sdp: string) => string {
  let version = 0;
  let last = '';
  return (sdp) => {
    const rest = sdp.replace(/^o=.*$/m, '');
    if (rest !== last) version++;
    last = rest;
    return sdp.replace(/^o=.*$/m, `o=- ${sessionId} ${version} IN IP4 127.0.0.1`);
  };
}
