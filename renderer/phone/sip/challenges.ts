/**
 * sip.js reads the last WWW-Authenticate (or Proxy-Authenticate) header only and knows MD5 only. A server that offers
 * several algorithms (RFC 8760: strongest first) is understood when its MD5 challenge is moved to the end.
 */
export function moveMd5ChallengeLast(message: string): string {
  if (!/^SIP\/2\.0 40[17] /.test(message)) return message;
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  const lines = head.split('\r\n');
  const isChallenge = (line: string): boolean => /^(www|proxy)-authenticate\s*:/i.test(line);
  const md5 = lines.find((line) => isChallenge(line) && isMd5(line));
  if (md5 === undefined || lines.filter(isChallenge).length < 2) return message;
  const others = lines.filter((line) => line !== md5);
  return [...others, md5].join('\r\n') + (end < 0 ? '' : message.slice(end));
}

/** Whether a 401 or 407 asks for something else than MD5, which cannot be answered. */
export function asksOnlyForUnknownAlgorithms(challenges: readonly string[]): boolean {
  return challenges.length > 0 && !challenges.some(isMd5);
}

function isMd5(challenge: string): boolean {
  const algorithm = /[\s,]algorithm\s*=\s*"?([^",\s]+)/i.exec(challenge)?.[1];
  return algorithm === undefined || algorithm.toUpperCase() === 'MD5';
}
