import { appError, type AppError } from '../../../../electron/common/lib/app-error.ts';

/**
 * The longest that a server may send us away. Timers of a browser hold 24.8 days and beyond that fire at once: a
 * `Retry-After` of that size (RFC 4475 section 3.1.2.5) would have us register without a pause.
 */
const longestRetryAfterSeconds = 900;

/** What became of one REGISTER request. */
export type RegistrationOutcome =
  | { readonly kind: 'registered'; readonly expiresSeconds: number }
  /** 423: the server wants a longer interval (RFC 3261 section 10.2.8). */
  | { readonly kind: 'too-brief'; readonly minExpiresSeconds: number }
  /** Trying again by itself would not help: the operator or administrator must act. */
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'unavailable'; readonly error: AppError; readonly retryAfterSeconds?: number };

export interface RegistrationResponse {
  readonly status: number;
  getHeader(name: string): string | undefined;
  /** Algorithms asked for by a 401 or 407 that could not be answered. */
  readonly unknownAlgorithm: boolean;
}

/** Classifies a final response other than 2xx. 401 here means: refused although credentials were given. */
export function classifyRefusal(response: RegistrationResponse): RegistrationOutcome {
  const { status } = response;
  switch (status) {
    case 401:
    case 407: {
      // Exchanges hide which accounts exist: a wrong password and an unknown account look the same.
      const details = response.unknownAlgorithm ? { status, reason: 'digest-algorithm' } : { status };
      return { kind: 'refused', error: appError('sip.password-refused', details) };
    }
    case 403:
      return { kind: 'refused', error: appError('sip.forbidden', { status }) };
    case 404:
      return { kind: 'refused', error: appError('sip.account-unknown', { status }) };
    case 423: {
      const minimum = Number.parseInt(response.getHeader('Min-Expires') ?? '', 10);
      if (minimum > 0) return { kind: 'too-brief', minExpiresSeconds: minimum };
      return unavailable(status);
    }
    case 408:
      return { kind: 'unavailable', error: appError('sip.server-silent', { status }) };
    default: {
      const seconds = Number.parseInt(response.getHeader('Retry-After') ?? '', 10);
      const outcome = unavailable(status);
      if (!(seconds >= 0)) return outcome;
      return { ...outcome, retryAfterSeconds: Math.min(seconds, longestRetryAfterSeconds) };
    }
  }
}

/** A 2xx that does not list our contact registers nothing: calls would never arrive. */
export function unavailable(status: number): Extract<RegistrationOutcome, { kind: 'unavailable' }> {
  return { kind: 'unavailable', error: appError('sip.server-unavailable', { status }) };
}
