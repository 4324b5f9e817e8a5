import {
  longestAutoAnswerMs,
  type AutoAnswerRequest,
  type CallSource,
} from '../../../../electron/common/call/auto-answer.ts';
import { cleanText } from '../lib/clean-text.ts';
import type { HeaderSource } from './incoming-identity.ts';
import { parseNameAddr, parsePartyUri, splitAtCommas, splitParams, type NameAddr } from './name-addr.ts';

/** As exchanges and telephones write it in Alert-Info: "Auto Answer", ring-answer, info=alert-autoanswer. */
const alerts = new Set(['alertautoanswer', 'autoanswer', 'ringanswer', 'ringautoanswer']);

/** Whether an INVITE asks to be answered by the phone itself, and when; null if it does not. */
export function readAutoAnswerRequest(message: HeaderSource): AutoAnswerRequest | null {
  const afterSeconds =
    readCallInfo(message) ?? readAlertInfo(message) ?? (hasFlag(message) || asksByMode(message) ? 0 : null);
  if (afterSeconds === null) return null;
  return { afterMs: Math.min(longestAutoAnswerMs, afterSeconds * 1_000), source: readSource(message) };
}

/** Who vouches for the call: the asserted identity where there is one, else From. */
export function readSource(message: HeaderSource): CallSource {
  for (const header of ['P-Asserted-Identity', 'Remote-Party-ID', 'From']) {
    const uris = readNameAddrs(message, header).flatMap(({ uri }) => parsePartyUri(uri) ?? []);
    if (uris.length === 0) continue;
    // Of the two that are allowed (RFC 3325), the tel URI has no host.
    const number = uris.find(({ user }) => user !== '')?.user ?? '';
    const host = uris.find((uri) => uri.host !== '')?.host ?? '';
    return { number: cleanText(number, 256), host: cleanText(host, 253) };
  }
  return { number: '', host: '' };
}

function readCallInfo(message: HeaderSource): number | null {
  for (const value of message.getHeaders('Call-Info').flatMap(splitAtCommas)) {
    const after = paramsOf(value).get('answer-after');
    if (after !== undefined) return toSeconds(after);
  }
  return null;
}

function readAlertInfo(message: HeaderSource): number | null {
  for (const value of message.getHeaders('Alert-Info').flatMap(splitAtCommas)) {
    const params = paramsOf(value);
    const texts = [splitParams(value).head, params.get('info') ?? ''];
    if (texts.some((text) => alerts.has(text.toLowerCase().replace(/[^a-z]/g, '')))) {
      return toSeconds(params.get('delay') ?? '');
    }
  }
  return null;
}

function hasFlag(message: HeaderSource): boolean {
  const [flag = ''] = message.getHeaders('X-AUTOANSWER');
  if (/^\s*(?:true|yes|on|1)\s*$/i.test(flag)) return true;
  const [mode = 'no'] = message.getHeaders('P-Auto-Answer');
  return /^\s*(?:normal|auto|true|yes|on|1)\s*(?:;|$)/i.test(mode);
}

/** RFC 5373 section 4.1. */
function asksByMode(message: HeaderSource): boolean {
  return ['Answer-Mode', 'Priv-Answer-Mode'].some((header) =>
    /^\s*auto\s*(?:;|$)/i.test(message.getHeaders(header)[0] ?? ''),
  );
}

/** Some write the parameter without the URI that it belongs to. */
const paramsOf = (value: string): ReadonlyMap<string, string> => splitParams(`x;${value}`).params;

function toSeconds(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

function readNameAddrs(message: HeaderSource, header: string): NameAddr[] {
  return message
    .getHeaders(header)
    .flatMap(splitAtCommas)
    .flatMap((value) => parseNameAddr(value) ?? []);
}
