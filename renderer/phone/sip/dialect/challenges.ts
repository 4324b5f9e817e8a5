import { Core } from 'sip.js';
import { isKnownAlgorithm } from '../message/digest-credentials.ts';
import { rewriteHeader } from './header-lines.ts';

/**
 * sip.js drops a 401 or 407 whose challenge has a comma too many or too few, and nobody behind such a server could
 * register or call.
 */
export function readableChallenges(message: string): string {
  if (!isChallenging(message)) return message;
  return rewriteHeader(message, ['www-authenticate', 'proxy-authenticate'], (value, line) => {
    if (isReadable(value) || !/^digest\s/i.test(value)) return line;
    const params = [...readParams(value)].filter(([name]) => Object.hasOwn(fields, name));
    const written = `Digest ${params.map(([name, text]) => `${name}=${fields[name]?.(text) ?? ''}`).join(', ')}`;
    return isReadable(written) ? `${line.slice(0, line.indexOf(':'))}: ${written}` : line;
  });
}

/** How the fields of a challenge are written (RFC 7616 section 3.3). */
const fields: Readonly<Record<string, (text: string) => string>> = {
  realm: quoted,
  nonce: quoted,
  opaque: quoted,
  qop: quoted,
  algorithm: String,
  stale: String,
};

function quoted(text: string): string {
  return `"${text}"`;
}

function isReadable(challenge: string): boolean {
  return Core.Grammar.parse(challenge, 'WWW_Authenticate') !== -1;
}

function isChallenging(message: string): boolean {
  return /^SIP\/2\.0 40[17] /.test(message);
}

/**
 * sip.js reads the last WWW-Authenticate (or Proxy-Authenticate) header only. Of several (RFC 8760) the topmost that can
 * be answered is the one the server prefers; it is moved to the end.
 */
export function moveChosenChallengeLast(message: string): string {
  if (!isChallenging(message)) return message;
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
