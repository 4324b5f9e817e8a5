/**
 * sip.js reads the last WWW-Authenticate (or Proxy-Authenticate) header only. Of several (RFC 8760) the topmost that can
 * be answered is the one the server prefers; it is moved to the end.
 */
export function moveChosenChallengeLast(message: string): string {
  if (!/^SIP\/2\.0 40[17] /.test(message)) return message;
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  const lines = head.split('\r\n');
  const isChallenge = (line: string): boolean => /^(www|proxy)-authenticate\s*:/i.test(line);
  const chosen = lines.find((line) => isChallenge(line) && canAnswer(line));
  if (chosen === undefined || lines.filter(isChallenge).length < 2) return message;
  const others = lines.filter((line) => line !== chosen);
  return [...others, chosen].join('\r\n') + (end < 0 ? '' : message.slice(end));
}

/** Whether a 401 or 407 can only be answered in ways that we do not know. */
export function asksOnlyForUnknownAlgorithms(challenges: readonly string[]): boolean {
  return challenges.length > 0 && !challenges.some(canAnswer);
}

/** '' is MD5 (RFC 7616 section 3.3). */
export function isKnownAlgorithm(algorithm: string): boolean {
  return ['', 'MD5', 'SHA-256'].includes(algorithm.toUpperCase());
}

function canAnswer(challenge: string): boolean {
  const params = readParams(challenge);
  const options = (params.get('qop') ?? 'auth').toLowerCase().split(/\s*,\s*/);
  return isKnownAlgorithm(params.get('algorithm') ?? '') && options.includes('auth');
}

function readParams(challenge: string): ReadonlyMap<string, string> {
  const found = challenge.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))/gi);
  return new Map(
    [...found].map(([, name = '', quoted, token]) => [name.toLowerCase(), quoted ?? token ?? '']),
  );
}
