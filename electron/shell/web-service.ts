import type { WebRequest } from '../common/events/queue-service.ts';
import type { Result } from '../common/lib/result.ts';

export interface WebAnswer {
  /** HTTP status. */
  readonly status: number;
  /** The body as JSON; undefined if it is none, or longer than anything we ask for. */
  readonly json: unknown;
}

/**
 * A web service of the site. Fails with `queue.service-silent` when no answer came in time; any status is an answer.
 * Redirections are not followed: a credential goes where it was meant to and nowhere else.
 */
export interface WebService {
  request(request: WebRequest): Promise<Result<WebAnswer>>;
}
