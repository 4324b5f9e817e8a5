/** One remote candidate taken out of a session description, in the form that RTCPeerConnection wants it back. */
export interface HeldCandidate {
  readonly candidate: string;
  readonly sdpMLineIndex: number;
}

/**
 * Takes the ICE candidates out of an offer. A peer connection without remote candidates gathers its own but sends
 * nothing: the answer can be made ready while the call rings, and the checks start when it is given.
 */
export function holdBackCandidates(sdp: string): {
  readonly sdp: string;
  readonly candidates: readonly HeldCandidate[];
} {
  const candidates: HeldCandidate[] = [];
  let index = -1;
  const kept = sdp.split(/\r?\n/).filter((line) => {
    if (line.startsWith('m=')) index++;
    if (line.startsWith('a=candidate:'))
      candidates.push({ candidate: line.slice(2), sdpMLineIndex: Math.max(0, index) });
    return !line.startsWith('a=candidate:') && line !== 'a=end-of-candidates';
  });
  return { sdp: kept.join('\r\n'), candidates };
}

export interface GatheringNeeds {
  readonly hasStun: boolean;
  readonly hasTurn: boolean;
}

export function readGatheringNeeds(urls: readonly string[]): GatheringNeeds {
  return {
    hasStun: urls.some((url) => /^stuns?:/i.test(url)),
    hasTurn: urls.some((url) => /^turns?:/i.test(url)),
  };
}

/**
 * Whether the candidates found so far make a good description. TCP candidates, which Chromium finds 100 ms later, are
 * of no use towards an exchange.
 */
export function isGatheredEnough(candidates: readonly string[], needs: GatheringNeeds): boolean {
  const found = candidates.map(readCandidate).filter((candidate) => candidate?.protocol === 'udp');
  const has = (type: string): boolean => found.some((candidate) => candidate?.type === type);
  if (needs.hasTurn) return has('relay');
  if (needs.hasStun) return has('srflx');
  return has('host');
}

/**
 * Ports to which Chromium sends no media (net/base/port_util.cc, the part above 1023), among them 10080, which lies
 * within the usual RTP range of exchanges.
 */
const blockedPorts = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

/** Whether every address that the far end offers is one that the browser engine refuses. */
export function hasOnlyBlockedPorts(sdp: string): boolean {
  const ports = sdp
    .split(/\r?\n/)
    .filter((line) => line.startsWith('a=candidate:'))
    .flatMap((line) => readCandidate(line.slice(2)) ?? [])
    .filter((candidate) => candidate.protocol === 'udp')
    .map((candidate) => candidate.port);
  return ports.length > 0 && ports.every((port) => blockedPorts.has(port));
}

/** RFC 8839 section 5.1: foundation component transport priority address port `typ` type. */
export function readCandidate(
  line: string,
): { protocol: string; address: string; port: number; type: string } | null {
  const parts = /^(?:a=)?candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) typ (\S+)/i.exec(line);
  if (parts === null) return null;
  const [, protocol = '', address = '', port = '', type = ''] = parts;
  return { protocol: protocol.toLowerCase(), address, port: Number(port), type: type.toLowerCase() };
}
