import { z } from 'zod';
import { appErrorSchema } from '../contract/messages.ts';
import { relayTrialSchema, type RelayTrial } from '../contract/phone-checks.ts';
import { appError, type AppError } from '../lib/app-error.ts';

/** What was found out about one server of `sip.iceServers`; without an error it can be used. */
export const relayVerdictSchema = z.object({
  /** Its address, without a password that somebody wrote into it. */
  server: relayTrialSchema.shape.url,
  error: appErrorSchema.nullable(),
});

export type RelayVerdict = z.infer<typeof relayVerdictSchema>;

/** Chromium gives this number to everything that is no answer of the server: no such name, no connection, time-out. */
const noAnswer = 701;

export function judgeRelay(trial: RelayTrial): RelayVerdict {
  const server = nameOf(trial.url);
  const error = findFault(trial, server);
  return { server, error };
}

function findFault(
  { url, found, errorCodes, isComplete, isAccepted }: RelayTrial,
  server: string,
): AppError | null {
  if (!isAccepted) return appError('relay.unusable', { server });
  if (found.includes(isTurn(url) ? 'relay' : 'srflx')) return null;
  const status = errorCodes.find((code) => code !== noAnswer);
  if (status !== undefined) return appError('relay.refused', { server, status });
  if (errorCodes.includes(noAnswer)) return appError('relay.unreachable', { server });
  // Without a router in between the address that STUN tells is our own, of which no second candidate is made.
  if (!isTurn(url) && isComplete && found.includes('host')) return null;
  return appError('relay.silent', { server });
}

/**
 * What the servers together mean for the calls. They count as possible as long as a relay can be used, or a STUN server
 * where there are no relays: each stands in for the other ones of its kind.
 */
export function judgeRelays(trials: readonly RelayTrial[]): {
  readonly state: 'passed' | 'warned' | 'failed';
  readonly error: AppError | null;
  readonly relays: RelayVerdict[];
} {
  const relays = trials.map(judgeRelay);
  const error = relays.find((verdict) => verdict.error !== null)?.error ?? null;
  if (error === null) return { state: 'passed', error, relays };
  const hasTurn = trials.some(({ url }) => isTurn(url));
  const isPossible = relays.some((verdict) => verdict.error === null && isTurn(verdict.server) === hasTurn);
  return { state: isPossible ? 'warned' : 'failed', error, relays };
}

const isTurn = (url: string): boolean => /^turns?:/i.test(url);

/** RFC 7064 and RFC 7065 know no user and no password in an address; who wrote them there nevertheless wants them kept. */
const nameOf = (url: string): string => url.replace(/^([a-z]+:).*@/i, '$1');
